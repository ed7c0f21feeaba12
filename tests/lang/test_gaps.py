"""Gaps are the same whether they are looked for or what stays is looked for."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.chinese import HAN, has_han
from nqpterms.lang.gaps import rare_cjk, rare_places, without_gaps
from nqpterms.lang.normal_form import flatten

EVEN = st.text(alphabet=st.sampled_from("新质，。a b's S1-\x1e"), max_size=60)
LATIN = st.text(
    alphabet=st.sampled_from("abs' '-?"), min_size=100, max_size=120
)
_GAP = re.compile(
    r"'(?:(?<=[^\W_]')[sS](?![^\W_])|(?<=[sS]')(?= ))"  # a possessive ending
    f"| (?<!  )(?:(?<=[{HAN}] ) *| *(?=[{HAN}]))"  # a run of blanks beside Han
    "| (?<=  ) *"  # all blanks of a run but the first
)


def _one_by_one(text: str) -> tuple[str, list[int]]:
    """The slow road: what stays of a text, and where each of its characters came from."""
    places = [*range(len(text))]
    for gap in _GAP.finditer(text):
        for place in range(*gap.span()):
            places.remove(place)
    return "".join([text[place] for place in places]), places


def _origins(text: str) -> tuple[str, list[int]]:
    """What `without_gaps` makes of it."""
    flat, starts, removed = without_gaps(text, han=has_han(text))
    missing = dict(zip(starts, removed, strict=True))
    gone = 0
    origins: list[int] = []
    for place in range(len(flat)):
        gone = missing.get(place, gone)
        origins.append(place + gone)
    return flat, origins


@given(
    EVEN | st.tuples(LATIN, EVEN.map(lambda text: text[:6]), LATIN).map("".join)
)
def test_both_roads_are_the_slow_one(text: str) -> None:
    assert _origins(text) == _one_by_one(text)


def test_which_road_is_taken_does_not_matter() -> None:
    chinese = "新质 生产力  and  a force's  质"
    english = "the words of a longer text, so that Chinese is rare in it " * 4
    assert rare_cjk(chinese) is None
    assert rare_cjk(english + chinese) is not None
    assert (
        flatten(english + chinese).cased
        == english.rstrip() + flatten(chinese).cased
    )


@given(st.text(alphabet=st.sampled_from("ab ?“新é\ud800"), max_size=40))
def test_rare_places_are_all_that_is_not_ascii(text: str) -> None:
    english = "a long English sentence that has nothing else in it. " * 12
    places = rare_places(english + text)
    assert places is not None
    assert {
        at for at, sign in enumerate(english + text) if not sign.isascii()
    } <= {*places}
