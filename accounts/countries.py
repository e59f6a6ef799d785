"""Countries as export customers write them, and their ISO codes."""

from accounts.provinces import normalise
from core.cells import code

_NAMES = {
    "CN": "中国 中华人民共和国 中国大陆 CHINA", "HK": "香港 中国香港", "MO": "澳门 中国澳门", "TW": "台湾 中国台湾",
    "JP": "日本", "KR": "韩国", "MN": "蒙古 蒙古国", "VN": "越南", "LA": "老挝", "KH": "柬埔寨", "MM": "缅甸", "TH": "泰国",
    "MY": "马来西亚", "SG": "新加坡", "ID": "印度尼西亚 印尼", "PH": "菲律宾", "IN": "印度", "PK": "巴基斯坦",
    "BD": "孟加拉国 孟加拉", "LK": "斯里兰卡", "NP": "尼泊尔", "KZ": "哈萨克斯坦", "UZ": "乌兹别克斯坦", "KG": "吉尔吉斯斯坦",
    "TJ": "塔吉克斯坦", "TM": "土库曼斯坦", "IR": "伊朗", "IQ": "伊拉克", "SA": "沙特阿拉伯 沙特", "AE": "阿联酋 阿拉伯联合酋长国",
    "QA": "卡塔尔", "KW": "科威特", "OM": "阿曼", "TR": "土耳其 土耳其共和国", "IL": "以色列", "EG": "埃及", "DZ": "阿尔及利亚",
    "MA": "摩洛哥", "NG": "尼日利亚", "GH": "加纳", "KE": "肯尼亚", "ET": "埃塞俄比亚", "TZ": "坦桑尼亚", "ZM": "赞比亚",
    "ZA": "南非", "AO": "安哥拉", "RU": "俄罗斯 俄罗斯联邦", "BY": "白俄罗斯", "UA": "乌克兰", "PL": "波兰", "CZ": "捷克",
    "HU": "匈牙利", "RO": "罗马尼亚", "RS": "塞尔维亚", "DE": "德国", "FR": "法国", "GB": "英国", "IT": "意大利", "ES": "西班牙",
    "PT": "葡萄牙", "NL": "荷兰", "BE": "比利时", "CH": "瑞士", "AT": "奥地利", "SE": "瑞典", "NO": "挪威", "FI": "芬兰",
    "DK": "丹麦", "GR": "希腊", "US": "美国", "CA": "加拿大", "MX": "墨西哥", "BR": "巴西", "AR": "阿根廷", "CL": "智利",
    "PE": "秘鲁", "CO": "哥伦比亚", "VE": "委内瑞拉", "EC": "厄瓜多尔", "AU": "澳大利亚", "NZ": "新西兰",
}  # fmt: skip
_CODES = {name: iso for iso, names in _NAMES.items() for name in names.split()}


def country_code(written: str) -> str | None:
    """The two-letter code that a name or a code of a country means, or None."""
    known = code(written)
    if len(known) == 2 and known.isascii() and known.isalpha():
        return known
    return _CODES.get(known)


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country that is known here, as a list to choose from; our own first."""
    return [(iso, names.split()[0]) for iso, names in _NAMES.items()]


def country_name(iso: str) -> str:
    """What people call the country with this code; the code itself where we know no name."""
    return _NAMES.get(iso, iso).split()[0] if iso else ""


def region(written: str) -> str | None:
    """Where an engineer may be sent: the official name of a province, or the code of a country abroad."""
    return normalise(written) or country_code(written)
