"""The 34 provinces, municipalities, autonomous and special administrative regions, by their full official names.

The zone of a site is judged by comparing such names (regulation 5f), so every address is brought to them.
"""

import re

PROVINCES: tuple[str, ...] = (
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省",
    "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区",
    "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省",
    "宁夏回族自治区", "新疆维吾尔自治区", "台湾省", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip

# Reading 5f: these are served as abroad, and have country codes of their own.
COUNTRY_OF: dict[str, str] = {"香港特别行政区": "HK", "澳门特别行政区": "MO", "台湾省": "TW"}

_TAIL = re.compile(r"(维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|省|市)$")
_ALIASES = {
    "內蒙古": "内蒙古",
    "廣西": "广西",
    "臺灣": "台湾",
    "台灣": "台湾",
    "澳門": "澳门",
    "內蒙": "内蒙古",
    "内蒙": "内蒙古",
}


def short(name: str) -> str:
    """The province without its kind: 重庆市 → 重庆, 内蒙古自治区 → 内蒙古."""
    return _TAIL.sub("", name)


_BY_SHORT = {short(name): name for name in PROVINCES}


def normalise(text: str | None) -> str | None:
    """The official name that `text` means (重庆, 重庆市, 内蒙古 …), or None where it means no province."""
    cleaned = re.sub(r"\s+", "", text or "")
    bare = short(cleaned)
    return _BY_SHORT.get(_ALIASES.get(bare, bare))


def leading(address: str | None) -> str | None:
    """The province with which an address begins (四川省成都市… → 四川省), or None."""
    cleaned = re.sub(r"\s+", "", address or "")
    for bare, name in _BY_SHORT.items():
        if cleaned.startswith(bare):
            return name
    return next((_BY_SHORT[bare] for alias, bare in _ALIASES.items() if cleaned.startswith(alias)), None)


def country_of(province: str) -> str:
    """ISO code under which a province counts for zones: CN, or HK, MO, TW."""
    return COUNTRY_OF.get(province, "CN")
