"""Forms inside one another, and what a glossary and a text may ask of an automaton by them.

Every form that stands in a text is a place, also one inside another. So many places as forms can
begin at one character: as many as there are forms each of which begins with the one before (税,
税收, 税收制度). A few kilobytes can hold a hundred of those, and a text that repeats them asks for
hundreds of places a character, where texts have one in two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nqpterms.errors import NqptermsError
from nqpterms.files.budget import budget

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_FEW = 10_000  # places that any text may have
# In a text with more; a title full of names inside names has two.
_PLACES_A_CHARACTER = 4
_QUOTED = 20  # characters of a form in a message


def check_nesting(forms: Iterable[str]) -> None:
    """Raise NqptermsError for more forms each beginning with the one before than the budget allows.

    >>> check_nesting(["税", "税收", "税收制度"])
    >>> check_nesting("税" * length for length in range(1, 99))
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: more than 16 terms and forms each begin with the one before \
('税', '税税' …): leave some out, or allow more (--allow chain=…)
    """
    most = budget().chain
    chain: list[str] = []
    for form in sorted(forms):
        while chain and not form.startswith(chain[-1]):
            chain.pop()
        chain.append(form)
        if len(chain) > most:
            first, second = (repr(one[:_QUOTED]) for one in chain[:2])
            raise NqptermsError(
                f"more than {most} terms and forms each begin with the one before "
                f"({first}, {second} …): leave some out, or allow more (--allow chain=…)"
            )


def places_in(text: str, automaton: AhoCorasick) -> list[tuple[int, int, int]]:
    """(pattern, start, end) of every pattern in a text, also of one inside another.

    Raises NqptermsError for a text that is nothing but terms inside terms.
    """
    places: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(
        text, overlapping=True
    )
    if len(places) > max(_FEW, _PLACES_A_CHARACTER * len(text)):
        raise NqptermsError(
            f"a text of {len(text):,} characters has {len(places):,} terms inside one another "
            f"({text[:_QUOTED]!r} …): check it without the glossary of these"
        )
    return places
