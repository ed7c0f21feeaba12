"""``nqpterms history`` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran

from nqpterms.formats.results.history_tables import year_strip
from nqpterms.model.histories import ConceptYears, TermYears, YearCount

Run = Callable[..., Ran]
COUNTS = (
    "concept\tlang\tform\tcounts\n"
    "\tzh\t\t1978:900 1979:800 1981:700 1982:600\n"
    "\ten\t\t1982:400\n"
    "tax\tzh\t税收\t1979:2 1981:4\n"
    "port\tzh\t港口\t1982:1\n"
    "port\ten\tport\t1982:1\n"
)
TERMS = (
    "concept\tlang\tterm\tstatus\n"
    "tax\tzh\t税收\tpreferred\ntax\ten\ttaxation\tpreferred\n"
    "port\tzh\t港口\tpreferred\nport\ten\tport\tpreferred\n"
    "rare\tzh\t稀土\tpreferred\nrare\ten\trare earths\tpreferred\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """Counts and the glossary that they belong to, as options."""
    counts, terms = tmp_path / "counts.tsv", tmp_path / "terms.tsv"
    counts.write_text(COUNTS, encoding="utf-8")
    terms.write_text(TERMS, encoding="utf-8")
    return "--counts", str(counts), "-g", str(terms)


def test_a_term_is_told_with_its_years(
    files: tuple[str, ...], run: Run
) -> None:
    lines = run("history", "taxation", *files).out.splitlines()
    assert lines[0] == "税收  taxation"
    assert lines[1].strip() == "1978 ·▄ █· 1982"
    assert (
        lines[2].strip()
        == "first 1979, last 1981; 6 times in 2 of 4 years with a text"
    )
    assert lines[3].strip() == "1979: 2, 1981: 4"


def test_edges_and_gaps_are_told(files: tuple[str, ...], run: Run) -> None:
    out = run("history", "港口", *files).out
    assert (
        "first 1982, last 1982 (the latest text); once in 1 of 4 years" in out
    )
    assert "English 1982: port 1" in out


@pytest.mark.parametrize(
    ("options", "status", "terms"),
    [
        (("--new", "1982"), 0, ["port"]),
        (("--new", "1978-1981"), 0, ["tax"]),
        (("--gone", "-1981"), 0, ["tax"]),
        (("--gone", "1982"), 1, []),
        (("--new", "1979", "--gone", "1981"), 0, ["tax"]),
    ],
)
def test_new_and_gone(
    files: tuple[str, ...],
    run: Run,
    options: tuple[str, ...],
    status: int,
    terms: list[str],
) -> None:
    ran = run("history", *options, *files, "--format", "jsonl")
    assert ran.status == status
    lines = ran.out.splitlines()
    assert [json.loads(line)["concept"] for line in lines] == terms


def test_a_table_has_the_years_in_which_nothing_stands(
    files: tuple[str, ...], run: Run
) -> None:
    ran = run("history", "税收", *files, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["year"], row["count"]) for row in rows] == [
        *(("1978", "0"), ("1979", "2"), ("1981", "4"), ("1982", "0"))
    ]


def test_a_page_shows_terms_as_text(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "1999.txt"
    text.write_text("今年有<b>港口</b>。\n", encoding="utf-8")
    page = tmp_path / "history.html"
    assert (
        run(
            "history", "<b>港口</b>", "港口", "--texts", tmp_path, "-o", page
        ).status
        == 0
    )
    written = page.read_text(encoding="utf-8")
    assert (
        "<b>" not in written and "港口" in written and "<script" not in written
    )


def test_counts_are_written_and_read_again(
    files: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    texts, counts = tmp_path / "texts", tmp_path / "own.tsv"
    texts.mkdir()
    (texts / "2001.txt").write_text("税收增加，港口扩建。\n", encoding="utf-8")
    (texts / "2002.txt").write_text("税收减少。\n", encoding="utf-8")
    assert (
        run(
            "history",
            "--texts",
            texts,
            *files[2:],
            "--format",
            "tsv",
            "-o",
            counts,
        ).status
        == 0
    )
    ran = run(
        "history",
        "--gone",
        "2001",
        "--counts",
        counts,
        *files[2:],
        "--format",
        "jsonl",
    )
    assert json.loads(ran.out)["concept"] == "port"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "expected a TERM"),
        (("税收", "--new", "soon"), "names no years"),
        (("税收", "--texts", "nowhere-at-all"), "no such file"),
        (("税收", "--counts", "nowhere.tsv"), "no such file"),
        (("--format", "tsv", "--new", "2001"), "name some"),
    ],
)
def test_bad_calls_are_one_line(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    ran = run("history", *arguments)
    assert ran.status == 2
    assert told in ran.err.strip().splitlines()[-1]


def test_a_term_of_no_glossary_is_told(
    files: tuple[str, ...], run: Run
) -> None:
    unknown = run("history", "躺平", *files)
    assert unknown.status == 1
    assert "no glossary has it; with --texts" in unknown.err
    unseen = run("history", "稀土", *files)
    assert unseen.status == 1
    assert "stands in none of 4 years" in unseen.out


def test_a_strip_has_a_sign_for_every_year() -> None:
    form = TermYears("c", "zh", "税", (YearCount(1979, 1), YearCount(1982, 16)))
    years = ConceptYears("c", (form,), (), (1978, 1979, 1981, 1982), ())
    assert year_strip(years) == "·▁ ·█"
