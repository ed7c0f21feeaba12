"""What somebody has set right in an alignment, and gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from nqpterms.cli.app import application
from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import sheet_rows, write_sheet
from nqpterms.formats.results.alignments import TABLE_COLUMNS
from nqpterms.formats.results.corrections import (
    dump_known_beads,
    load_anchors,
    load_known_beads,
)
from nqpterms.model.alignment import KnownBead

Cells = Mapping[str, str]


def workbook(
    path: Path, rows: Sequence[Cells], header: Sequence[str] = TABLE_COLUMNS
) -> Path:
    table = [list(header)]
    for row in rows:
        table.append([row.get(name, "") for name in header])
    write_sheet(path, table)
    return path


def row(level: str, zh: str, en: str, confidence: str = "1") -> dict[str, str]:
    return {
        "level": level,
        "lines_zh": zh,
        "lines_en": en,
        "confidence": confidence,
        "zh": "好",
    }


ROWS = {
    "a sure paragraph": ([row("paragraph", "4", "6")], [(4, 6)]),
    "as a spreadsheet spells it": (
        [row("paragraph", "4", "6", "1.0000")],
        [(4, 6)],
    ),
    "one of several lines": ([row("paragraph", "4,5", "6, 7")], [(4, 6)]),
    "with the comma of a Chinese keyboard": (
        [row("paragraph", "4，5", "6")],
        [(4, 6)],
    ),
    "a heading and what stands under it": (
        [row("section", "1", "1"), row("paragraph", "2", "3")],
        [(1, 1), (2, 3)],
    ),
    "nobody is sure": ([row("paragraph", "4", "6", "0.99")], []),
    "a confidence that somebody rubbed out": (
        [row("paragraph", "4", "6", "")],
        [],
    ),
    "alone": ([row("paragraph", "4", "")], []),
    "a note is no place in the text": ([row("note", "4", "6")], []),
    "lines as sentences": (
        [row("sentence", "1", "1"), row("sentence", "2", "3")],
        [(1, 1), (2, 3)],
    ),
    "a second sentence of both lines": (
        [row("sentence", "1", "1"), row("sentence", "1", "1")],
        [(1, 1)],
    ),
    "sorted by something else": (
        [
            row("paragraph", "9", "11"),
            row("section", "1", "1"),
            row("paragraph", "4", "6"),
        ],
        [(1, 1), (4, 6), (9, 11)],
    ),
    "sentences sorted before their paragraphs": (
        [row("sentence", "4", "6"), row("paragraph", "4", "6")],
        [(4, 6)],
    ),
    "a row copied": (
        [row("paragraph", "4", "6"), row("paragraph", "4", "6")],
        [(4, 6)],
    ),
    "a confidence as a percentage": (
        [row("paragraph", "4", "6", "100%")],
        [(4, 6)],
    ),
    "less than all of a percentage": ([row("paragraph", "4", "6", "99%")], []),
    "a decimal comma": ([row("paragraph", "4", "6", "1,00")], [(4, 6)]),
    "a sentence in the middle of its line": (
        [row("sentence", "1", "1", "0.4"), row("sentence", "1", "2")],
        [],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_a_workbook_that_are_anchors(tmp_path: Path, name: str) -> None:
    rows, expected = ROWS[name]
    assert load_anchors(workbook(tmp_path / "given.xlsx", rows)) == expected


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    header = ("confidence", "lines_en", "comment", "lines_zh", "level")
    path = workbook(
        tmp_path / "given.xlsx", [row("paragraph", "4", "6")], header
    )
    assert load_anchors(path) == [(4, 6)]


WRONG: dict[str, tuple[list[dict[str, str]], Sequence[str], str, int]] = {
    "no column of lines": (
        [],
        ("zh", "en", "confidence"),
        "no column level, lines_zh",
        1,
    ),
    "words for a line": (
        [row("paragraph", "four", "6")],
        TABLE_COLUMNS,
        "found 'four'",
        2,
    ),
    "line nought": (
        [row("paragraph", "0", "6")],
        TABLE_COLUMNS,
        "expected line numbers",
        2,
    ),
    "backwards": (
        [row("paragraph", "4", "6"), row("paragraph", "5", "3")],
        TABLE_COLUMNS,
        "lines 5 and 3 behind 4 and 6",
        3,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_names_its_row(tmp_path: Path, name: str) -> None:
    rows, header, message, line = WRONG[name]
    with pytest.raises(FormatError, match=message) as error:
        load_anchors(workbook(tmp_path / "given.xlsx", rows, header))
    assert error.value.line == line


def test_sentences_of_a_json_lines_in_lines(tmp_path: Path) -> None:
    sides = [{"text": "好", "lines": [n]} for n in (1, 2, 3)]
    rows = [
        {
            "level": "sentence",
            "zh": sides[0],
            "en": sides[0],
            "confidence": 0.5,
        },
        {"level": "sentence", "zh": sides[1], "en": sides[2], "confidence": 1},
    ]
    path = tmp_path / "given.jsonl"
    path.write_text(
        "".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8"
    )
    assert load_anchors(path) == [(2, 3)]


# --- there and back ---

ZH = [
    "村里修了一座桥。",
    "他说可以。",
    "她说不行。",
    "秋天收了很多苹果。",
    "学校换了新校长。",
]
EN = [
    "The village built a bridge.",
    "Fine with him.",
    "Certainly not, was the reply.",
    "Out of the question!",
    "A great many apples were harvested in autumn.",
    "The school got a new headmaster.",
]


def align(folder: Path, *options: str) -> Path:
    out = folder / "out.xlsx"
    texts = [str(folder / "a.zh.txt"), str(folder / "a.en.txt")]
    result = CliRunner().invoke(
        application,
        ["align", *texts, "--split", "lines", *options, "-o", str(out)],
    )
    assert result.exit_code == 0, result.output
    return out


def partners(path: Path) -> dict[str, str]:
    rows = [cells for _, cells in sheet_rows(path)][1:]
    return {zh: en for _, _, _, _, zh, en, *_ in rows if zh}


@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_a_corrected_workbook_holds_and_the_rest_follows(
    tmp_path: Path, level: str
) -> None:
    (tmp_path / "a.zh.txt").write_text("\n".join(ZH) + "\n", encoding="utf-8")
    (tmp_path / "a.en.txt").write_text("\n".join(EN) + "\n", encoding="utf-8")
    first = align(tmp_path, "--level", level)
    header, *rows = [cells for _, cells in sheet_rows(first)]
    assert tuple(header) == TABLE_COLUMNS
    corrected = [cells for cells in rows if cells[4].split(",")[0] != "3"]
    corrected.append(["", "", level, "1", "3", "4", ""])
    for cells in corrected[:-1]:
        cells[3] = "0.5"  # nobody has looked at these
    given = tmp_path / "given.xlsx"
    write_sheet(given, [header, *corrected])
    found = partners(align(tmp_path, "--level", level, "--anchors", str(given)))
    assert found["3"].split(",")[0] == "4"
    assert found["1"] == "1" and found["4"] == "5" and found["5"] == "6"


def test_a_workbook_goes_to_a_file_and_holds_one_pair(tmp_path: Path) -> None:
    for name in ("a.zh.txt", "a.en.txt", "b.zh.txt", "b.en.txt"):
        (tmp_path / name).write_text(
            "好。\n" if ".zh" in name else "Good.\n", encoding="utf-8"
        )
    pair = [str(tmp_path / "a.zh.txt"), str(tmp_path / "a.en.txt")]
    no_file = CliRunner().invoke(
        application, ["align", *pair, "--format", "xlsx"]
    )
    assert no_file.exit_code == 2 and "-o FILE" in no_file.output
    many = ["--format", "xlsx", "-o", str(tmp_path / "both.xlsx")]
    two_pairs = CliRunner().invoke(application, ["align", str(tmp_path), *many])
    assert two_pairs.exit_code == 2 and "holds one pair" in two_pairs.output


def test_pairs_of_lines_and_known_beads_stand_in_one_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.anchors"
    path.write_text(
        "1 1\n# a note\n12+13 = 15  # joined\n14 = -\n- = 17\n20\t21\n",
        encoding="utf-8",
    )
    beads = [
        KnownBead((12, 13), (15,)),
        KnownBead((14,), ()),
        KnownBead((), (17,)),
    ]
    assert load_anchors(path) == [(1, 1), (20, 21)]
    assert load_known_beads(path) == beads
    path.write_text("".join(dump_known_beads(beads)), encoding="utf-8")
    assert load_known_beads(path) == beads


@pytest.mark.parametrize(
    "line",
    ["12 = 13 = 14", "a = 3", "- = -", "12+ = 3", "13+12 = 4", "0 = 1", "5 ="],
)
def test_what_is_no_bead_is_named_with_its_line(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "a.anchors"
    path.write_text(f"1 1\n{line}\n", encoding="utf-8")
    with pytest.raises(
        FormatError, match=r"a\.anchors:2: expected lines that are a bead"
    ):
        load_known_beads(path)


def test_json_lines_have_no_known_beads(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"level": "paragraph", "zh": null, "en": {"text": "a = b"}}\n',
        encoding="utf-8",
    )
    assert load_known_beads(path) == []
