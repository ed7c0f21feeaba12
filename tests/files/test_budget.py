"""What a small file may cost: little memory and time, in a process with limits; one line then."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from worked_items import cells_allowed

from nqpterms.errors import FormatError
from nqpterms.files.budget import (
    Budget,
    allowing,
    budget,
    look_at_clock,
    parse_allowance,
    timed,
)
from nqpterms.files.office.spreadsheet import read_sheets
from nqpterms.files.office.word_styles import WordStyles
from nqpterms.files.opening import opened
from nqpterms.files.xml.xml_parsing import parse_bytes
from nqpterms.run.engines import Job, map_items

resource = pytest.importorskip("resource", reason="no limits on this system")

PROJECT = Path(__file__).resolve().parents[2]
# Bytes beyond what the interpreter has mapped when it begins to read.
ROOM = 200 * 2**20
SECONDS = 5

_READS = """
import resource, sys
from pathlib import Path
import openpyxl
from nqpterms.errors import FormatError
from nqpterms.files.opening import opened
from nqpterms.files.office.spreadsheet import read_sheets
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
resource.setrlimit(resource.RLIMIT_CPU, (int(used) + int(sys.argv[3]) + 1,) * 2)
try:
    sheets = read_sheets(sys.argv[1])
except FormatError as error:
    print(error)
else:
    print(sum(len(sheet.rows) for sheet in sheets), "rows")
"""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WHOLE_SHEET = '<mergeCell ref="A1:XFD1048576"/>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>zh</t></is></c></row>'


def workbook(
    path: Path, rows: str, *, strings: str = "", behind: str = ""
) -> Path:
    """A workbook of one sheet with these rows, as XML."""
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/strings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relations}<Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="sheet1.xml"/><Relationship Id="r2" '
        f'Type="{_OFFICE}/sharedStrings" Target="strings.xml"/></Relationships>',
        "xl/strings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{HEAD}{rows}</sheetData>'
        f"{behind}</worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _row(number: int, column: str = "A", text: str = "x") -> str:
    cell = f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<row r="{number}">{cell}</row>'


ATTACKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a row with a huge number": (
        lambda path: workbook(path, _row(99_999_999)),
        "1 rows",
    ),
    "a row with the last number": (
        lambda path: workbook(path, _row(2**20)),
        "2 rows",
    ),
    "rows to the last column": (
        lambda path: workbook(
            path, "".join(_row(n, "XFD") for n in range(2, 1500))
        ),
        "more than 5,000,000 cells",
    ),
    "one long text": (
        lambda path: workbook(
            path, "", strings=f"<si><t>{'a' * 40_000_000}</t></si>"
        ),
        "more than 200 times its size",
    ),
    "very many texts": (
        lambda path: workbook(
            path, "", strings="<si><t>a</t></si>" * 1_000_000
        ),
        "more than 200 times its size",
    ),
    "very many cells": (
        lambda path: workbook(path, f"<row>{'<c/>' * 3_000_000}</row>"),
        "more than 200 times its size",
    ),
    "one text in every row": (
        lambda path: workbook(
            path,
            '<row><c t="s"><v>0</v></c></row>' * 20_000,
            strings=f"<si><t>{'tax ' * 9000}</t></si>",
        ),
        "repeats its texts",
    ),
    "everything merged, over and over": (
        lambda path: workbook(
            path,
            _row(200_000),
            behind=f"<mergeCells>{WHOLE_SHEET * 2000}</mergeCells>",
        ),
        "repeats its texts",
    ),
    "letters without end": (
        lambda path: workbook(
            path,
            "",
            behind=f'<mergeCells><mergeCell ref="{"A" * 900_000}1:B2"/></mergeCells>',
        ),
        "is no XLSX workbook",
    ),
}


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="nobody says what is mapped"
)
@pytest.mark.parametrize("name", ATTACKS)
def test_a_small_workbook_costs_little(name: str, tmp_path: Path) -> None:
    make, says = ATTACKS[name]
    path = make(tmp_path / "a.xlsx")
    ran = subprocess.run(
        [sys.executable, "-c", _READS, str(path), str(ROOM), str(SECONDS)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert says in ran.stdout
    assert ran.stdout.count("\n") == 1


def test_gaps_and_texts_that_many_cells_share_are_read(tmp_path: Path) -> None:
    shared = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in (3, 900)
    )
    path = workbook(tmp_path / "a.xlsx", shared, strings="<si><t>税</t></si>")
    (sheet,) = read_sheets(path)
    assert sheet.rows == [(1, ["zh"]), (3, ["税"]), (900, ["税"])]


def test_a_merged_cell_fills_rows_that_hold_nothing_else(
    tmp_path: Path,
) -> None:
    merged = '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>'
    path = workbook(tmp_path / "a.xlsx", _row(5), behind=merged)
    (sheet,) = read_sheets(path)
    assert [number for number, _ in sheet.rows] == [1, 2, 3, 5]
    assert [cells[0] for _, cells in sheet.rows] == ["zh", "zh", "zh", "x"]


def _attributes(count: int) -> bytes:
    attributes = " ".join(f"a{n}='1'" for n in range(count))
    return f"<p {attributes}>text</p>".encode()


def test_an_element_with_more_attributes_than_words() -> None:
    with pytest.raises(
        FormatError, match="an element with more than 10,000 attributes"
    ):
        parse_bytes(_attributes(Budget().attributes + 5000), "a.xml")
    assert len(parse_bytes(_attributes(500), "a.xml").getroot().attrib) == 500


def test_a_text_full_of_what_looks_like_attributes_is_none() -> None:
    text = "<p>" + "".join(f'<b>a="{n}"</b>' for n in range(20_000)) + "</p>"
    assert len(parse_bytes(text.encode(), "a.xml").getroot()) == 20_000


def test_a_chain_of_styles_ends() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    links = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
        for n in range(5000)
    )
    root = parse_bytes(
        f'<w:styles xmlns:w="{main}">{links}</w:styles>'.encode(), "a"
    ).getroot()
    style = f'<w:pPr xmlns:w="{main}"><w:pStyle w:val="s0"/></w:pPr>'
    properties = parse_bytes(style.encode(), "a").getroot()
    assert WordStyles(root).style_ids(properties) == [
        f"s{n}" for n in range(Budget().chain)
    ]


@pytest.mark.parametrize(
    ("text", "limit", "number"),
    [
        ("ratio=1000", "ratio", 1000),
        ("size=2G", "size", 2 * 2**30),
        ("tree=64m", "tree", 64 * 2**20),
        ("cells=9000k", "cells", 9000 * 1024),
    ],
)
def test_a_limit_is_another_where_one_asks_for_it(
    text: str, limit: str, number: int
) -> None:
    allowed = parse_allowance([text])
    assert getattr(allowed, limit) == number
    assert allowed.chain == Budget().chain


@pytest.mark.parametrize(
    "text", ["ratio", "ratio=", "ratio=0", "ratio=-1", "ratio=1.5", "k=1", ""]
)
def test_what_is_no_limit_is_said_in_a_line(run, text: str) -> None:
    ran = run("glossaries", "--allow", text)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "--allow" in ran.err


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_packed_line_counts_beside_its_bytes(
    end: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(f"a\tb{end}".encode() * 40_000, mtime=0))
    with pytest.raises(FormatError, match="200 times"), opened(path) as file:
        file.read()
    rows = "".join(f"{number}\tkiln {number}{end}" for number in range(40_000))
    path.write_bytes(gzip.compress(rows.encode(), mtime=0))
    with opened(path) as file:
        assert file.read() == rows.encode()


def test_whoever_allows_more_reads_what_is_refused_otherwise(
    run, tmp_path: Path
) -> None:
    path = tmp_path / "a.en.txt.gz"
    path.write_bytes(
        gzip.compress(b"new quality productivity\n" * 200_000, mtime=0)
    )
    refused = run("check", path, "--type", "txt", "-q")
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert (
        "more than 200 times its size: split it, or allow more (--allow ratio="
        in refused.err
    )
    small = tmp_path / "b.en.txt.gz"
    small.write_bytes(
        gzip.compress(b"new quality productivity\n" * 20, mtime=0)
    )
    assert run("check", small, "--type", "txt", "-q").status == 1
    with allowing(Budget(ratio=5000)):
        assert run("validate", "nqp", "--allow", "ratio=9").status == 0
        assert run("check", small, "--type", "txt", "-q").status == 1


def test_a_reading_is_over_when_its_time_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = iter([0.0, 3.9, 7.9, 8.1])
    monkeypatch.setattr(time, "thread_time", lambda: next(now))
    with timed("a.docx", size=2**20), timed("part of it", size=0):
        look_at_clock()
        look_at_clock()
        with pytest.raises(
            FormatError, match=r"a.docx: takes too long .*--allow seconds="
        ):
            look_at_clock()
    look_at_clock()  # nobody waits here


def test_a_worker_takes_over_what_is_allowed() -> None:
    job = Job(budget, lambda allowed, _: allowed)
    with allowing(Budget(cells=7)):
        assert [one.cells for one in map_items(job, [1, 2])] == [7, 7]
        (outcome,) = map_items(
            Job(int, cells_allowed), [1], engine="processes", jobs=1
        )
    assert outcome == 7
