"""Papers are typeset with our Chinese font, hold what they were given, and never take typed text for layout."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from core import papers


def sheet(**more):
    words = {"code": "校验码", "printed": "打印于", "scan": "扫码核对", "lines": "明细", "photos": "照片"}
    return {
        "title": "三包单", "number": "K2611-0007", "company": "示范设备有限公司", "state": "已签字",
        "code": papers.code("https://service.example.cn/w/check/claim/K2611-0007/ab/"), "hash": "A1B2 C3D4",
        "printed": "2026-11-22 13:20", "words": words, "facts": [{"label": "客户", "value": "重庆江北机械厂", "wide": True}],
        "columns": [{"label": "名称", "width": 0, "right": False}, {"label": "金额", "width": 30, "right": True}],
        "rows": [["齿轮箱", "2,600.00"]], "sum": {"label": "合计", "value": "2,600.00"}, "signatures": [],
        "note": "按条款 6.5 凭审批开具", **more,
    }  # fmt: skip


def read(content):
    return PdfReader(BytesIO(content))


def text_of(content):
    return "".join(page.extract_text() for page in read(content).pages)


def test_a_paper_says_in_chinese_what_it_was_given():
    told = text_of(papers.pdf("claim", sheet()))

    for words in ("三包单", "K2611-0007", "重庆江北机械厂", "齿轮箱", "2,600.00", "A1B2 C3D4", "按条款 6.5 凭审批开具"):
        assert words in told


def test_a_paper_is_set_in_the_font_of_our_package():
    resources = read(papers.pdf("claim", sheet())).pages[0]["/Resources"]

    names = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}

    assert all("NotoSansSC" in name for name in names)


def test_a_paper_is_a4():
    box = read(papers.pdf("claim", sheet())).pages[0].mediabox

    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_equal_data_gives_equal_bytes():
    assert papers.pdf("claim", sheet()) == papers.pdf("claim", sheet())


@pytest.mark.parametrize("typed", ['#read("base.typ")', "#panic()", "$ x", "*粗* _斜_ `码`", "[方括号] #{", '"引号"\\'])
def test_what_people_type_is_never_layout(typed):
    told = text_of(papers.pdf("claim", sheet(rows=[[typed, "1.00"]])))

    assert typed.replace(" ", "") in told.replace(" ", "").replace("\n", "")


def test_two_hundred_lines_run_over_several_pages_with_their_heading():
    pages = read(papers.pdf("claim", sheet(rows=[[f"配件 {number}", "1.00"] for number in range(200)]))).pages

    assert len(pages) > 2
    assert all("金额" in page.extract_text() for page in pages[:3])


def test_photos_are_printed_with_a_report():
    photo = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(photo, "JPEG")
    texts = [{"label": "工作情况", "value": "拆检泵头\n测量间隙"}]

    paper = papers.pdf("anomaly_report", sheet(texts=texts, photos=["photo-1.jpg"]), {"photo-1.jpg": photo.getvalue()})

    assert len(read(paper).pages[0].images) >= 1
    assert "测量间隙" in text_of(paper)


def test_a_hash_is_printed_in_groups_to_compare_by_eye():
    assert papers.short("a1b2c3d4e5f67788" + "0" * 48) == "A1B2 C3D4 E5F6 7788"


def test_a_missing_font_is_an_error_and_not_a_page_of_boxes(monkeypatch, tmp_path):
    import pylopdf_fonts_zh_cn

    monkeypatch.setattr(pylopdf_fonts_zh_cn, "sans_path", lambda: tmp_path / "gone.otf")
    papers.font_folder.cache_clear()
    try:
        with pytest.raises(FileNotFoundError):
            papers.pdf("claim", sheet())
    finally:
        papers.font_folder.cache_clear()
