"""Under which forms a term is found, and what it must not be found in."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqpterms.matching.forms import (
    may_begin_otherwise,
    searched_forms,
    variants,
)
from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept, Term, TermBase

# term, part of speech, what it is found as, its neighbours that are other words
CASES = [
    # verbs: every form, wherever the verb stands
    (
        "strengthen",
        "verb",
        "strengthens strengthened strengthening Strengthening",
        "strength strong",
    ),
    ("invest", "verb", "invested investing", "investor investment investors"),
    ("uphold", "verb", "upheld upholding", "holding held"),
    ("refer", "verb", "referred referring", "reference referee"),
    ("deny", "verb", "denied denies", "denial"),
    ("cut", "verb", "cutting cuts", "cutter"),
    ("strengthen", "", "strengthened", "strength"),
    (
        "carry forward",
        "verb",
        "carried forward|carrying forward",
        "carrier forward|carry outward",
    ),
    ("fully release", "verb", "fully released|fully releasing", "full release"),
    (
        "be taken up",
        "verb",
        "was taken up|are taken up|being taken up",
        "taken off",
    ),
    ("fine-tune", "verb", "fine-tuned|fine tuning", "fined tune"),
    (
        "test and refine",
        "verb",
        "tested and refined|testing and refining",
        "tester and refiner",
    ),
    ("widening access", "verb", "widen access|widened access", "wide access"),
    (
        "to widen access",
        "",
        "widening access|widens access|to widen access",
        "a wide access",
    ),
    ("ease the load", "", "eased the load|easing the load", "easy load"),
    ("scale up", "", "scaled up|scaling up", "scale down"),
    # a word that may be a noun is none where nothing says so
    ("market rules", "", "market rule", "marketing rules|marketed rules"),
    ("bank", "noun", "banks", "banking banked"),
    ("bank", "", "banks", "banking"),
    ("training fund", "", "training funds", "train fund|trained fund"),
    (
        "developing regions",
        "",
        "developing region",
        "developed regions|develop regions",
    ),
    ("open waters", "", "open water", "opened waters"),
    ("new", "adjective", "new New", "news"),
    # nouns: irregular ones, and the head inside a longer form
    ("appendix", "noun", "appendices", "append appended"),
    ("synthesis", "noun", "syntheses", "synthetic"),
    ("quota for imports", "noun", "quotas for imports", "quoted for imports"),
    ("hanger-on", "noun", "hangers-on", "hanging on"),
    ("surgeon general", "noun", "surgeons general", "surgeons generally"),
    (
        "input and output",
        "noun",
        "inputs and outputs|input and outputs",
        "inputs or output",
    ),
    # spelling
    ("plough back", "verb", "plowed back|ploughing back", "play back"),
    ("two-storey house", "noun", "two-story houses", "two stores house"),
    ("people-centred", "adjective", "people-centered", "people-centre"),
    ("grey zone", "noun", "gray zones", "great zone"),
    ("tyre", "noun", "tires", "tired"),
    # figures and signs
    ("Twelfth Plan", "noun", "12th Plan", "11th Plan|Twelve Plan"),
    (
        "the 21st century",
        "noun",
        "the twenty-first century",
        "the twentieth century",
    ),
    (
        "soil, water and air",
        "",
        "soil, water, and air|soil, water & air",
        "soil, water, air",
    ),
    (
        "soil, water, and air",
        "",
        "soil, water and air",
        "soil and water and air",
    ),
    ("SOE", "noun", "S.O.E.|SOEs|S.O.E.s|SOE's", "soe S.E.O."),
    ("S.O.E.", "noun", "SOE|SOEs", "soe"),
    ("M&A", "noun", "M & A|M&As", "M A"),
    ("MSc", "noun", "M.Sc.", "M.S.C."),
    ("M.Sc.", "noun", "MSc MScs", "Msce"),
    ("UNEP", "noun", "UNEP3|UNEP", "UNEP3a xUNEP UNEPX"),
    ("EUR", "noun", "EUR75 million|EUR75.5", "EURO75"),
    ("PM", "noun", "PM", "PM2.5"),
]


def found(term: str, pos: str, text: str, *, match: str = "") -> bool:
    entry = Term(term, "en", pos=pos, match=match)  # type: ignore[arg-type]
    return bool(Matcher(TermBase((Concept("c", (entry,)),))).find(text))


def _cases(column: int) -> list[tuple[str, str, str]]:
    cases = []
    for row in CASES:
        is_phrase = "|" in row[column] or " " in row[0]
        texts = row[column].split("|" if is_phrase else None)
        cases += [(row[0], row[1], text) for text in texts]
    return cases


@pytest.mark.parametrize(("term", "pos", "text"), _cases(2))
def test_found(term: str, pos: str, text: str) -> None:
    assert found(term, pos, f"Here {text} stands.")


@pytest.mark.parametrize(("term", "pos", "text"), _cases(3))
def test_no_form_of_it(term: str, pos: str, text: str) -> None:
    assert not found(term, pos, f"Here {text} stands.")


@pytest.mark.parametrize(
    ("term", "pos", "text", "change"),
    [
        ("promote", "verb", "promote", ""),
        ("promote", "verb", "promoting", "verb"),
        ("appendix", "noun", "appendices", "number"),
        ("SOE", "noun", "S.O.E.", "signs"),
        ("labor", "noun", "labour", "spelling"),
    ],
)
def test_a_match_says_what_was_changed(
    term: str, pos: str, text: str, change: str
) -> None:
    base = TermBase((Concept("c", (Term(term, "en", pos=pos),)),))
    (match,) = Matcher(base).find(text)
    assert [reading.change for reading in match.candidates] == [change]


def test_an_exact_term_has_no_other_form() -> None:
    assert not found("promote", "verb", "promoted", match="exact")


def test_a_form_as_listed_counts_before_an_inflected_one() -> None:
    terms = (
        Term("expand", "en", pos="verb"),
        Term("expanded", "en", "deprecated"),
    )
    (match,) = Matcher(TermBase((Concept("c", terms),))).find("expanded")
    assert [reading.term.text for reading in match.candidates] == [
        "expanded",
        "expand",
    ]


@cache
def _verbs() -> tuple[str, ...]:
    return (
        "promote",
        "carry",
        "set",
        "go",
        "plan",
        "ensure",
        "be",
        "vlog",
        "to build",
        "Jointly fund",
    )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(_verbs()),
    st.sampled_from(
        ["", " out", " the AI plan", ", test and use 5th tools", " R&D"]
    ),
    st.sampled_from(["", "verb", "noun"]),
)
def test_every_form_is_found_and_may_begin_as_is_said(
    verb: str, rest: str, pos: str
) -> None:
    term = Term(verb + rest, "en", pos=pos)
    matcher = Matcher(TermBase((Concept("c", (term,)),)))
    for form, _, _ in searched_forms(term):
        assert matcher.find(form), form
        begins_alike = form[0].lower() == term.text[0].lower()
        assert (
            begins_alike
            or may_begin_otherwise(term.text)
            or term.text[0].lower() in "aeiou"
        )


@given(
    st.text(max_size=20),
    st.sampled_from(["", "verb", "noun", "adjective", "other"]),
)
def test_any_text_has_itself_as_its_first_form(text: str, pos: str) -> None:
    assert next(iter(variants(text, pos))) == text
