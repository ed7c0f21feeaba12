# ruff: noqa: E501 (tables of cases)
from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.model.document import Document
from nqpterms.readers import reading
from nqpterms.readers.reading import READERS, Reader, read, read_page, read_text
from nqpterms.readers.text_blocks import Block, TextPiece, TextSource

PROJECT = Path(__file__).resolve().parents[2]
KINDS = [reader.name for reader in READERS]

_PIECES = (
    "第一章 一、 （一） 1. 1.1 [1] ① Chapter I. Contents 目录 结语 References 参考文献 学校。 Schools "
    "roads. “ ” 《 》 : ： 2019年 12 ............"
)
PIECES = _PIECES.split()
TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*PIECES, "\n", "\n\n", " ", "　"]), st.text(max_size=8)
    ),
    max_size=60,
)


def headings(document: Document) -> dict[int | None, str | None]:
    return {
        section.line: section.number
        for section in document.sections()
        if section.title
    }


@settings(deadline=None)
@given(TEXTS.map("".join), st.sampled_from(KINDS))
def test_any_text_is_read_and_every_passage_slices_back(
    text: str, kind: str
) -> None:
    try:
        document = read_text(text, name="made", type=kind)
    except FormatError as error:
        assert "\n" not in str(error)
        return
    assert document.text == text
    for passage in (*document.passages(), *document.chrome):
        assert passage.text
        if kind == "plain":
            pieces = zip(
                passage.anchors,
                [*(a.at for a in passage.anchors[1:]), len(passage.text)],
                strict=True,
            )
            for anchor, end in pieces:
                piece = passage.text[anchor.at : end]
                there = text[anchor.offset : anchor.offset + len(piece)]
                assert there.rstrip("\r\n") == piece.rstrip() or there == piece


@settings(deadline=None)
@given(TEXTS.map("".join), st.sampled_from(KINDS))
def test_any_page_is_read_or_refused(text: str, kind: str) -> None:
    try:
        reading._page_documents(
            reading._content_of_text(text, "made", kind), "made"
        )
    except FormatError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "T"),
        ("a", "T"),
        ("a.md", "M"),
        ("a.HTML", "H"),
        ("a.xhtml", "H"),
    ],
)
def test_the_suffix_decides(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text("# <b>学校</b>很好，老师也很好。\n", encoding="utf-8")
    shown = {
        "T": "# <b>学校</b>很好，老师也很好。",
        "M": "学校很好，老师也很好。",
        "H": "# 学校很好，老师也很好。",
    }
    assert [p.text for p in read(path).passages()] == [shown[kind]]
    assert read(path).name == str(path)


def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")
    (tmp_path / "a.pdf").write_bytes(b"PDF")
    (tmp_path / "a.html").write_text("<p></p>", encoding="utf-8")
    for path, message in (
        (tmp_path / "a.pdf", "is no PDF: it does not begin with %PDF-"),
        (tmp_path / "a.html", "holds no text"),
        (tmp_path / "a.odt", r"\.odt is not read: save it as \.docx"),
        (tmp_path / "a.XLS", r"\.xls is not read: save it as \.xlsx"),
        (tmp_path / "a.foo", r"unknown suffix '\.foo': expected one of \.txt"),
        (tmp_path / "b.txt", "no such file"),
        (tmp_path, "is a folder"),
    ):
        with pytest.raises(FormatError, match=message) as error:
            read(path)
        assert str(path) in str(error.value)
    with pytest.raises(FormatError, match="unknown type 'pdf'"):
        read_text("x", name="-", type="pdf")


def lines(path: Path, column: str, **wanted: tuple[str, ...]) -> dict[str, int]:
    """By key, the lines that a key file names in a column, for rows with the wanted values."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    rows = [
        row
        for row in rows
        if all(row[name] in values for name, values in wanted.items())
    ]
    return {
        row.get("key") or row["section"]: int(row[column])
        for row in rows
        if row[column].isdigit()
    }


def test_the_report_page(shared: Path) -> None:
    page = read_page(shared / "report/report-page.txt")
    for document, side in zip(page, ("zh", "en"), strict=True):
        key = shared / "report/gold-sections.tsv"
        wanted = lines(
            key, f"{side}_line", kind=("chapter", "section", "subsection")
        )
        found = {s.number: s.line for s in document.sections() if s.number}
        assert found == wanted
        words = lines(key, f"{side}_line", kind=("unnumbered",))
        assert set(headings(document)) == {*wanted.values(), *words.values()}
    zh, en = page
    assert [len(x) for x in (zh.notes, zh.references, zh.entries)] == [
        37,
        14,
        0,
    ]
    assert [len(x) for x in (en.notes, en.references, en.entries)] == [
        39,
        14,
        10,
    ]
    assert [p.line for s in zh.sections() for p in s.paragraphs] == [1122]
    assert [(d.contents[0].line, d.contents[-1].line) for d in page] == [
        (894, 944),
        (45, 95),
    ]
    assert en.title and en.title.line == 41
    chrome = {p.line for d in page for p in d.chrome}
    assert chrome == {
        *range(1, 40, 2),
        883,
        885,
        890,
        1494,
        1496,
        1497,
        1499,
        1501,
    }


@pytest.mark.parametrize("side", ["zh", "en"])
def test_the_government_work_report(shared: Path, side: str) -> None:
    folder = shared / "data/gwr-2024"
    full = read(folder / f"full.{side}.txt")
    assert set(headings(full)) == set(
        lines(folder / "full.gold-sections.tsv", f"{side}_line").values()
    )
    assert [*headings(full).values()][3] == "3.1"
    hard = read(folder / f"hard.{side}.txt")
    lost = "heading-elost" if side == "zh" else "heading-zlost"
    wanted = lines(
        folder / "hard.gold.tsv", f"{side}_lines", op=("heading", lost)
    )
    assert set(headings(hard)) == set(wanted.values())
    assert hard.contents


def test_articles(shared: Path) -> None:
    assert not headings(read(shared / "report/english-002-oped.txt"))
    assert [*headings(read(shared / "report/english-004-explainer.txt"))][
        :4
    ] == [16, 34, 58, 68]


# -- the rows ----------------------------------------------------------------------------------


def formats_row(reader: Reader) -> str:
    """What the docs' table of formats says of a kind of document."""
    suffixes = ", ".join(
        f"`{suffix.removeprefix('.')}`" for suffix in reader.suffixes
    )
    extra = f" (`nqpterms[{reader.extra}]`)" if reader.extra else ""
    cells = [reader.title, suffixes + extra, reader.reads, reader.leaves_out]
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def test_the_table_of_texts_is_printed_from_the_rows() -> None:
    page = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert "\n".join(map(formats_row, READERS)) in page, [
        *map(formats_row, READERS)
    ]


def test_readme_names_every_kind_of_text() -> None:
    page = (PROJECT / "README.md").read_text(encoding="utf-8")
    row = next(
        line for line in page.splitlines() if line.startswith("| texts |")
    )
    for reader in READERS:
        assert reader.title.split(" with ")[0] in row


def test_help_offers_suffixes_of_the_rows_first() -> None:
    page = " ".join(
        (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8").split()
    )
    offered = (
        page.partition("What the input is (")[2].partition(" …)")[0].split(", ")
    )
    known = [
        suffix.removeprefix(".")
        for reader in READERS
        for suffix in reader.suffixes
    ]
    assert len(offered) > 1 and set(offered[:-1]) <= set(known), (
        "the last one is a bitext's"
    )


def test_a_row_has_one_reader_and_suffixes_of_its_own() -> None:
    suffixes = [
        s for reader in READERS for s in (*reader.suffixes, *reader.refused)
    ]
    assert len(suffixes) == len(set(suffixes))
    for reader in READERS:
        assert (reader.text_blocks is None) != (reader.file_blocks is None), (
            reader.name
        )
        assert reader.suffixes and all(
            suffix.startswith(".") for suffix in reader.suffixes
        )


def test_one_row_is_enough_for_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shouting = Reader(
        "shouting", "shouting", (".loud",), text_blocks=_shouting_blocks
    )
    monkeypatch.setattr(reading, "READERS", (*READERS, shouting))
    monkeypatch.setitem(reading._BY_NAME, "shouting", shouting)
    monkeypatch.setitem(reading._BY_SUFFIX, ".loud", shouting)
    path = tmp_path / "a.loud"
    path.write_text("good schools\n", encoding="utf-8")
    assert [passage.text for passage in read(path).passages()] == [
        "GOOD SCHOOLS"
    ]
    assert reading.is_document(path)
    assert [
        p.text for p in read_text("roads", name="-", type="shouting").passages()
    ] == ["ROADS"]


def _shouting_blocks(source: TextSource) -> list[Block]:
    return [
        Block(source.whole(TextPiece(p.offset, p.text.upper())))
        for p in source.lines()
        if p.text
    ]


def test_lines_are_read_without_an_outline(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "一、目标\n\n好。\r\nEnd", encoding="utf-8", newline=""
    )
    document = reading.read_lines(tmp_path / "a.txt")
    lines = [
        (passage.text, passage.line) for passage in document.body.paragraphs
    ]
    assert lines == [("一、目标", 1), ("", 2), ("好。", 3), ("End", 4)]
    assert document.lang == "zh-Hans" and not document.body.children
