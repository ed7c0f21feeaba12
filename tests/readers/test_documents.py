"""One text in every format is read alike."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from sample_documents import (
    CHROMIUM,
    SOFFICE,
    Alike,
    alike,
    as_html,
    as_markdown,
    as_text,
    every_format,
    other_layouts,
    sample,
)

from nqpterms.readers.reading import read, read_text

DATA = Path(__file__).resolve().parents[1] / "data" / "documents"
WHOLE = Alike(1, 1, 1)


def is_enough(shares: Alike) -> bool:
    """All headings and notes, and 98 % of the paragraphs."""
    return shares[:2] == (1, 1) and shares.paragraphs >= 0.98


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_formats_are_read_alike(lang: str) -> None:
    given = sample(lang)
    text = read_text(as_text(given), name="a.txt")
    assert (
        len(list(text.sections())) > 18
        and len(text.notes) == 6
        and len(text.contents) == 19
    )
    assert (
        alike(text, read_text(as_markdown(given), name="a.md", type="markdown"))
        == WHOLE
    )
    assert (
        alike(text, read_text(as_html(given), name="a.html", type="html"))
        == WHOLE
    )


@pytest.mark.parametrize(
    ("name", "lang"),
    [("office-zh.docx", "zh"), ("two-en.pdf", "en"), ("brief-en.pdf", "en")],
)
def test_saved_documents_are_read_alike(name: str, lang: str) -> None:
    """The files are those of ``sample_documents.py DIR``; `two` has two columns."""
    if name.endswith(".pdf"):
        pytest.importorskip(
            "pypdfium2", reason="the extra pdf is not installed"
        )
    text = read_text(as_text(sample(lang)), name="a.txt")
    assert is_enough(alike(text, read(DATA / name)))


@pytest.mark.slow
@pytest.mark.skipif(
    not (SOFFICE and CHROMIUM), reason="LibreOffice or Chromium is missing"
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_made_by_real_programs_are_read_alike(
    lang: str, tmp_path: Path
) -> None:
    paths = every_format(lang, tmp_path)
    assert len(paths) == 6
    text = read(paths["txt"])
    for path in paths.values():
        assert is_enough(alike(text, read(path))), path


@pytest.mark.slow
@pytest.mark.skipif(
    not (SOFFICE and CHROMIUM), reason="LibreOffice or Chromium is missing"
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_layouts_are_read_alike(lang: str, tmp_path: Path) -> None:
    text = read_text(as_text(sample(lang)), name="a.txt")
    for path in other_layouts(lang, tmp_path).values():
        shares = alike(text, read(path))
        assert shares[:2] == (1, 1)
        assert (
            shares.paragraphs > 0.95
        )  # in a column, cells of a table stand close
