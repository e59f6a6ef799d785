"""Whoever starts the product hears that papers would be printed without their font."""

from aftersales.checks import printable_papers
from core import papers


def test_a_healthy_installation_says_nothing():
    assert printable_papers() == []


def test_a_missing_font_is_told_with_a_way_to_mend_it(monkeypatch):
    def gone():
        raise FileNotFoundError("no Chinese font at /fonts/NotoSansSC-Regular.otf")

    monkeypatch.setattr(papers, "font_folder", gone)

    [warning] = printable_papers()

    assert warning.id == "aftersales.W001"
    assert "requirements.txt" in warning.hint
