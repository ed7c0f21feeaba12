"""Where the numbers of a translation cannot mean what the source says.

    two texts ──read──▶ NumberedTexts ──match──▶ NumberPairs ──what is left──▶ Differences

The numbers of both sides are matched as sets (`number_pairs`). What is left and cannot be explained
is a difference: one number for another, one that is missing, one that is added. A number in words
(两国, both countries) is never missed, only contradicted. Of pairs it is asked whether both sides
say a rise or a fall, and by so much or to so much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from nqpterms.checks.number_pairs import NumberPairs
from nqpterms.checks.numbered_texts import DATES, NumberedText, must_stand
from nqpterms.lang.numbers import Number, as_written
from nqpterms.lang.numbers.agreement import dimension
from nqpterms.lang.numbers.surroundings import (
    Language,
    change_of,
    conflict,
    limit_of,
)

_OMITTED = 4  # numbers missing from which, if they are most of a side, a passage is left out
_KINDS = {
    "N401": "number",
    "N402": "percentage",
    "N403": "date",
    "N404": "unit",
}
_TREND_NAMES = {
    "up": "a rise",
    "down": "a fall",
    "plus": "a surplus or a profit",
    "minus": "a deficit or a loss",
}
_LIMIT_NAMES = {"over": "at least that", "under": "at most that"}
_COUNTED_APART = frozenset({"person", "household"})
"""What is counted apart: households are no people."""

_WITHOUT_CHANGE = DATES | {"ordinal", "ratio"}
_FIGURE = re.compile(r"\d")
_TELLING_WORDS = ("illion", "percent", "per cent", "housand", "undred")


class Difference(Struct, frozen=True):
    """A number of a segment that contradicts the other side, is missing, or is added.

    `source` is None for what is added, `target` for what is missing; `expected` is what should
    stand there, as people write it in the language of the target.
    """

    code: str
    message: str
    source: Number | None
    target: Number | None
    expected: str = ""


def number_differences(
    source: str,
    target: str,
    *,
    language: Language = "en",
    neighbours: Sequence[tuple[str, str]] = (),
) -> list[Difference]:
    """Where the numbers of *target* cannot mean those of *source*; *language* is the target's.

    *neighbours* are the pairs of texts beside it in which its numbers may stand as well.

    >>> for found in number_differences("惠及1100多万学生", "benefiting 11 billion students"):
    ...     print(found.code, found.message)
    N401 the number differs: “11 billion” for 1100多万, which is more than 11 million
    """
    chinese, english = (
        (target, source) if language == "zh" else (source, target)
    )
    zh = NumberedText.read(chinese, "zh")
    if not zh.numbers and not _is_telling(english):
        return []  # what English may say in words (one, both, the first) is never an addition
    en = NumberedText.read(english, "en")
    if not zh.numbers and not en.numbers:
        return []
    pairs = NumberPairs(en, zh) if language == "zh" else NumberPairs(zh, en)
    pairs.match()
    differences = list(_unlike_pairs(pairs))
    if pairs.source_left or pairs.target_left:
        pairs.explain(neighbours)
        differences += _contradictions(pairs)
        differences += _missing(pairs)
        differences += _added(pairs)
    return differences


def _is_telling(english: str) -> bool:
    """Whether a text may hold a number that could be an addition."""
    if _FIGURE.search(english):
        return True
    return any(word in english for word in _TELLING_WORDS)


def _unlike_pairs(pairs: NumberPairs) -> Iterator[Difference]:
    """Pairs of one value that say another thing: another unit, limit or change."""
    tells_changes = pairs.chinese.tells_changes()
    tells_limits = pairs.chinese.tells_limits()
    for at, of in pairs.pairs:
        number, candidate = (
            pairs.source.numbers[at],
            pairs.target.numbers[of],
        )
        if number.kind in _WITHOUT_CHANGE:
            continue
        if _is_of_another_unit(number, candidate):
            yield _difference("N404", number, candidate, pairs)
            continue
        aspect, wanted = "change", ""
        if tells_changes:
            wanted = _wanted_change(number, candidate, pairs)
        if not wanted and tells_limits:
            aspect = "limit"
            wanted = _wanted_limit(number, candidate, pairs)
        if wanted:
            yield _changed(
                number, candidate, pairs, aspect=aspect, wanted=wanted
            )


def _is_of_another_unit(number: Number, candidate: Number) -> bool:
    """Whether a pair of one value counts other things: percent for points, people for homes."""
    units = {number.unit, candidate.unit}
    return units == {"percent", "point"} or units == _COUNTED_APART


def _wanted_change(
    number: Number, candidate: Number, pairs: NumberPairs
) -> str:
    """What the source says of a rise or a fall where the target says another thing, else ""."""
    source, target = pairs.source, pairs.target
    change = change_of(number, source.text, source.language)
    if not change.trend:
        return ""
    kind = conflict(change, change_of(candidate, target.text, target.language))
    if not kind:
        return ""
    return _TREND_NAMES[change.trend] if kind == "trend" else f"“{change.way}”"


def _wanted_limit(number: Number, candidate: Number, pairs: NumberPairs) -> str:
    """What limit the source sets where the target sets the opposite one, else ""."""
    if abs(number.value) != abs(candidate.value):
        return ""
    source, target = pairs.source, pairs.target
    limit = limit_of(number, source.text, source.language)
    if limit not in _LIMIT_NAMES:
        return ""
    other = limit_of(candidate, target.text, target.language)
    if other not in _LIMIT_NAMES or other == limit:
        return ""
    return _LIMIT_NAMES[limit]


def _changed(
    number: Number,
    candidate: Number,
    pairs: NumberPairs,
    *,
    aspect: str,
    wanted: str,
) -> Difference:
    """One change or limit for another; *wanted* is the source's."""
    surface, source_surface = (
        pairs.target.surface(candidate),
        pairs.source.surface(number),
    )
    message = (
        f"the {aspect} differs: “{surface}” for "
        f"{source_surface}, where the source says {wanted}"
    )
    expected = _written(number, candidate, pairs)
    code = "N402" if dimension(number) == "share" else "N401"
    return Difference(code, message, number, candidate, expected)


def _contradictions(pairs: NumberPairs) -> Iterator[Difference]:
    """One number for another."""
    for at, of in pairs.contradictions():
        number, candidate = pairs.source.numbers[at], pairs.target.numbers[of]
        if _is_repeated_year(number, candidate, pairs.target):
            yield _absence(number, pairs)
        else:
            yield _difference(
                _code(number, candidate), number, candidate, pairs
            )


def _is_repeated_year(
    number: Number, candidate: Number, target: NumberedText
) -> bool:
    """Whether the year of the target only stands there twice, and the other is missing."""
    if number.kind != "year" or candidate.kind != "year":
        return False
    same = [
        one
        for one in target.numbers
        if one.kind == "year" and one.value == candidate.value
    ]
    return len(same) > 1


def _missing(pairs: NumberPairs) -> Iterator[Difference]:
    """What is left of the source and must stand in the target."""
    source, target = pairs.source, pairs.target
    left = [source.numbers[at] for at in sorted(pairs.source_left)]
    left = [
        n
        for n in left
        if must_stand(n, source, target, bare_yuan=pairs.bare_yuan)
    ]
    if not _is_omission(left, source):
        yield from (_absence(number, pairs) for number in left)


def _absence(number: Number, pairs: NumberPairs) -> Difference:
    code = _code(number)
    expected = _written(number, None, pairs)
    message = f"the {_KINDS[code]} is missing: {pairs.source.surface(number)} ({expected})"
    return Difference(code, message, number, None, expected)


def _added(pairs: NumberPairs) -> Iterator[Difference]:
    """What is left of the target and stands nowhere in the source."""
    source, target = pairs.source, pairs.target
    left = [target.numbers[of] for of in sorted(pairs.target_left)]
    left = [
        n
        for n in left
        if must_stand(n, target, source, bare_yuan=pairs.bare_yuan)
    ]
    if _is_omission(left, target):
        return
    for candidate in left:
        code = _code(candidate)
        message = f"the {_KINDS[code]} is not in the source: “{target.surface(candidate)}”"
        yield Difference(code, message, None, candidate)


def _is_omission(left: Sequence[Number], side: NumberedText) -> bool:
    """Whether a passage is left out rather than a number."""
    strong = sum(
        not number.weak and not number.light for number in side.numbers
    )
    return len(left) >= _OMITTED and len(left) * 2 > strong


def _code(number: Number, candidate: Number | None = None) -> str:
    """The code that speaks of a number, or of one for another."""
    units = {number.unit, candidate.unit} - {""} if candidate else set()
    if candidate and number.value == candidate.value and len(units) == 2:
        return "N404"
    if number.kind in DATES:
        return "N403"
    return "N402" if dimension(number) == "share" else "N401"


def _difference(
    code: str, number: Number, candidate: Number, pairs: NumberPairs
) -> Difference:
    """One number for another, with what should stand there."""
    surface, source_surface = (
        pairs.target.surface(candidate),
        pairs.source.surface(number),
    )
    expected = _written(number, candidate, pairs)
    message = f"the {_KINDS[code]} differs: “{surface}” for {source_surface}"
    if expected != source_surface:
        message += f", which is {expected}"
    return Difference(code, message, number, candidate, expected)


def _written(
    number: Number, candidate: Number | None, pairs: NumberPairs
) -> str:
    """The number of the source as the language of the target writes it."""
    language = pairs.target.language
    unit = candidate.unit if candidate else ""
    expected = as_written(pairs.source.in_context(number), language, unit=unit)
    month = _month_before(number, pairs.source)
    if not month:
        return expected
    between = "" if language == "zh" else " "
    return f"{as_written(month, language)}{between}{expected}"


def _month_before(day: Number, side: NumberedText) -> Number | None:
    """The month that a day follows."""
    if day.kind != "day":
        return None
    for number in side.numbers:
        if number.kind == "month" and number.span.end in (
            day.span.start,
            day.span.start - 1,
        ):
            return number
    return None
