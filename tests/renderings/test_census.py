"""One answer for each place of a source term: by rule, and whatever stands in a row."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.rows import glosses, matched_rows

BASE = TermBase(
    (
        Concept(
            "mill",
            (
                Term("水磨坊", "zh"),
                Term("water mill", "en", "preferred"),
                Term("WM", "en", "admitted"),
                Term("water grinder", "en", "deprecated"),
            ),
        ),
        Concept("grind", (Term("磨坊", "zh"), Term("mill", "en"))),
        Concept("toll", (Term("磨坊税", "zh"), Term("mill toll", "en"))),
        Concept(
            "levy", (Term("税", "zh"), Term("toll", "en"), Term("levy", "en"))
        ),
        Concept("bank", (Term("岸", "zh"), Term("bank", "en"))),
        Concept(
            "lender", (Term("岸", "zh"), Term("银行", "zh"), Term("bank", "en"))
        ),
        Concept(
            "board", (Term("河道局", "zh"), Term("River Upkeep Board", "en"))
        ),
        Concept("mute", (Term("闸", "zh"),)),
        Concept(
            "ditch",
            (Term("沟", "zh"), Term("drain", "en", "deprecated", scope="pair")),
        ),
    )
)
MATCHER = Matcher(BASE)


def census(
    *pairs: tuple[str, str], target: Side = "en"
) -> list[tuple[Rendering, ...]]:
    """The renderings of the rows of one document."""
    segments = [Segment(zh, en, target=target) for zh, en in pairs]
    return [
        renderings_of(row)
        for rows in matched_rows(segments, MATCHER)
        for row in rows
    ]


def answers(
    zh: str, en: str, *, target: Side = "en"
) -> list[tuple[str, str | None]]:
    """How each place of a row is answered, and by which text of the translation."""
    [row] = census((zh, en), target=target)
    text = en if target == "en" else zh
    return [(r.how, r.span.of(text) if r.span else None) for r in row]


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("水磨坊", "A water mill.", [("term", "water mill")]),
        ("水磨坊", "A water grinder.", [("discouraged", "water grinder")]),
        ("水磨坊", "A water grinder, a water mill.", [("term", "water mill")]),
        ("水磨坊", "A watermill.", [("damaged", None)]),
        ("水磨坊", "It turns.", [("nothing", None)]),
        ("水磨坊", " ", [("untranslated", None)]),
        ("水磨坊", "The mill turns.", [("parts", None)]),
        ("闸", "A gate.", [("unlisted", None)]),
        ("沟", "A drain.", [("discouraged", "drain")]),
        ("下雨了", "It rains on a water mill.", []),
    ],
)
def test_how_a_place_is_answered(
    zh: str, en: str, expected: list[tuple[str, str | None]]
) -> None:
    assert answers(zh, en) == expected


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("水磨坊和水磨坊", "A water mill.", ["term", "elsewhere"]),
        ("水磨坊和水磨坊", "Water mills and a WM.", ["term", "term"]),
        ("水磨坊和水磨坊", "It turns.", ["nothing", "repeated"]),
        ("水磨坊和水磨坊", "A water grinder.", ["discouraged", "elsewhere"]),
        ("水磨坊", "A water mill, a water mill.", ["term"]),
    ],
)
def test_a_form_answers_one_place(
    zh: str, en: str, expected: list[str]
) -> None:
    assert [how for how, _ in answers(zh, en)] == expected


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        # the longer form answers, so what stands inside it answers nothing else
        (
            "水磨坊和磨坊",
            "A water mill.",
            [("term", "water mill"), ("inside", None)],
        ),
        (
            "水磨坊和磨坊",
            "A mill and a water mill.",
            [("term", "water mill"), ("term", "mill")],
        ),
        # the longer form answers nothing: it is not asked for, or there is one too many of it
        ("磨坊", "A water mill.", [("term", "mill")]),
        (
            "水磨坊和磨坊",
            "A water mill and a water mill.",
            [("term", "water mill"), ("term", "mill")],
        ),
        # a straddling form is no form of its own
        (
            "水磨坊和磨坊税",
            "A water mill toll.",
            [("term", "water mill"), ("inside", None)],
        ),
    ],
)
def test_nested_forms(
    zh: str, en: str, expected: list[tuple[str, str | None]]
) -> None:
    assert answers(zh, en) == expected


def test_the_unit_is_the_longest_source_term() -> None:
    [row] = census(("水磨坊", "A mill."))
    assert [r.source.candidates[0].concept.id for r in row] == ["mill"]


@pytest.mark.parametrize(
    "en",
    [
        "A water mill (WM).",
        "A WM (water mill).",
        "A water mill (also called a WM) turns.",
        "The water mill’s (“WM”) wheel.",
    ],
)
def test_a_gloss_is_the_same_rendering(en: str) -> None:
    assert [how for how, _ in answers("水磨坊、水磨坊", en)] == [
        "term",
        "elsewhere",
    ]


@pytest.mark.parametrize(
    "en", ["A water mill and (WM).", "A water mill (an old one), a WM."]
)
def test_what_is_no_gloss_is_a_rendering_of_its_own(en: str) -> None:
    assert [how for how, _ in answers("水磨坊、水磨坊", en)] == ["term", "term"]


def test_a_gloss_in_the_source_is_the_same_place() -> None:
    found = answers("水磨坊。", "A water mill (WM).", target="zh")
    assert found == [("term", "水磨坊")]


def test_both_directions() -> None:
    assert answers("水磨坊", "A WM and a WM.", target="zh") == [
        ("term", "水磨坊"),
        ("elsewhere", None),
    ]


def test_a_name_that_the_document_gives_is_an_answer() -> None:
    first, second, third = census(
        ("河道局", "The River Upkeep Board (RUB)"),
        ("河道局", "The RUB"),
        ("河道局", "A (RUB)"),
    )
    assert [row[0].how for row in (first, second, third)] == [
        "term",
        "defined",
        "nothing",
    ]
    [other_document] = census(("河道局", "The RUB"))
    assert other_document[0].how == "nothing"


def test_a_place_leaves_a_form_to_who_has_no_other() -> None:
    [row] = census(("岸和银行", "A bank."))
    assert [r.how for r in row] == ["term", "inside"]
    base = TermBase(
        (
            Concept("a", (Term("甲", "zh"), Term("lake", "en", "preferred"))),
            Concept("b", (Term("甲", "zh"), Term("pond", "en"))),
            Concept("c", (Term("乙", "zh"), Term("lake", "en"))),
        )
    )
    [[pair]] = matched_rows([Segment("甲乙", "A lake, a pond.")], Matcher(base))
    assert [r.span and r.span.of(pair.text) for r in renderings_of(pair)] == [
        "pond",
        "lake",
    ]


@pytest.mark.parametrize(
    ("en", "term"), [("mill tolls", "mill toll"), ("MILL TOLL", "mill toll")]
)
def test_singular_and_plural_are_one_rendering(en: str, term: str) -> None:
    toll = Concept(
        "t",
        (Term("税", "zh"), Term("mill toll", "en"), Term("mill tolls", "en")),
    )
    [[row]] = matched_rows([Segment("税", en)], Matcher(TermBase((toll,))))
    [rendering] = renderings_of(row)
    assert rendering.term and rendering.term.text == term


def test_a_discouraged_singular_is_no_plural_that_is_preferred() -> None:
    toll = Concept(
        "t",
        (
            Term("税", "zh"),
            Term("tolls", "en", "preferred"),
            Term("toll", "en", "deprecated"),
        ),
    )
    rows = matched_rows(
        [Segment("税", "a toll"), Segment("税", "tolls")],
        Matcher(TermBase((toll,))),
    )
    assert [renderings_of(row)[0].how for row in next(rows)] == [
        "discouraged",
        "term",
    ]


def test_places_and_forms_stand_in_one_order() -> None:
    [row] = census(("水磨坊、水磨坊", "A water grinder, a water mill."))
    assert [r.how for r in row] == ["discouraged", "term"]


WORDS_ZH = st.sampled_from(
    [
        "水磨坊",
        "磨坊",
        "磨坊税",
        "税",
        "岸",
        "银行",
        "河道局",
        "闸",
        "，",
        "（",
        "）",
    ]
)
WORDS_EN = st.sampled_from(
    [
        "water mill",
        "mill toll",
        "toll",
        "WM",
        "water grinder",
        "bank",
        "levy",
        "(",
        ")",
        ",",
        "of",
    ]
)


@given(
    st.lists(WORDS_ZH, max_size=8).map("".join),
    st.lists(WORDS_EN, max_size=8).map(" ".join),
    st.sampled_from(["zh", "en"]),
)
def test_every_place_has_one_answer_and_every_form_one_place(
    zh: str, en: str, target: Side
) -> None:
    [[row]] = matched_rows([Segment(zh, en, target=target)], MATCHER)
    renderings = renderings_of(row)
    assert [r.source for r in renderings] == list(row.source_terms)
    spans = sorted(r.span for r in renderings if r.span)
    assert all(not one.overlaps(two) for one, two in pairwise(spans))
    for rendering in renderings:
        assert rendering.concept.id in rendering.source.concepts
        assert (rendering.term is not None) == (
            rendering.how in ("term", "discouraged", "defined", "damaged")
        )
        if rendering.how == "nothing":
            assert rendering.concept.id not in row.rendered


def test_ten_thousand_places_are_no_danger() -> None:
    [row] = census(("岸银行水磨坊" * 3000, "bank water mill " * 2000))
    assert sum(r.term is not None for r in row) == 4000


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("the Bank of Growth (BoG) said", [("Bank of Growth", "BOG")]),
        ("Data and Trade Office（DTO）", [("Data and Trade Office", "DTO")]),
        ("a wrong name (GGI)", []),
        ("(ABC)", []),
        ("see (Note)", []),
    ],
)
def test_glosses(text: str, gloss: list[tuple[str, str]]) -> None:
    assert list(glosses(text)) == gloss
