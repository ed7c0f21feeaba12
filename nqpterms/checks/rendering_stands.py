"""Where the words of a rendering stand in a sentence in which its term seems to be missing.

    Scene, Form ──stands_of──▶ Stands

A Scene is what is known of the sentence: the place of the term in the Chinese, the English tokens,
and which of them render no other place. A Stand says which tokens the units of a form are, and what
stands between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nqpterms.checks.explained_words import is_explained
from nqpterms.checks.rendering_words import (
    COORDINATORS,
    EnglishToken,
    Form,
    Unit,
    are_alike,
    is_done,
    share_a_stem,
)
from nqpterms.checks.silent_scene import Scene

LONGEST = 10  # tokens that may stand between the words of a rendering
_WITHIN_NAMES = frozenset(["small", "number", "comma", "gloss"])

Numbers = tuple[int, ...]
"""The numbers of the tokens of a unit, in order."""


class Stand(NamedTuple):
    """Where the units of a form stand: the tokens of each, and those that stand between."""

    units: tuple[Numbers, ...]
    between: tuple[EnglishToken, ...]

    @property
    def numbers(self) -> Numbers:
        """The tokens of all units."""
        return tuple(number for unit in self.units for number in unit)

    @property
    def is_coordination(self) -> bool:
        """Whether "and" stands between them."""
        return any(token.text in COORDINATORS for token in self.between)

    @property
    def is_split_name(self) -> bool:
        """Whether it is one name with another one inside: Rivertown and Hillside Boards."""
        is_name = len(self.units) == 1 and len(self.units[0]) > 1
        return is_name and self.is_coordination

    @property
    def is_in_order(self) -> bool:
        """Whether the units stand in the order of the form."""
        return all(one < two for one, two in pairwise(self.units))


def stands_of(form: Form, scene: Scene) -> Iterator[Stand]:
    """The ways in which the units of a form stand near each other, one for each of the rarest."""
    places = [
        _places_of(number, form, scene) for number in range(len(form.units))
    ]
    if not all(places):
        return
    for anchor in min(places, key=len, default=[]):
        stand = stand_of_nearest(anchor, places, scene)
        if stand is not None and (len(stand.units) > 1 or stand.between):
            yield stand


def stand_of_nearest(
    anchor: Numbers, places: Sequence[Sequence[Numbers]], scene: Scene
) -> Stand | None:
    """The place of each unit that is nearest to one; None where two are one or one is far away."""
    units = tuple(_nearest(anchor, some) for some in places)
    return _stand(units, scene.tokens)


def _stand(
    units: tuple[Numbers, ...], tokens: Sequence[EnglishToken]
) -> Stand | None:
    """Some units with what stands between them; None where they overlap or are far apart."""
    used = {number for unit in units for number in unit}
    if len(used) < sum(map(len, units)):
        return None
    between = tuple(
        tokens[n] for n in range(min(used), max(used)) if n not in used
    )
    return Stand(units, between) if len(between) <= LONGEST else None


def _nearest(anchor: Numbers, places: Sequence[Numbers]) -> Numbers:
    """Of places in their order the one that begins nearest to another; of two the earlier."""
    at = bisect_left(places, anchor)
    neighbours = places[max(at - 1, 0) : at + 1]
    return min(neighbours, key=lambda place: abs(place[0] - anchor[0]))


def _places_of(number: int, form: Form, scene: Scene) -> list[Numbers]:
    """Where the words of a unit of a form stand in tokens that may be used for it.

    A form that is one name alone may share its last words with another name, not its first.
    """
    unit = form.units[number]
    is_alone = len(form.units) == 1
    places = []
    for start, token in enumerate(scene.tokens):
        if is_alone and start not in scene.free:
            continue
        place = _place_from(start, unit, scene)
        if place is None and _is_another_part_of_speech(token, number, form):
            place = (start,)
        if place is not None and (
            not is_alone or len(unit) > 1 or place[0] in scene.free
        ):
            places.append(place)
    return places


def _is_another_part_of_speech(
    token: EnglishToken, number: int, form: Form
) -> bool:
    """Whether a token is the first word of a form, or the action at its end, as another word."""
    unit = form.units[number]
    if len(unit) > 1 or len(form.units) == 1:
        return False
    if number == 0 and share_a_stem(token.text, unit[0]):
        return True
    is_action = number == len(form.units) - 1 and form.ends_in_action
    return is_action and is_done(token.text, unit[0])


def _place_from(start: int, unit: Unit, scene: Scene) -> Numbers | None:
    """The tokens of a unit whose first word is one of these; None where it does not stand there.

    Between the words of a name there may be small ones and numbers (notes 1 and 2 to the Accounts),
    and behind "and" another name that the Chinese beside the term has.
    """
    numbers: list[int] = []
    is_coordinated = False
    for number in range(start, len(scene.tokens)):
        token = scene.tokens[number]
        if are_alike(token.text, unit[len(numbers)]):
            numbers.append(number)
            if len(numbers) == len(unit):
                return tuple(numbers)
            continue
        if not numbers:
            return None
        is_coordinated = is_coordinated or token.text in COORDINATORS
        is_sibling = is_coordinated and is_explained(token, scene)
        if token.kind not in _WITHIN_NAMES and not is_sibling:
            return None
    return None
