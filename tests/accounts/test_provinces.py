"""Addresses are brought to official province names, because zones compare them (regulation 5f)."""

import pytest

from accounts.provinces import PROVINCES, country_of, leading, normalise, short


def test_there_are_34_provinces_and_none_twice() -> None:
    assert len(set(PROVINCES)) == len(PROVINCES) == 34


@pytest.mark.parametrize("name", PROVINCES)
def test_official_and_short_names_mean_the_same(name: str) -> None:
    assert normalise(name) == normalise(short(name)) == name


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("重庆", "重庆市"), (" 重庆 市 ", "重庆市"), ("重庆省", "重庆市"), ("内蒙古", "内蒙古自治区"),
        ("內蒙古", "内蒙古自治区"), ("内蒙", "内蒙古自治区"), ("新疆", "新疆维吾尔自治区"), ("广西省", "广西壮族自治区"),
        ("香港", "香港特别行政区"), ("臺灣", "台湾省"), ("吉林市", "吉林省"), ("海南\u3000省", "海南省"),
    ],
)  # fmt: skip
def test_usual_spellings_are_understood(text: str, official: str) -> None:
    assert normalise(text) == official


@pytest.mark.parametrize("text", ["", None, "成都", "Chongqing", "重庆市渝北区", "哈萨克斯坦"])
def test_what_is_no_province_stays_unknown(text: str | None) -> None:
    assert normalise(text) is None


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("四川省成都市高新区", "四川省"),
        ("重庆渝北区", "重庆市"),
        ("吉林市船营区", "吉林省"),
        ("渝北区", None),
        (None, None),
    ],
)
def test_an_address_begins_with_its_province(address: str | None, province: str | None) -> None:
    assert leading(address) == province


def test_hong_kong_macao_and_taiwan_count_as_abroad() -> None:
    assert [country_of(normalise(name) or "") for name in ("香港", "澳门", "台湾", "重庆")] == ["HK", "MO", "TW", "CN"]
