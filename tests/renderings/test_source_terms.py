"""The terms of a source with what may render them: which are named, and in what order."""

from __future__ import annotations

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.renderings.source_terms import (
    SourceTerm,
    annotated,
    source_terms,
    terms_of_text,
)

BASE = TermBase(
    (
        Concept(
            "mill",
            (
                Term("水磨坊", "zh", notes=("Driven by a river.",)),
                Term(
                    "WM",
                    "en",
                    "admitted",
                    notes=("Not said of the form that is used.",),
                ),
                Term("water mill", "en", "preferred", notes=("Two words.",)),
                Term("water grinder", "en", "deprecated"),
                Term("wheel house", "en", "superseded"),
            ),
            definitions=(
                Definition("河边的磨坊", "zh"),
                Definition("A mill at a river.", "en"),
            ),
        ),
        Concept("grind", (Term("磨坊", "zh"), Term("mill", "en"))),
        Concept("levy", (Term("税", "zh", scope="word"), Term("toll", "en"))),
        Concept("board", (Term("岸", "zh"), Term("bank", "en"))),
        Concept(
            "house",
            (
                Term("岸", "zh"),
                Term("bank", "en", "deprecated"),
                Term("lender", "en"),
            ),
        ),
        Concept("mute", (Term("闸", "zh"),)),
        Concept("wrong", (Term("坝", "zh"), Term("bar", "en", "deprecated"))),
    )
)
MATCHER = Matcher(BASE)


def terms_of(text: str) -> dict[str, SourceTerm]:
    return source_terms(Segment(text, ""), MATCHER)


def test_the_longest_terms_are_named_with_everything_that_the_base_says() -> (
    None
):
    assert terms_of("水磨坊和磨坊、水磨坊") == {
        "水磨坊": SourceTerm(
            "水磨坊",
            "water mill",
            ("WM",),
            ("water grinder", "wheel house"),
            "Driven by a river. Two words.",
            "A mill at a river.",
            places=2,
        ),
        "磨坊": SourceTerm("磨坊", "mill"),
    }


def test_a_term_that_nothing_renders_is_not_named_and_one_that_is_only_wrong_has_no_forms() -> (
    None
):
    assert "闸" not in terms_of("闸和坝")
    dam = terms_of("闸和坝")["坝"]
    assert (dam.preferred, dam.forms, dam.avoid) == ("", (), ("bar",))


def test_what_one_concept_allows_is_not_to_be_avoided_for_another() -> None:
    assert terms_of("岸")["岸"].forms == ("bank", "lender")
    assert terms_of("岸")["岸"].avoid == ()


def test_an_everyday_word_is_marked() -> None:
    assert terms_of("税")["税"].is_everyday
    assert not terms_of("磨坊")["磨坊"].is_everyday


def test_an_english_source_is_annotated_in_its_own_words() -> None:
    segment = Segment("", "Water mills and WM.", target="zh")
    terms = source_terms(segment, MATCHER)
    assert {text: term.preferred for text, term in terms.items()} == {
        "Water mills": "水磨坊",
        "WM": "水磨坊",
    }


def test_the_terms_of_a_text_are_counted_over_its_segments() -> None:
    rows = annotated([Segment("磨坊", ""), Segment("税和磨坊", "")], MATCHER)
    assert [(term.text, term.places) for term in terms_of_text(rows)] == [
        ("磨坊", 2),
        ("税", 1),
    ]
