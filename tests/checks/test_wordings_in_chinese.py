"""English as the source: what a Chinese text may have for a term of the bundled glossaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.checks.registry import check_segments
from nqpterms.checks.wordings_in_chinese import explained_share, has_words_of
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.terms.bundled import BUNDLED

GLOSSARY = {
    "试航": "trials",
    "渡口养护制度": "ferry maintenance system",
    "医疗服务": "medical services",
    "渡口管理委员会": "Ferry Management Committee",
    "港务委员会": "HQZ",
}
CONCEPTS = tuple(
    Concept(f"c{n}", (Term(zh, "zh-Hans"), Term(en, "en")))
    for n, (zh, en) in enumerate(GLOSSARY.items())
)


def severity(en: str, zh: str, name: str = BUNDLED) -> str:
    """How grave it is that an English term of a base of some name is missing in the Chinese."""
    terms = Matcher(TermBase(CONCEPTS, name))
    pair = Segment(zh, en, row=1)
    [finding] = check_segments([pair], terms, target="zh", codes={"T201"})
    return finding.severity


WORDINGS = [
    ("The trials went well.", "试验很顺利。"),
    ("Medical services are near.", "卫生和医疗等服务就在附近。"),
    ("Ask the HQZ.", "去问HQZ。"),
]
"""What the dictionary has, the words of the term apart, and an acronym that is kept."""

SLIPS = [
    ("A ferry maintenance system is new.", "一切都好。"),
    ("A ferry maintenance system is new.", "渡口的颜色很新。"),
    ("A ferry maintenance system is new.", "ferry maintenance system是新的。"),
    (
        "Medical services are near.",
        "医疗就在附近。那里的服务员很好，住得也近。",
    ),
    ("The Ferry Management Committee met.", "渡口的朋友开了会。"),
]
"""Nothing stands there, or half of it, English is left, half is in another sentence, a name."""


@pytest.mark.parametrize(("en", "zh"), WORDINGS)
def test_what_the_dictionary_has_is_a_wording(en: str, zh: str) -> None:
    assert severity(en, zh) == "info"


@pytest.mark.parametrize(("en", "zh"), WORDINGS)
def test_a_glossary_that_is_named_asks_for_its_forms(en: str, zh: str) -> None:
    assert severity(en, zh, name="house") == "warning"


@pytest.mark.parametrize(("en", "zh"), SLIPS)
def test_slips_are_decisions(en: str, zh: str) -> None:
    assert severity(en, zh) == "warning"


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("完善渡口安全和养护制度", "养护制度", True),
        ("完善渡口的养护。制度很好", "养护制度", False),
        ("制度要养护", "养护制度", False),
        ("养护" + "很" * 20 + "制度", "养护制度", False),
        ("", "养护制度", False),
        ("养护制度", "", False),
    ],
)
def test_the_words_of_a_form_stand_near_in_their_order(
    text: str, form: str, *, expected: bool
) -> None:
    assert has_words_of(text, form) is expected


@given(
    st.text(max_size=30),
    st.frozensets(st.text(min_size=1, max_size=8), max_size=3),
)
def test_a_share_is_a_share(text: str, stems: frozenset[str]) -> None:
    assert 0 <= explained_share(text, stems) <= 1
