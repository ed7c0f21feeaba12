"""Kinds of variants, and unknown forms found in English texts."""

from __future__ import annotations

import pytest

from nqpterms.extraction.suggesting import suggest
from nqpterms.extraction.variants import (
    EnglishText,
    _change_between,
    find_variants,
)
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase

FULL = "new quality productive forces"
TEXT = """
Everybody speaks of new quality productive forces (NQPF). A new quality production force, they
say, is rare. New high-quality production forces and new productive forces are the same, and so
are the so-called “new productivity boosters”. Some write NPQF, some write NQPFs. None of them
means new quality production materials, a new productivity theory or quality of life.
See https://example.org/nqpf/NQPF or www.example.org/new-quality-productive-forces for more.
"""


@pytest.mark.parametrize(
    ("form", "known", "change"),
    [
        ("New Quality Productive Forces", FULL, ""),
        ("new quality productive force", FULL, "number"),
        ("new-quality productive forces", FULL, "hyphen"),
        ("labour market", "labor market", "spelling"),
        ("NQPF", FULL, "acronym"),
        ("NQPFs", FULL, "acronym"),
        ("NPQF", "NQPF", "mistyped"),
        ("NPQF", FULL, "mistyped"),
        ("GNP", "GDP", None),
        ("new quality productivity", FULL, "words"),
        ("new quality production materials", FULL, None),
        ("forces of new quality", FULL, None),
    ],
)
def test_change(form: str, known: str, change: str | None) -> None:
    assert _change_between(form, known) == change


def test_unknown_forms_without_false_friends() -> None:
    found = {
        v.text: (v.type, v.change)
        for v in find_variants([FULL], [EnglishText.of(TEXT)])
    }
    assert found == {
        "new quality productive forces": ("fullForm", ""),
        "new quality production force": ("variant", "words"),
        "New high-quality production forces": ("variant", "words"),
        "new productive forces": ("variant", "words"),
        "new productivity boosters": ("variant", "words"),
        "NQPF": ("acronym", "acronym"),
        "NQPFs": ("acronym", "acronym"),
        "NPQF": ("acronym", "mistyped"),
    }


def test_places_are_spans_of_the_text() -> None:
    for variant in find_variants(
        [FULL], [EnglishText.of(""), EnglishText.of(TEXT)]
    ):
        for number, span in variant.uses:
            assert number == 1
            assert (
                " ".join(span.of(TEXT).split()).casefold()
                == variant.text.casefold()
            )


def test_suggestions_leave_out_what_the_base_has() -> None:
    terms = (Term("新质生产力", "zh"), Term(FULL, "en"), Term("NQPF", "en"))
    found = suggest(
        [Segment("", TEXT, doc="a")], TermBase((Concept("c1", terms),))
    )
    assert {c.en for c in found} == {
        "new quality production force",
        "New high-quality production forces",
        "new productive forces",
        "new productivity boosters",
        "NPQF",
    }
    assert all(
        c.concept == "c1" and c.zh == "新质生产力" and c.examples for c in found
    )


def test_one_word_has_no_variants() -> None:
    terms = TermBase(
        (Concept("c1", (Term("工厂", "zh"), Term("factory", "en"))),)
    )
    assert suggest([Segment("", "factories and a factory")], terms) == []


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("new crane safety rules", "The new crane safety rules help.", []),
        (
            "new crane safety rules",
            "Old crane safety rules help.",
            [],
        ),  # inside a near copy
        (
            "crane safety rules",
            "New crane safety rules and the crane safety rule.",
            [],
        ),
        (
            "new crane safety rules",
            "The new crane rules help.",
            ["new crane rules"],
        ),
        (
            "new crane safety rules",
            "New safety rules for all.",
            ["New safety rules"],
        ),
    ],
)
def test_words_from_inside_a_known_form_are_no_form(
    form: str, text: str, found: list[str]
) -> None:
    terms = TermBase((Concept("c1", (Term("规则", "zh"), Term(form, "en"))),))
    assert [c.en for c in suggest([Segment("", text)], terms)] == found


def test_words_inside_another_concepts_term_are_no_form() -> None:
    harbour = Concept(
        "c1", (Term("港口规则", "zh"), Term("new harbour safety rules", "en"))
    )
    text = "The new harbour rules board met. New harbour rules are short."
    assert [
        (c.en, c.count)
        for c in suggest([Segment("", text)], TermBase((harbour,)))
    ] == [("new harbour rules", 2)]
    board = Concept(
        "c2", (Term("港口规则局", "zh"), Term("new harbour rules board", "en"))
    )
    found = suggest([Segment("", text)], TermBase((harbour, board)))
    assert [(c.en, c.count) for c in found if c.concept == "c1"] == [
        ("new harbour rules", 1)
    ]
