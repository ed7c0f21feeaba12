from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")

from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.budget import Budget, allowing
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.readers.pdf import pdf_document, pdf_paragraphs
from nqpterms.readers.pdf.page_rows import Glyph, Page, PageRow, _furniture
from nqpterms.readers.pdf.pdf_document import pdf_blocks
from nqpterms.readers.reading import read

DATA = Path(__file__).resolve().parents[1] / "data" / "documents"


def test_a_printed_document() -> None:
    """The file is `sample_documents.features()`, saved as PDF by LibreOffice 7.4."""
    found = pdf_blocks((DATA / "features.pdf").read_bytes(), "features.pdf")[1]
    told = [(b.text, b.level, b.kind) for b in found]
    for wanted in (
        ("第一章总则", 1, "text"),
        ("（一）目标", 2, "text"),
        ("三年之内¹，每个县 都有一所职业学校。", None, "text"),
        ("框里的话。", None, "text"),
        ("占地 200 m²，由教育厅解释i。", None, "text"),
        ("从今年算起。第二段。", None, "note"),
        ("第 1 页", None, "chrome"),
    ):
        assert wanted in told


def test_places_name_the_page() -> None:
    document = read(DATA / "two-en.pdf")
    pages = [
        p.place.page or 0 for s in document.sections() for p in s.paragraphs
    ]
    assert pages == sorted(pages) and pages[0] == 1 and pages[-1] > 2
    lines = document.text.split("\n")
    for passage in document.passages():
        for at, char in enumerate(passage.text):
            offset, place = passage.locate(at)
            if document.text[offset] != "\n":
                assert document.text[offset] == char
                assert (
                    lines[(place.line or 0) - 1][(place.column or 0) - 1]
                    == char
                )


def test_heads_and_feet_are_chrome() -> None:
    document = read(DATA / "brief-en.pdf")
    chrome = [passage.text for passage in document.chrome]
    assert sum("brief-en.html" in text for text in chrome) == len(chrome) / 2
    assert not any("file://" in passage.text for passage in document.passages())


def _row(text: str, page: int, base: float, size: float = 10) -> PageRow:
    return PageRow((text,), 50, 500, base, size, False, page)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([("Report", 770), ("Text one.", 600), ("- 1 -", 40)], {"Report", "- 1 -"}),
        ([("Report 2024 {}", 770), ("{}. Item", 600), ("第 {} 页 共 9 页", 40)],
         {"Report 2024 {}", "第 {} 页 共 9 页"}),
        ([("Text {} of the year", 400), ("iv", 30)], {"iv"}),
        ([("Text that is not repeated: {}{}", 500)], set()),
    ],
)  # fmt: skip
def test_what_comes__furniture(
    lines: list[tuple[str, float]], found: set[str]
) -> None:
    pages = [
        [
            _row(text.format(page, "x" * page), page, base)
            for text, base in lines
        ]
        for page in range(1, 5)
    ]
    rows = _furniture(pages, [800.0] * 4)
    wanted = {
        text.format(page, "x" * page) for text in found for page in range(1, 5)
    }
    assert {row.text for row in rows} == wanted


def test_heads_that_change_with_the_chapter() -> None:
    titles = ["One", "One", "One", "Two", "Three", "Three"]
    pages = [
        [_row(title, n, 770, 8), _row(f"{'Text ' * n}.", n, 740)]
        for n, title in enumerate(titles)
    ]
    assert [
        row.text
        for row in sorted(_furniture(pages, [800.0] * 6), key=lambda r: r.page)
    ] == (titles)


@pytest.mark.parametrize(
    ("before", "after", "known", "made"),
    [
        ("the develop-", "ment of", "", ("", 1)),
        ("a well-", "known law", "well-known", ("", 0)),
        ("his zorp-", "blat", "", ("", 0)),
        ("his zorp-", "blat", "zorpblat", ("", 1)),
        ("in 2021-", "2025", "", ("", 0)),
        ("发展新质", "生产力", "", ("", 0)),
        ("全省有", "2300家工厂", "", ("", 0)),
        ("he said", "“no” to it", "", (" ", 0)),
        ("the term 新质", "means new", "", (" ", 0)),
        ("地区生产总值", "GDP增长了", "", ("", 0)),
        ("a dash —", "and more", "", (" ", 0)),
    ],
)
def test_line_ends(
    before: str, after: str, known: str, made: tuple[str, int]
) -> None:
    joint = pdf_paragraphs._joint(before, after, frozenset(known.split()))
    assert (joint.glue, joint.cut) == made


# -- made by hand --------------------------------------------------------------------------------


def _printed(content: str) -> bytes:
    """A PDF of one page with this content."""
    resources = (
        "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    )
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources{resources}>>"
    stream = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream,
    ]
    body, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n"
    trailer = f"trailer\n<</Root 1 0 R/Size {len(places) + 1}>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}{head}{table}{trailer}".encode()


FLAT = "BT /F1 12 Tf 1 0 0 0 72 600 Tm (Text of no height) Tj ET"
UPRIGHT = "BT /F1 12 Tf 1 0 0 1 72 700 Tm (Schools are good.) Tj ET"


def test_text_without_height_is_not_seen() -> None:
    made = pdf_blocks(_printed(f"{UPRIGHT}\n{FLAT}"), "a.pdf")[1]
    assert [block.text for block in made] == ["Schools are good."]
    with pytest.raises(FormatError, match="has no text layer"):
        pdf_blocks(_printed(FLAT), "a.pdf")


# -- what is refused ---------------------------------------------------------------------------


def _blank() -> bytes:
    import pypdfium2

    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(600, 800)
    document.save(out)
    return out.getvalue()


def test_what_is_refused() -> None:
    whole = (DATA / "features.pdf").read_bytes()
    for data, message in (
        (
            (DATA / "locked.pdf").read_bytes(),
            "is encrypted: save it without a password",
        ),
        (b"%PDF-1.7 and nothing else", "is damaged or no PDF"),
        (whole[:200], "is damaged or no PDF"),
        (b"PK\3\4", "is no PDF"),
        (_blank(), "has no text layer, as a scan"),
    ):
        with pytest.raises(FormatError, match=message) as error:
            pdf_blocks(data, "a.pdf")
        assert "\n" not in str(error.value)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (DATA / "two-en.pdf").read_bytes()
    with (
        allowing(Budget(characters=100)),
        pytest.raises(FormatError, match="more than 100 characters"),
    ):
        pdf_blocks(data, "a.pdf")
    monkeypatch.setattr(pdf_document, "PAGE_LIMIT", 1)
    with pytest.raises(FormatError, match="more than 1 pages"):
        pdf_blocks(data, "a.pdf")


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'pypdfium2>="):
        read(DATA / "features.pdf")


@settings(max_examples=40)
@given(st.data())
def test_damage_is_told_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray((DATA / "features.pdf").read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(whole)))
    try:
        pdf_blocks(bytes(whole[: end if end % 3 else None]), "a.pdf")
    except FormatError as error:
        assert "\n" not in str(error)


_SIMPLIFIED = (
    "发展教育要从乡村学校做起，老师的工资由省里发放，学生的书本由县里购买，"
    "每年检查一次，结果向社会公布。"
)
_TRADITIONAL = (
    "發展教育要從鄉村學校做起，老師的工資由省裡發放，學生的書本由縣裡購買，"
    "每年檢查一次，結果向社會公布。"
)
_SCATTERED = "".join(chr(0x4E00 + 211 * n % 20900) for n in range(60))


def _glyphs(text: str) -> list[Glyph]:
    return [
        Glyph(char, 10.0 * at, 10.0 * at + 10, 700, 10, False, False)
        for at, char in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        pytest.param(_SIMPLIFIED, False, id="simplified"),
        pytest.param(_TRADITIONAL, False, id="traditional"),
        pytest.param(_SCATTERED, True, id="a wrong map"),
        pytest.param("The schools 鼗鼙鼚鼛 are few. " * 3, False, id="some rare names"),
    ],
)  # fmt: skip
def test_a_page_of_rare_characters_is_told(text: str, is_said: bool) -> None:
    said: list[str] = []
    with remarks_to(RemarkListener(said.append, pytest.fail)):
        pdf_document._say_implausible(
            [Page(3, 600, 800, _glyphs(text))], "a.pdf"
        )
    assert [
        one.startswith("a.pdf: page 3: hardly any common") for one in said
    ] == [True] * is_said


@pytest.mark.parametrize(
    "matrix",
    ["1 0 0 0", "0 0 0 1", "0 0 0 0", "0 1 0 0", "1 1 1 1", "-1 0 0 -1"],
)
def test_no_text_matrix_is_too_flat(matrix: str) -> None:
    content = f"BT /F1 12 Tf 1 0 0 1 72 720 Tm (Schools) Tj {matrix} 72 700 Tm (open) Tj ET"
    _source, blocks = pdf_blocks(_printed(content), "a.pdf")
    assert "Schools" in " ".join(block.text for block in blocks)
