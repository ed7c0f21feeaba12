"""The entries that wait for the glossaries: whole, in the same columns, and new."""

from __future__ import annotations

import csv
from pathlib import Path

from nqpterms.formats.registry import load_terms
from nqpterms.terms.bundled import glossary_names

FOLDER = Path(__file__).resolve().parents[2] / "glossaries"


def chinese_terms(name: str) -> set[str]:
    base = load_terms(FOLDER / name)
    return {term.text for _, term in base.terms() if term.lang.startswith("zh")}


def test_what_is_proposed_stands_in_no_glossary_yet() -> None:
    proposed = load_terms(FOLDER / "proposed" / "policy.tsv")
    shipped = load_terms()
    ids = {concept.id for concept in shipped.concepts}
    assert len(proposed) > 1000
    assert ids.isdisjoint(concept.id for concept in proposed.concepts)
    known = chinese_terms("policy.tsv") | chinese_terms("nqp.tsv")
    assert known.isdisjoint(chinese_terms("proposed/policy.tsv"))


def test_what_is_to_change_exists() -> None:
    known = chinese_terms("policy.tsv") | chinese_terms("nqp.tsv")
    known |= chinese_terms("proposed/policy.tsv")
    with (FOLDER / "proposed" / "changes.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {row["term"] for row in rows} <= known
    assert all(row["admit"] or row["definition"] or row["note"] for row in rows)


def test_no_command_takes_them_for_a_glossary() -> None:
    assert set(glossary_names()) == {"nqp", "policy"}
