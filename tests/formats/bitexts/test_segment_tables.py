"""TSV, JSON Lines, XLSX and DOCX as people have them, and as our own align writes them."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.budget import Budget
from nqpterms.files.office.spreadsheet import write_sheet
from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.formats.results.alignments import dump_jsonl, dump_tsv
from nqpterms.model.alignment import Alignment, Bead, Segment
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place


@pytest.mark.parametrize(
    ("text", "zh", "target"),
    [
        ("税\ttax\n", "税", "en"),
        ("tax\t税\n", "税", "zh"),
        ("zh\ten\n税\ttax\n", "税", "en"),
        ("\ufeffEN-US\tzh_Hant\r\ntax\t稅\r\n", "稅", "zh"),
        ("中文\t英文\n税\ttax\n", "税", "en"),
        ("ID\tSource\tTarget\n1\ttax\t税\n", "税", "zh"),
        ("English (UK)\tChinese (PRC)\ntax\t税\n", "税", "zh"),
        ("中文\tChinese\n", "中文", "en"),
    ],
)
def test_the_columns_of_a_table(
    text: str, zh: str, target: str, tmp_path: Path
) -> None:
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    (segment,) = load_segments(tmp_path / "a.tsv")
    assert (segment.zh, segment.target, segment.row) == (zh, target, 1)


def test_other_columns_are_properties_and_go_back(tmp_path: Path) -> None:
    text = "zh\ten\tdoc\tid\tstatus\n税\ttax\ta\t1\tok\n岗位\tjob\tb\t2\t\n"
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    first, second = load_segments(tmp_path / "a.tsv")
    assert (first.doc, first.id, first.properties) == (
        "a",
        "1",
        (("status", "ok"),),
    )
    assert (second.row, second.properties) == (2, ())
    assert second.locate("en", 1).place == Place(3, 5)
    dump_segments([first, second], tmp_path / "b.tsv")
    assert (tmp_path / "b.tsv").read_text(encoding="utf-8") == text
    dump_segments([second, first], tmp_path / "b.tsv")
    assert [s.properties for s in load_segments(tmp_path / "b.tsv")] == [
        (),
        (("status", "ok"),),
    ]
    twice = replace(first, properties=(("note", "a"), ("note", "b")))
    with pytest.raises(
        FormatError, match="segment 2 has the property 'note' twice"
    ):
        dump_segments([second, twice], tmp_path / "b.tsv")


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("a.tsv", "zh\ten\n税\ttax\tlaw\n", 2, "expected 2 columns, found 3"),
        ("a.tsv", "税\n", 1, "expected two columns"),
        ("a.tsv", "zh\tlaws\n税\ttax\n", 1, "expected zh and en"),
        ("a.tsv", "", None, "empty"),
        (
            "a.jsonl",
            '{"zh": "税", "en": "tax"}\n{"zh": "税"}\n',
            2,
            'object with "zh" and "en"',
        ),
        ("a.jsonl", '{"zh": 1, "en": "tax"}\n', 1, "expected a text"),
        (
            "a.jsonl",
            '{"zh": "\\ud800", "en": "tax"}\n',
            1,
            r"surrogate pair \(U\+D800\)",
        ),
        (
            "a.jsonl",
            '{"zh": "税", "en": "tax", "a": "\\udfff"}\n',
            1,
            "surrogate pair",
        ),
        (
            "a.jsonl",
            '{"zh": "税", "en": "tax", "confidence": NaN}\n',
            1,
            "between 0 and 1",
        ),
        (
            "a.jsonl",
            '{"zh": "税", "en": "tax", "target": "fr"}\n',
            1,
            '"zh" or "en"',
        ),
        (
            "a.jsonl",
            '{"zh": "税", "en": "tax", "markup": [["zh"]]}\n',
            1,
            "as .markup",
        ),
        ("a.jsonl", "{", 1, "not JSON"),
        ("a.jsonl", "[" * 100_000, 1, "not JSON"),
        ("a.xlsx", "", None, "no zip archive"),
        ("a.docx", "", None, "no DOCX"),
    ],
)
def test_a_broken_row_is_told_with_its_line(
    name: str, text: str, line: int | None, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message) as caught:
        list(load_segments(tmp_path / name))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("suffix", "write"), [("jsonl", dump_jsonl), ("tsv", dump_tsv)]
)
def test_what_align_printed_is_a_bitext(
    suffix: str, write, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    whole = (Passage("税。岗位。", (Anchor(0, 0, Place(8)),)),)
    rows = (
        Bead("paragraph", whole, (Passage("Tax. Jobs."),), 0.9),
        Bead("sentence", (Passage("税。"),), (Passage("Tax."),), 0.8),
        Bead("sentence", (Passage("岗位。"),), (Passage("Jobs."),), 0.7),
        Bead("paragraph", (), (Passage("Alone."),), 0.6, "no Chinese"),
    )
    path = tmp_path / f"a.{suffix}"
    path.write_text("".join(write(_alignment(rows))), encoding="utf-8")
    found = list(load_segments(path))
    assert [(s.zh, s.en, s.confidence) for s in found] == [
        ("税。", "Tax.", 0.8),
        ("岗位。", "Jobs.", 0.7),
    ]
    dump_segments(found, tmp_path / "again.jsonl")
    assert len(list(load_segments(tmp_path / "again.jsonl"))) == 2


def _alignment(rows: tuple[Bead, ...]) -> Alignment:
    empty = Document("a", "zh", Section("", None, 0))
    return Alignment(empty, empty, rows)


def test_json_keeps_what_is_no_text(tmp_path: Path) -> None:
    item = {
        "zh": "税",
        "en": "tax",
        "id": 7,
        "tags": ["a", "b"],
        "score": 0.5,
        "level": "x",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    (segment,) = load_segments(tmp_path / "a.jsonl")
    said = (("tags", "a"), ("tags", "b"), ("score", "0.5"), ("level", "x"))
    assert (segment.id, segment.properties) == ("7", said)


def test_a_sheet_with_a_title_row_of_languages(tmp_path: Path) -> None:
    rows = [["No.", "原文", "译文"], ["1", "税", "tax"], ["", "=1+1", "sum"]]
    write_sheet(tmp_path / "a.xlsx", rows)
    first, second = load_segments(tmp_path / "a.xlsx")
    assert (first.zh, first.en, first.properties) == (
        "税",
        "tax",
        (("No.", "1"),),
    )
    assert (second.zh, second.locate("zh", 0).place.line) == ("=1+1", 3)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}">{body}</w:document>',
        )
    return path


def _table(*rows: str) -> str:
    cells = (
        "".join(f"<w:tc><w:p><w:r>{c}</w:r></w:p></w:tc>" for c in r.split("|"))
        for r in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{c}</w:tr>' for c in cells)}</w:tbl>"


def test_the_tables_of_a_document(tmp_path: Path) -> None:
    first = _table(
        "<w:t>Part one</w:t>",
        "<w:t>tax</w:t>|<w:t>税</w:t><w:br/><w:t>收</w:t>",
    )
    second = _table(
        "<w:t>中文</w:t>|<w:t>English</w:t>",
        "<w:t>岗</w:t><w:t>位</w:t>|<w:t>job</w:t>",
    )
    deleted = "<w:delText>old</w:delText>"
    path = _docx(
        tmp_path / "a.docx",
        first.replace("税", f"税{deleted}", 0) + "<w:p/>" + second,
    )
    one, two = load_segments(path)
    assert (one.zh, one.en, one.target, one.row) == ("税\n收", "tax", "zh", 1)
    assert (two.zh, two.en, two.target, two.row) == ("岗位", "job", "en", 2)


CELLS = {
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>tax</w:t></w:r></w:p>": "tax",
    '<w:p><w:r><w:t xml:space="preserve">a </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>'
    "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>": "a new",
    "<w:p><w:r><w:t>high</w:t><w:noBreakHyphen/><w:t>tech</w:t></w:r></w:p>": "high-tech",
    "<w:p><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:r><w:t>job</w:t></w:r></w:p>": "job",
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF</w:instrText>'
    '<w:fldChar w:fldCharType="separate"/><w:t>one</w:t><w:fldChar w:fldCharType="end"/>'
    "</w:r></w:p>": "one",
    "<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>": "one\ntwo",
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>on</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>going</w:t></w:r></w:p>": "ongoing",
}


@pytest.mark.parametrize(("cell", "text"), CELLS.items(), ids=CELLS.values())
def test_a_cell_is_read_as_it_is_printed(
    cell: str, text: str, tmp_path: Path
) -> None:
    chinese = "<w:tc><w:p><w:r><w:t>税</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{chinese}<w:tc>{cell}</w:tc></w:tr>"
    (segment,) = load_segments(
        _docx(tmp_path / "a.docx", f"{body}</w:tbl>"), type="docx"
    )
    assert segment.en == text


def test_a_cell_of_word_merged_down_counts_for_its_rows(tmp_path: Path) -> None:
    top = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    top += "<w:p><w:r><w:t>税</w:t></w:r></w:p></w:tc>"
    below = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    rows = ""
    for first, word in ((top, "tax"), (below, "duty")):
        rows += f"<w:tr>{first}<w:tc><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:tc></w:tr>"
    pairs = load_segments(
        _docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>"), type="docx"
    )
    assert [(segment.zh, segment.en) for segment in pairs] == [
        ("税", "tax"),
        ("税", "duty"),
    ]


def test_a_document_that_unpacks_too_large_or_has_no_table(
    tmp_path: Path,
) -> None:
    with pytest.raises(FormatError, match="unpacks to more than"):
        list(load_segments(_docx(tmp_path / "a.docx", " " * Budget().tree)))
    with pytest.raises(FormatError, match="expected a table of two columns"):
        list(load_segments(_docx(tmp_path / "b.docx", "<w:p/>")))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(text: str) -> None:
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()))
        )

    feed("税\ttax\n")
    assert [s.en for s in load_segments("-", type="tsv")] == ["tax"]
    feed("税\ttax\n岗位\n")
    with pytest.raises(FormatError, match=r"^-:2: expected 2 columns"):
        list(load_segments("-", type="tsv"))


def test_streaming_holds_no_more_than_a_stretch(tmp_path: Path) -> None:
    def many():  # type: ignore[no-untyped-def]
        for number in range(3000):
            yield Segment(f"税{number}", f"tax {number}")

    for suffix in ("tsv", "jsonl", "tmx", "xlf"):
        dump_segments(many(), tmp_path / f"a.{suffix}")
        segments = load_segments(tmp_path / f"a.{suffix}")
        assert next(segments).zh == "税0"
