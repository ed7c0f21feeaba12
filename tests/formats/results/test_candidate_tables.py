"""The table of candidates: written, edited, read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.results.candidate_tables import (
    dump_candidates,
    dump_jsonl,
    is_candidates,
    load_candidates,
)
from nqpterms.formats.term_bases import load_terms
from nqpterms.model.candidates import Candidate, Decision, Example, Rival

HEADER = "decision\tzh\ten\tstatus\n"
TEXTS = st.text("新质 aB|\\=+-'(1)\t，", max_size=12).map(str.strip)


def test_an_edited_table_becomes_a_term_base(tmp_path: Path) -> None:
    path = tmp_path / "candidates.tsv"
    dump_candidates(
        [Candidate("农业", "farming"), Candidate("去年", "last year")], path
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(
        "\t农业\tfarming\t", "accept\t农业\tagriculture\tpreferred", 1
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    assert is_candidates(path)
    (concept,) = load_terms(path).concepts
    assert [(t.text, t.status) for t in concept.terms] == [
        ("农业", ""),
        ("agriculture", "preferred"),
    ]


@given(
    zh=TEXTS, en=TEXTS, note=TEXTS, decision=st.sampled_from(get_args(Decision))
)
def test_round_trip(
    zh: str,
    en: str,
    note: str,
    decision: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("round") / "c.tsv"
    candidate = Candidate(
        zh,
        en,
        3,
        2,
        4,
        0.25,
        0.5,
        rivals=(Rival("a|b", 2, 0.125), Rival("c (d)", 1, 0.5)),
        variants=(Rival("NQPF", 2, type="acronym", change="mistyped"),),
        examples=(Example("甲", "a", "doc:row 3"),),
        decision=decision,  # type: ignore[arg-type]
        note=note,
    )
    dump_candidates([candidate], path)
    (read,) = load_candidates(path)
    assert (read.zh, read.en, read.note, read.decision) == (
        zh,
        en,
        note,
        decision,
    )
    assert (read.count, read.documents, read.sections) == (3, 2, 4)
    assert (read.p_term, read.p_pair) == (0.25, 0.5)
    assert [r.text for r in read.rivals] == ["a|b", "c (d)"]
    assert read.variants == candidate.variants
    assert (read.examples[0].zh, read.examples[0].en) == ("甲", "a")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("zh\ten\n", 1, "decision"),
        (HEADER + "maybe\t农业\tfarming\t\n", 2, "accept"),
        (HEADER + "a\t农业\tfarming\tgood\n", 2, "preferred"),
        (HEADER + "a\t农业\tfarming\t\t\n", 2, "cells"),
        (HEADER + "a\t农业\t\\farming\t\n", 2, "escape"),
    ],
)
def test_broken_rows_are_told(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / "c.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=said) as error:
        load_candidates(path)
    assert error.value.line == line


def test_json_lines() -> None:
    (line,) = dump_jsonl([Candidate("农业", "farming", p_pair=0.75)])
    record = json.loads(line)
    assert (record["zh"], record["proposed"]) == ("农业", True)
