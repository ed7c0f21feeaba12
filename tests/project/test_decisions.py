"""A baseline remembers findings by what they say; comments in a text silence what they name."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.results.decision_tables import dump_xlsx, dumps_csv
from nqpterms.formats.results.finding_formats import dumps_jsonl
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place
from nqpterms.project.decisions import dump_baseline, load_baseline
from nqpterms.project.project import Project
from nqpterms.project.suppression import unsuppressed

ONE = Finding(
    "T101",
    "warning",
    "said",
    "a.txt",
    Place(3, 1),
    matched="x",
    context="an x here",
)
OTHER = replace(ONE, matched="y")


def unknown(findings: list[Finding], known: frozenset[str]) -> list[Finding]:
    """The findings that are not in a baseline."""
    return list(Project(known=known).sieve(findings))


def test_what_was_written_down_is_known_on_another_line(tmp_path) -> None:
    dump_baseline([ONE], tmp_path / "known.jsonl")
    known = load_baseline(tmp_path / "known.jsonl")
    assert unknown([replace(ONE, place=Place(9, 9)), OTHER], known) == [OTHER]


def test_the_findings_themselves_are_a_baseline(tmp_path) -> None:
    path = tmp_path / "findings.jsonl"
    path.write_text(dumps_jsonl([ONE]), encoding="utf-8")
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


def test_a_mark_in_the_column_ignore_comes_back(tmp_path) -> None:
    path = tmp_path / "findings.csv"
    text = dumps_csv([ONE, OTHER]).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["ignore"] = "x" if row["matched"] == "x" else ""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


def test_a_workbook_comes_back_too(tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "findings.xlsx"
    dump_xlsx([ONE, replace(OTHER, context="a\x0bb")], path)
    assert load_baseline(path) == frozenset()
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        row[1].value = "Ignore" if row[5].value == "x" else None
    book.save(path)
    assert unknown([ONE, OTHER], load_baseline(path)) == [OTHER]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", "no json"),
        ("a.jsonl", "{}"),
        ("a.jsonl", "[1]"),
        ("a.csv", "code,line\n1,2\n"),
    ],
)
def test_another_file_is_refused_with_its_line(
    tmp_path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"1.*expected"):
        load_baseline(path)


def lines(text: str, code: str = "T101") -> list[int | None]:
    """The lines on which a finding of a code is still heard."""
    count = text.count("\n") + 1
    found = [
        Finding(code, "warning", "m", place=Place(line))
        for line in range(1, count + 1)
    ]
    return [finding.place.line for finding in unsuppressed(found, text)]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("a\nb", [1, 2]),
        ("a\n<!-- nqpterms-disable T101 -->\nb", [1]),
        (
            "a\n<!-- nqpterms-disable T1, T2 -->\nb\n<!-- nqpterms-enable -->\nc",
            [1, 4, 5],
        ),
        (
            "<!--nqpterms-disable-->\nb\n<!-- nqpterms-enable T101 -->\nc",
            [3, 4],
        ),
        ("<!-- nqpterms-disable T2 -->\nb", [1, 2]),
        ("<!-- nqpterms-disable-next-line T101 -->\nb\nc", [1, 3]),
        ("<!-- nqpterms-disable-next-line T204 -->\nb", [1, 2]),
    ],
)
def test_what_is_heard(text: str, heard: list[int]) -> None:
    assert lines(text) == heard


def test_a_finding_without_a_line_is_heard() -> None:
    finding = Finding("T301", "info", "m")
    assert unsuppressed([finding], "<!-- nqpterms-disable -->") == [finding]


SENTENCE = "The boom is long."


@pytest.mark.parametrize(
    ("context", "is_same"),
    [
        (SENTENCE, True),
        (f"Before it all was well. {SENTENCE}", True),
        (f"Was it? “No.” {SENTENCE} And so on it", True),
        ("The boom is over.", False),
        ("No boom is long.", False),
    ],
)
def test_a_fingerprint_holds_its_own_sentence(
    context: str, is_same: bool
) -> None:
    first = replace(ONE, matched="boom", context=SENTENCE)
    other = replace(first, context=context)
    assert (first.fingerprint == other.fingerprint) == is_same


def test_a_chinese_fingerprint_holds_its_own_sentence() -> None:
    first = replace(
        ONE, matched="", source_term="增长", context="经济增长很快。"
    )
    other = replace(first, context="大家都说好。经济增长很快！以后再说")
    assert first.fingerprint == other.fingerprint


def test_a_baseline_of_the_first_version_is_known(tmp_path) -> None:
    path = tmp_path / "known.jsonl"
    finding = replace(ONE, context="So it is. An x here. Then")
    path.write_text(
        f'{{"fingerprint": "{finding.fingerprints[1]}"}}\n', encoding="utf-8"
    )
    assert unknown([finding, OTHER], load_baseline(path)) == [OTHER]
