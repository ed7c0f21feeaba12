"""Reviewed documents opened by other programs: every comment stands on its words there too.

The documents are made by LibreOffice, pandoc and python-docx; LibreOffice opens the copies.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from word_packages import commented_words, parts_of

from nqpterms.model.findings import Finding
from nqpterms.model.places import Place, Span
from nqpterms.notes.word_answers import load_word_answers
from nqpterms.notes.word_review import WordReview, reviewed_docx
from nqpterms.readers.reading import read

SOFFICE = shutil.which("soffice")
WORDS = "grey apple"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
    "<office:automatic-styles><style:style style:name='R' style:family='paragraph'>"
    "<style:paragraph-properties style:writing-mode='rl-tb'/></style:style>"
    "<style:style style:name='B' style:family='text'><style:text-properties "
    "fo:font-weight='bold'/></style:style></office:automatic-styles>"
    "<office:body><office:text>{}</office:text></office:body></office:document>"
)
FODTS = {
    "lists and bold runs": (
        "<text:list><text:list-item><text:p>The gr<text:span text:style-name='B'>ey app"
        "</text:span>le keeps.</text:p></text:list-item><text:list-item><text:p>No other."
        "</text:p></text:list-item></text:list>"
    ),
    "notes": (
        "<text:p>Here<text:note text:id='f1' text:note-class='footnote'><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>Of the grey apple.</text:p></text:note-body>"
        "</text:note> and<text:note text:id='f2' text:note-class='endnote'><text:note-citation>i"
        "</text:note-citation><text:note-body><text:p>No.</text:p></text:note-body></text:note> a "
        "grey apple.</text:p>"
    ),
    "tables": (
        "<table:table table:name='T'><table:table-column table:number-columns-repeated='2'/>"
        "<table:table-row><table:table-cell><text:p>The grey apple</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>After it.</text:p>"
    ),
    "right to left": "<text:p text:style-name='R'>שלום grey apple שלום</text:p>",
    "tracked changes": (
        "<text:tracked-changes><text:changed-region xml:id='c1' text:id='c1'><text:insertion>"
        "<office:change-info><dc:creator>Mei</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>"
        "</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
        "<text:p>A <text:change-start text:change-id='c1'/>grey apple<text:change-end "
        "text:change-id='c1'/> now, and a grey apple then.</text:p>"
    ),
    "fields and a comment of another": (
        "<text:p>On <text:page-number>1</text:page-number>: <office:annotation "
        "office:name='x'><dc:creator>Mei</dc:creator><text:p>Why?</text:p></office:annotation>the "
        "grey apple<office:annotation-end office:name='x'/> of <text:title>grey apple"
        "</text:title>.</text:p>"
    ),
    "a text frame": (
        "<text:p><draw:frame text:anchor-type='paragraph' svg:width='5cm'><draw:text-box>"
        "<text:p>A grey apple in a frame.</text:p></draw:text-box></draw:frame>Beside it.</text:p>"
    ),
}


def _by_office(path: Path, kind: str, folder: Path) -> Path:
    assert SOFFICE
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(
        list(map(str, command)), check=True, capture_output=True, timeout=300
    )
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def made_by_office(kind: str, folder: Path) -> Path:
    source = folder / "made.fodt"
    source.write_text(_FODT.format(FODTS[kind]), encoding="utf-8")
    return _by_office(source, "docx:MS Word 2007 XML", folder)


PANDOC = {
    "notes and emphasis": "A *grey* apple.[^1] Next, the grey apple.\n\n[^1]: Of a grey apple.\n",
    "lists and a table": (
        "1. The grey apple\n2. None\n\n| a | b |\n|---|---|\n| grey apple | 3 |\n\nThe end.\n"
    ),
    "links": "See [the grey apple](https://example.org/x) & *more*.\n",
}


def made_by_pandoc(kind: str, folder: Path) -> Path:
    pypandoc = pytest.importorskip("pypandoc")
    path = folder / "made.docx"
    pypandoc.convert_text(
        PANDOC[kind], "docx", format="markdown", outputfile=str(path)
    )
    return path


def made_by_python(kind: str, folder: Path) -> Path:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    if kind == "runs, lists, tables":
        paragraph = document.add_paragraph("A gr", style="List Bullet")
        paragraph.add_run("ey").bold = True
        paragraph.add_run(" apple.")
        table = document.add_table(1, 2)
        table.cell(0, 1).text = "No grey apple"
    else:
        paragraph = document.add_paragraph()
        asked = paragraph.add_run("A grey apple")
        paragraph.add_run(" pie.")
        document.add_comment(asked, text="Why?", author="Mei", initials="M")
    path = folder / "made.docx"
    document.save(str(path))
    return path


MADE: list[tuple[str, str, Callable[[str, Path], Path]]] = [
    *(("LibreOffice", kind, made_by_office) for kind in FODTS),
    *(("pandoc", kind, made_by_pandoc) for kind in PANDOC),
    *(
        ("python-docx", kind, made_by_python)
        for kind in ("runs, lists, tables", "a comment of another")
    ),
]


def review_of(path: Path, *, fix: bool = False) -> tuple[WordReview, int]:
    """A copy of a document with a comment on each of the words, and how many they are."""
    text = read(path).text
    findings = []
    for place in re.finditer(WORDS, text):
        span = Span(*place.span())
        finding = Finding(
            "T101", "warning", "deprecated", str(path), Place(1, 1, paragraph=1), matched=WORDS,
            span=span, expected=("green pear",), fix="green pear", context=str(span),
        )  # fmt: skip
        findings.append(finding)
    return reviewed_docx(path, findings, fix=fix), len(findings)


def words_in_office(path: Path, folder: Path) -> list[str]:
    """The words on which our comments stand in LibreOffice."""
    flat = etree.parse(_by_office(path, "fodt", folder)).getroot()
    words = []
    for annotation in flat.iter(f"{_OFFICE}annotation"):
        creator = annotation.findtext(
            "{http://purl.org/dc/elements/1.1/}creator"
        )
        if creator == "nqpterms":
            words.append(_annotated(annotation))
    return words


def _annotated(annotation: etree._Element) -> str:
    """The text from an annotation to its end."""
    name = annotation.get(f"{_OFFICE}name")
    text = annotation.tail or ""
    for element in annotation.itersiblings():
        text += _inner(element, name)
        if _ends(element, name):
            return text
        text += element.tail or ""
    outer = annotation.getparent()
    while outer is not None:
        text += outer.tail or ""
        for element in outer.itersiblings():
            text += _inner(element, name)
            if _ends(element, name):
                return text
            text += element.tail or ""
        outer = outer.getparent()
    return f"no end: {text}"


def _ends(element: etree._Element, name: str | None) -> bool:
    return any(
        end.get(f"{_OFFICE}name") == name
        for end in element.iter(f"{_OFFICE}annotation-end")
    )


def _inner(element: etree._Element, name: str | None) -> str:
    """The text inside an element up to the end of the annotation; a note is its mark."""
    if element.tag == f"{_TEXT}note":
        return "*"
    if element.tag in (f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"):
        return ""
    text = element.text or ""
    for inner in element:
        text += _inner(inner, name)
        if _ends(inner, name):
            return text
        text += inner.tail or ""
    return text


@pytest.fixture(
    params=MADE, ids=[f"{program}-{kind}" for program, kind, _ in MADE]
)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document as a program writes it."""
    program, kind, make = request.param
    if program == "LibreOffice" and not SOFFICE:
        pytest.skip("LibreOffice is not installed")
    return make(kind, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_office_shows_every_comment_on_its_words(
    made: Path, tmp_path: Path
) -> None:
    review, count = review_of(made)
    assert count and review.comments == count and not review.unplaced
    copy = tmp_path / "reviewed.docx"
    copy.write_bytes(review.data)
    assert read(copy).text == read(made).text
    assert not set(parts_of(made)) - set(parts_of(copy))
    words = words_in_office(copy, tmp_path)
    assert len(words) == count
    assert set(words) <= {WORDS, "*"}


@pytest.mark.slow
def test_python_docx_opens_every_copy(made: Path, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    copy = tmp_path / "reviewed.docx"
    review, count = review_of(made)
    copy.write_bytes(review.data)
    ours = [
        one
        for one in docx.Document(str(copy)).comments
        if one.author == "nqpterms"
    ]
    assert (
        len(ours)
        == count
        == len([t for _, t in commented_words(review.data) if "T101" in t])
    )


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_office_opens_tracked_fixes(tmp_path: Path) -> None:
    path = made_by_office("lists and bold runs", tmp_path)
    copy = tmp_path / "reviewed.docx"
    review, _ = review_of(path, fix=True)
    assert (review.comments, review.changes) == (0, 1)
    copy.write_bytes(review.data)
    flat = etree.parse(_by_office(copy, "fodt", tmp_path)).getroot()
    assert (
        len(list(flat.iter(f"{_TEXT}deletion")))
        == len(list(flat.iter(f"{_TEXT}insertion")))
        == 1
    )
    assert "green pear" in read(copy).text


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_a_copy_that_office_has_saved_comes_back(tmp_path: Path) -> None:
    path = made_by_office("tracked changes", tmp_path)
    review, count = review_of(path)
    copy = tmp_path / "reviewed.docx"
    copy.write_bytes(review.data)
    saved = tmp_path / "saved"
    saved.mkdir()
    records = load_word_answers(
        _by_office(copy, "docx:MS Word 2007 XML", saved)
    )
    assert [record.decision for record in records] == [""] * count
    assert all(record.matched == WORDS for record in records)
