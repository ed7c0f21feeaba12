"""Findings become text, records and commands without loss and without tricks."""

from __future__ import annotations

import csv
import io
import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.formats.results.decision_tables import dumps_csv
from nqpterms.formats.results.finding_formats import (
    dumps_github,
    dumps_jsonl,
    dumps_sarif,
    dumps_text,
    grouped,
    summary,
)
from nqpterms.model.findings import Finding, Standing
from nqpterms.model.places import Place, Span

FINDING = Finding(
    "T101",
    "warning",
    "“old form” is deprecated: use “new form”",
    file="docs/a b.md",
    place=Place(3, 5),
    segment=2,
    concept="c1",
    source_term="新词",
    source_span=Span(0, 2),
    matched="old form",
    span=Span(10, 18),
    expected=("new form", "form"),
    fix="new form",
    group="T101:c1:old form",
    context="the old form of it",
)
BARE = Finding("T301", "info", "said")
KEYS = [
    "code", "severity", "message", "file", "line", "column", "segment", "unit", "concept",
    "source_term", "source_span", "matched", "span", "expected", "fix", "further_edits",
    "group", "consistency", "stands", "confidence", "source_quote", "target_quote",
    "fixed", "fingerprint",
]  # fmt: skip


def test_jsonl_has_every_key_and_null_where_there_is_nothing() -> None:
    full, bare = (
        json.loads(line) for line in dumps_jsonl([FINDING, BARE]).splitlines()
    )
    assert list(full) == list(bare) == KEYS
    assert (full["line"], full["column"], full["span"]) == (3, 5, [10, 18])
    assert full["source_term"] == "新词"
    assert [key for key in KEYS if bare[key] is None] == [
        "file", "line", "column", "segment", "unit", "concept", "source_term", "source_span",
        "matched", "span", "fix", "group", "consistency", "stands", "confidence",
        "source_quote", "target_quote", "fixed",
    ]  # fmt: skip


MISSING = Finding(
    "T201",
    "warning",
    "新词 is not rendered by its term",
    file="a.tsv",
    segment=2,
    context="这是新词。",
    stands=Standing("another word", Span(4, 16), 0.75),
)


def test_every_format_names_what_stands_there() -> None:
    record = json.loads(dumps_jsonl([MISSING]))
    words = {"text": "another word", "start": 4, "end": 16, "score": 0.75}
    assert record["stands"] == words
    (result,) = json.loads(dumps_sarif([MISSING]))["runs"][0]["results"]
    assert result["properties"]["stands"] == words
    (row,) = csv.DictReader(io.StringIO(dumps_csv([MISSING]).lstrip("\ufeff")))
    assert row["stands"] == "another word"
    assert "这是新词。 → “another word”" in dumps_text([MISSING])


def test_formats_for_machines_say_how_sure_a_finding_is() -> None:
    unsure = msgspec.structs.replace(MISSING, confidence=0.25)
    assert json.loads(dumps_jsonl([unsure]))["confidence"] == 0.25
    (result,) = json.loads(dumps_sarif([unsure]))["runs"][0]["results"]
    assert result["rank"] == 25.0
    (row,) = csv.DictReader(io.StringIO(dumps_csv([unsure]).lstrip("\ufeff")))
    assert row["sure"] == "0.25"


def test_the_surest_stand_first_in_a_group_behind_what_is_about_the_whole() -> (
    None
):
    group = [
        msgspec.structs.replace(FINDING, matched=str(sure), confidence=sure)
        for sure in (0.2, 0.7)
    ]
    about_all = msgspec.structs.replace(
        FINDING, context="", matched="all", confidence=0.4
    )
    graver = msgspec.structs.replace(
        FINDING, severity="error", matched="graver", confidence=0.1
    )
    (ranked,) = grouped([*group, graver, about_all])
    assert [finding.matched for finding in ranked] == [
        "graver",
        "all",
        "0.7",
        "0.2",
    ]


def test_text_groups_and_cuts_long_lists() -> None:
    text = dumps_text([FINDING] * 7 + [BARE], most=2)
    assert text.splitlines() == [
        " 1  T101 warning: “old form” is deprecated: use “new form”  (7 places)",
        "      docs/a b.md:3:5 segment 2  the old form of it",
        "      docs/a b.md:3:5 segment 2  the old form of it",
        "      … and 5 more",
        "",
        " 2  T301 info: said",
        "",
        "8 findings: 7 warning, 1 info",
    ]
    assert dumps_text([]) == ""
    assert summary([]) == "no findings"


def test_sarif_names_rules_places_and_fixes() -> None:
    log = json.loads(
        dumps_sarif([FINDING, BARE], rules={"T101": "A rule."}, version="1.0")
    )
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "T101",
        "T301",
    ]
    first, bare = run["results"]
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/a%20b.md"},
        "region": {"startLine": 3, "startColumn": 5, "endColumn": 13},
    }
    change = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "new form"}
    assert first["partialFingerprints"] == {
        "nqpterms/v1": FINDING.fingerprints[1],
        "nqpterms/v2": FINDING.fingerprint,
    }
    assert "locations" not in bare
    assert bare["level"] == "note"


def test_github_commands_are_escaped_and_the_worst_come_first() -> None:
    worst = Finding("G503", "error", "a\nb", "a,b:c.tsv")
    lines = dumps_github([BARE, FINDING, worst]).splitlines()
    assert lines[0] == "::error file=a%2Cb%3Ac.tsv,title=G503::a%0Ab"
    assert lines[1].startswith(
        "::warning file=docs/a b.md,line=3,col=5,title=T101::"
    )
    assert lines[2] == "::notice title=T301::said"


def test_csv_has_a_column_to_ignore_and_no_formula() -> None:
    tricky = Finding("T101", "warning", "=1+1", matched="@x")
    text = dumps_csv([FINDING, tricky])
    assert text.startswith("\ufeff")  # or Excel garbles it
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert (
        {row["ignore"] for row in rows}
        == {row["decision"] for row in rows}
        == {""}
    )
    assert {row["message"] for row in rows} == {"'=1+1", FINDING.message}
    assert {row["expected"] for row in rows} == {"", "new form"}
    assert {row["others"] for row in rows} == {"", "form"}


@given(st.text(), st.text())
def test_no_text_breaks_a_writer(message: str, matched: str) -> None:
    finding = Finding(
        "T101", "error", message, "f", Place(1, 1), matched=matched, fix=message
    )
    assert json.loads(dumps_jsonl([finding]))["message"] == message
    assert len(dumps_jsonl([finding]).split("\n")) == 2
    assert (
        json.loads(dumps_sarif([finding]))["runs"][0]["results"][0]["message"][
            "text"
        ]
        == message
    )
    assert dumps_github([finding]).count("\n") == 1
    assert dumps_text([finding])
    assert dumps_csv([finding])
