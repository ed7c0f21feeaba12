"""Where the numbers of a translation cannot mean what the source says.

    two texts ──find_numbers──▶ Numbers ──matched as sets──▶ what is left ──▶ differences

The numbers of both sides are matched as sets: first those that are equal, then those that may mean
the same (`nqpterms.lang.numbers.agreement`). What is left is explained, if it can be: said once for
twice, a sum or a part of a sum, a relative year, a name, a number of the neighbouring segment.
What cannot be explained is a difference: one number for another, one that is missing, one that is
added. A number in words (两国, both countries) is never missed, only contradicted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.numbers import Number, as_written, find_numbers
from nqpterms.lang.numbers.agreement import (
    Language,
    change_of,
    conflict,
    dimension,
    hedged,
    is_in_plan,
    may_be_same,
    size,
)

_OMITTED = 4  # numbers missing from which, if they are most of a side, a passage is left out
_DATES = frozenset({"year", "month", "day", "decade", "clock"})
_KINDS = {"N401": "number", "N402": "percentage", "N403": "date", "N404": "unit"}
_HAS_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百千万萬亿億两兩半廿卅倍番数數几幾首]")
_RELATIVE_YEAR = re.compile(
    "[去今明本前当當次翌上后後同全每历歷多近往]年|年[初底末内內中度间間]|世[纪紀]|期[间間]|百年|规划|規劃|以来|以來"
)
_RELATIVE_YEAR_EN = re.compile(
    r"\b(?:last|this|that|next|previous|past|current|same|the|prior|coming)\s(?:\w+\s)?years?\b"
    r"|\byear-(?:end|on)|\bcentury"
)
_RELATIVE_DAY = re.compile(
    "[今昨明当當次翌前即]日|[今昨明前后後当當]天|[本上下当當这這]月|月[初底末中]|[上中下]旬"
)
_RELATIVE_DAY_EN = re.compile(
    r"\b(?:today|yesterday|tomorrow|day|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_NUMBERED = frozenset({"plan", "session", "plenary", "century", "article", "chapter"})
_SENTENCE_END = re.compile(r"[。！？!?]|\.\s")
_EACH = re.compile(r"每.{0,4}\Z|\b(?:each|every|per)\s(?:\w+\s)?\Z")
_MONTHS_AND_OPENINGS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "In|Since|By|From|For|Until|Before|After|During|The|To|And|Of|Between|As|On|At|Through"
)
_TITLE_BEFORE = re.compile(
    rf"\b(?!(?:{_MONTHS_AND_OPENINGS})\b)(?:[A-Z]\w+|meeting|summit|forum|conference|games|expo)\s\Z"
)
_TITLE_BEHIND = re.compile(r"\s[A-Z][A-Za-z]+\s[A-Z]")
_OF_HONG_KONG = re.compile("[港澳臺萬億]")


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


class _Side(Struct, frozen=True):
    """A text, its language and its numbers."""

    text: str
    language: Language
    numbers: tuple[Number, ...]

    def in_context(self, number: Number) -> Number:
        """The number, with what the words around it make of it."""
        if number.kind == "multiple" and number.unit == "times":
            return self._multiple(number)
        number = hedged(number, self.text, self.language)
        if number.kind == "percent" and number.value >= 100:
            return replace(number, noun=self._way(number))
        return number

    def _way(self, number: Number) -> str:
        """Whether it is by a share that something rises or falls: "by" or ""."""
        change = change_of(number, self.text, self.language)
        return "by" if change.trend and change.way != "to" else ""

    def _multiple(self, number: Number) -> Number:
        """增长1.5倍 is a growth by 150 percent, and to 2.5 times as much."""
        written = number.span.of(self.text)
        if "倍" not in written or "翻" in written:
            return number
        if change_of(number, self.text, self.language) != ("up", "by"):
            return number
        return replace(number, others=(number.value + 1,), noun="by")


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
    if not _HAS_NUMBER.search(source) and not _HAS_NUMBER.search(target) and language == "zh":
        return []
    said = _side(source, "en" if language == "zh" else "zh")
    written = _side(target, language)
    if not said.numbers and not written.numbers:
        return []
    return _Comparison(said, written).differences(neighbours)


def _side(text: str, language: Language) -> _Side:
    return _Side(text, language, tuple(find_numbers(text, language)))


class _Comparison:
    """The numbers of two sides while they are being matched, by index."""

    def __init__(self, source: _Side, target: _Side) -> None:
        self.source = source
        self.target = target
        self.pairs: list[tuple[int, int]] = []
        self.source_left = set(range(len(source.numbers)))
        self.target_left = set(range(len(target.numbers)))
        chinese = source if source.language == "zh" else target
        self.bare_yuan = _OF_HONG_KONG.search(chinese.text) is not None

    def differences(self, neighbours: Sequence[tuple[str, str]]) -> list[Difference]:
        """All differences, in the order of the target."""
        self._match_equal()
        if self.source_left and self.target_left:
            self._match_similar()
        found = list(self._changes())
        if self.source_left or self.target_left:
            found += self._unmatched(neighbours)
        return found

    # Matching

    def _match_equal(self) -> None:
        """Pair what is of one kind, unit and value, ordinals of one noun first."""
        self._match_by(_identity)
        if self.source_left and self.target_left:
            self._match_by(_plain_identity)

    def _match_by(self, identity: Callable[[Number], tuple[object, ...]]) -> None:
        by_value: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for of in sorted(self.target_left, key=lambda of: _solidity(of, self.target)):
            by_value[identity(self.target.numbers[of])].append(of)
        for at in sorted(self.source_left, key=lambda at: _solidity(at, self.source)):
            number = self.source.numbers[at]
            if number.kind == "multiple":
                continue  # 增加两倍 may be a doubling, but rather a tripling
            same = by_value.get(identity(number), [])
            fitting = [of for of in same if not self._are_of_two_kinds(at, of)]
            if fitting:
                same.remove(fitting[0])
                self._pair(at, fitting[0])

    def _are_of_two_kinds(self, at: int, of: int) -> bool:
        """Whether a quarter would be paired with another first, while a quarter is left for it."""
        number, candidate = self.source.numbers[at], self.target.numbers[of]
        if number.noun == candidate.noun:
            return False
        source = {self.source.numbers[one].noun for one in self.source_left}
        target = {self.target.numbers[one].noun for one in self.target_left}
        return bool(number.noun and number.noun in target) or bool(
            candidate.noun and candidate.noun in source
        )

    def _pair(self, at: int, of: int) -> None:
        self.pairs.append((at, of))
        self.source_left.discard(at)
        self.target_left.discard(of)

    def _match_similar(self) -> None:
        """Pair what may mean the same, what is of one dimension first."""
        for strict in (True, False):
            for at in sorted(self.source_left, key=self._freedom):
                of = self._similar(at, strict=strict)
                if of is not None:
                    self._pair(at, of)

    def _freedom(self, at: int) -> tuple[int, int]:
        """What can mean one thing only is matched first."""
        number = self.source.in_context(self.source.numbers[at])
        return len(number.others), at

    def _similar(self, at: int, *, strict: bool) -> int | None:
        """The first number of the target that is left and may mean the same."""
        number = self.source.numbers[at]
        for of in sorted(self.target_left):
            candidate = self.target.numbers[of]
            if self._are_of_two_kinds(at, of):
                continue
            if strict and dimension(number) != dimension(candidate):
                continue
            if self._may_be_same(number, candidate):
                return of
        return None

    def _may_be_same(self, number: Number, candidate: Number) -> bool:
        return may_be_same(
            self.source.in_context(number),
            self.target.in_context(candidate),
            bare_yuan=self.bare_yuan,
            sharper=self.source.language == "en",
        )

    # Changes of one value

    def _changes(self) -> Iterator[Difference]:
        """Pairs of one value of which one side says up and the other down, or by and to."""
        for at, of in self.pairs:
            number, candidate = self.source.numbers[at], self.target.numbers[of]
            if number.kind in _DATES or number.kind in ("ordinal", "clock", "ratio"):
                continue
            if {number.unit, candidate.unit} == {"percent", "point"}:
                yield self._difference("N404", number, candidate)
                continue
            source = change_of(number, self.source.text, self.source.language)
            if not source.trend:
                continue
            target = change_of(candidate, self.target.text, self.target.language)
            kind = conflict(source, target)
            if kind:
                yield self._changed(number, candidate, kind, source.trend, source.way)

    def _changed(
        self, number: Number, candidate: Number, kind: str, trend: str, way: str
    ) -> Difference:
        says = {"up": "a rise", "down": "a fall"}[trend] if kind == "trend" else f"“{way}”"
        stands = candidate.span.of(self.target.text)
        named = number.span.of(self.source.text)
        expected = as_written(number, self.target.language, unit=candidate.unit)
        code = "N402" if dimension(number) == "share" else "N401"
        message = f"the change differs: “{stands}” for {named}, where the source says {says}"
        return Difference(code, message, number, candidate, expected)

    # What is left

    def _unmatched(self, neighbours: Sequence[tuple[str, str]]) -> Iterator[Difference]:
        """Differences among the numbers that are left on either side."""
        self._explain(neighbours)
        for at, of in self._contradictions():
            number, candidate = self.source.numbers[at], self.target.numbers[of]
            said_again = self._is_said_again(number, candidate)
            self._pair(at, of)
            if said_again:
                yield self._absence(number)
                continue
            yield self._difference(self._code(number, candidate), number, candidate)
        yield from self._missing()
        yield from self._added()

    def _explain(self, neighbours: Sequence[tuple[str, str]]) -> None:
        """Leave out what is light, sums and their parts, and what the neighbours hold."""
        self.source_left -= {at for at in self.source_left if self.source.numbers[at].light}
        self.target_left -= {of for of in self.target_left if self.target.numbers[of].light}
        self._explain_sums()
        for source, target in neighbours:
            self._find_in_neighbour(
                _side(source, self.source.language), _side(target, self.target.language)
            )

    def _explain_sums(self) -> None:
        """Leave out two numbers and their sum across from them."""
        parts, sums = _sums(self.source_left, self.source.numbers, self.target.numbers)
        self.source_left -= parts
        self.target_left -= sums
        parts, sums = _sums(self.target_left, self.target.numbers, self.source.numbers)
        self.target_left -= parts
        self.source_left -= sums

    def _find_in_neighbour(self, source: _Side, target: _Side) -> None:
        """Leave out what stands on the other side of a neighbouring segment."""
        near = _Comparison(self.source, target)
        self.source_left -= {
            at for at in self.source_left if near._similar(at, strict=False) is not None
        }
        near = _Comparison(source, self.target)
        for of in sorted(self.target_left):
            candidate = self.target.numbers[of]
            if any(near._may_be_same(number, candidate) for number in source.numbers):
                self.target_left.discard(of)

    def _contradictions(self) -> list[tuple[int, int]]:
        """The pairs of numbers left that stand for each other, most alike first."""
        ranked = sorted(
            (rank, abs(at - of), at, of)
            for at in self.source_left
            for of in self.target_left
            if (rank := self._likeness(at, of)) is not None
        )
        pairs: list[tuple[int, int]] = []
        for _, _, at, of in ranked:
            if all(at != one and of != two for one, two in pairs):
                pairs.append((at, of))
        return sorted(pairs, key=lambda pair: pair[1])

    def _is_said_again(self, number: Number, candidate: Number) -> bool:
        """Whether the year of the target only stands there twice, and the other is missing."""
        if number.kind != "year" or candidate.kind != "year":
            return False
        same = [one for one in self.target.numbers if one.kind == "year"]
        return sum(one.value == candidate.value for one in same) > 1

    def _likeness(self, at: int, of: int) -> int | None:
        """How alike two numbers are that are left: 0 for one unit, None for no relation."""
        number, candidate = self.source.numbers[at], self.target.numbers[of]
        one, two = dimension(number), dimension(candidate)
        if one == two:
            if number.weak and candidate.weak:
                return 0 if _is_contradiction(number, candidate) else None
            return 0 if number.unit == candidate.unit and number.noun == candidate.noun else 1
        if number.weak and candidate.weak:
            return None
        if {one, two} in ({"multiple", "share"},) or number.kind == candidate.kind == "money":
            return 1
        if number.kind in _DATES or candidate.kind in _DATES:
            return None
        if (
            abs(number.value) == abs(candidate.value)
            and "" not in (one, two)
            and "ordinal" not in (one, two)
        ):
            return 2
        alone = len(self.source_left) == len(self.target_left) == 1
        return 3 if alone and not number.weak and not candidate.weak else None

    def _missing(self) -> Iterator[Difference]:
        left = [at for at in sorted(self.source_left) if self._is_missed(at)]
        if self._is_omission(left, self.source):
            return
        for at in left:
            yield self._absence(self.source.numbers[at])

    def _absence(self, number: Number) -> Difference:
        code = self._code(number, None)
        expected = self._written(number, None)
        named = number.span.of(self.source.text)
        message = f"the {_KINDS[code]} is missing: {named} ({expected})"
        return Difference(code, message, number, None, expected)

    def _added(self) -> Iterator[Difference]:
        left = [of for of in sorted(self.target_left) if self._is_extra(of)]
        if self._is_omission(left, self.target):
            return
        for of in left:
            candidate = self.target.numbers[of]
            stands = candidate.span.of(self.target.text)
            code = self._code(candidate, None)
            message = f"the {_KINDS[code]} is not in the source: “{stands}”"
            yield Difference(code, message, None, candidate)

    def _is_omission(self, left: list[int], side: _Side) -> bool:
        """Whether a passage is left out rather than a number."""
        strong = sum(not number.weak and not number.light for number in side.numbers)
        return len(left) >= _OMITTED and len(left) * 2 > strong

    def _is_missed(self, at: int) -> bool:
        """Whether a number of the source that is left must stand in the target."""
        return self._must_stand(self.source.numbers[at], self.source, self.target)

    def _is_extra(self, of: int) -> bool:
        return self._must_stand(self.target.numbers[of], self.target, self.source)

    def _must_stand(self, number: Number, here: _Side, there: _Side) -> bool:
        if number.weak and number.noun in _NUMBERED:
            return self._is_of_another_set(number, there)
        if number.weak or number.light or number.top or number.kind == "clock":
            return False
        if number.value == 1 and dimension(number) != "share":
            return False  # less than a year, US$1
        if number.value == 24 and number.unit == "hour":
            return False  # around the clock
        if number.kind in _DATES:
            if _is_relative(number, there) or _is_of_a_title(number, here):
                return False
            if here.language == "en" and not _names_years(there):
                return number.kind != "year"  # a year that the readers of the Chinese know
            return not self._stands(number, here, there)
        if number.value == 1 and _EACH.search(
            here.text[max(0, number.span.start - 12) : number.span.start]
        ):
            return False
        if _in_a_name(number.span.of(here.text), there.text):
            return False
        if here.language == "zh" and not _is_repeated(number, here):
            return True
        return not self._stands(number, here, there)

    def _is_of_another_set(self, number: Number, there: _Side) -> bool:
        """Whether the other side numbers such things too, and this one not among them."""
        values = {one.value for one in there.numbers if one.noun == number.noun}
        if not values or any(number.value == one.value for one in there.numbers):
            return False
        return not min(values) < number.value < max(values)  # the second through fifth

    def _stands(self, number: Number, here: _Side, there: _Side) -> bool:
        """Whether a number is said there once for twice here."""
        if any(is_in_plan(number, one) for one in there.numbers):
            return True
        widened = here.in_context(number)
        return any(
            may_be_same(widened, there.in_context(one), bare_yuan=self.bare_yuan, sharper=True)
            for one in there.numbers
        )

    # Saying it

    def _code(self, number: Number, candidate: Number | None) -> str:
        units = {number.unit, candidate.unit} if candidate else set()
        if candidate and number.value == candidate.value and len(units) == 2 and "" not in units:
            return "N404"
        if number.kind in _DATES:
            return "N403"
        if dimension(number) == "share":
            return "N402"
        return "N401"

    def _difference(self, code: str, number: Number, candidate: Number) -> Difference:
        stands = candidate.span.of(self.target.text)
        named = number.span.of(self.source.text)
        expected = self._written(number, candidate)
        message = f"the {_KINDS[code]} differs: “{stands}” for {named}"
        if expected != named:
            message += f", which is {expected}"
        return Difference(code, message, number, candidate, expected)

    def _written(self, number: Number, candidate: Number | None) -> str:
        """The number of the source as the language of the target writes it."""
        unit = candidate.unit if candidate else ""
        written = as_written(self.source.in_context(number), self.target.language, unit=unit)
        if number.kind == "day" and (month := self._month_before(number)):
            before = as_written(month, self.target.language)
            return f"{before}{written}" if self.target.language == "zh" else f"{before} {written}"
        return written

    def _month_before(self, day: Number) -> Number | None:
        """The month that a day of the source follows."""
        for number in self.source.numbers:
            if number.kind == "month" and number.span.end in (day.span.start, day.span.start - 1):
                return number
        return None


def _solidity(at: int, side: _Side) -> tuple[bool, bool, int]:
    """What must stand on the other side is matched first, what is light last."""
    number = side.numbers[at]
    return number.light, number.weak, at


def _identity(number: Number) -> tuple[object, ...]:
    """What two numbers share that are surely the same."""
    value, kind = number.value, number.unit or number.kind
    noun = number.noun if number.kind == "ordinal" else ""
    return abs(value.numerator), value.denominator, kind, noun, number.hedge


def _plain_identity(number: Number) -> tuple[object, ...]:
    """The same, whatever an ordinal counts; 多 and over may stand around a number, too."""
    value = number.value
    return abs(value.numerator), value.denominator, number.unit or number.kind


def _is_contradiction(number: Number, candidate: Number) -> bool:
    """Whether two numbers in words, of one dimension, must be the same."""
    if number.kind == "ordinal":
        return number.noun == candidate.noun != ""
    if (number.top and candidate.top) or _is_spread(number) or _is_spread(candidate):
        return True
    return dimension(number) != "" or number.noun == candidate.noun != ""


def _is_spread(number: Number) -> bool:
    """Whether it names two figures of one power: 七八, 三四十."""
    return number.value < number.top < 2 * number.value


def _sums(
    left: set[int], numbers: Sequence[Number], others: Sequence[Number]
) -> tuple[set[int], set[int]]:
    """The numbers left of which two make one across from them, and those sums."""
    parts: set[int] = set()
    sums: set[int] = set()
    if len(left) < 2:
        return parts, sums
    sizes = {
        (dimension(one), round(size(one), 6)): of for of, one in enumerate(others) if not one.top
    }
    for at, of in combinations(sorted(left), 2):
        one, two = numbers[at], numbers[of]
        if dimension(one) != dimension(two) or one.kind in _DATES:
            continue
        total = sizes.get((dimension(one), round(size(one) + size(two), 6)))
        if total is not None:
            parts |= {at, of}
            sums.add(total)
    return parts, sums


def _is_relative(number: Number, there: _Side) -> bool:
    """Whether the other side says a date by its relation to now: 去年, this month."""
    chinese = there.language == "zh"
    if number.kind in ("year", "decade"):
        pattern = _RELATIVE_YEAR if chinese else _RELATIVE_YEAR_EN
    else:
        pattern = _RELATIVE_DAY if chinese else _RELATIVE_DAY_EN
    return pattern.search(there.text if chinese else there.text.lower()) is not None


def _names_years(side: _Side) -> bool:
    """Whether a side speaks of years or plans by their numbers."""
    return any(one.kind == "year" or one.noun == "plan" for one in side.numbers)


def _is_of_a_title(number: Number, here: _Side) -> bool:
    """Whether a year belongs to a name: the 2022 Winter Olympics, Forum 2016."""
    if here.language == "zh" or number.kind != "year":
        return False
    start, end = number.span
    return _TITLE_BEFORE.search(here.text[max(0, start - 24) : start]) is not None or (
        _TITLE_BEHIND.match(here.text, end) is not None
    )


def _is_repeated(number: Number, here: _Side) -> bool:
    """Whether a number stands twice in its sentence: a translation may say it once for both."""
    start, end = number.span
    sentence = _SENTENCE_END.split(here.text[:start])[-1], _SENTENCE_END.split(here.text[end:])[0]
    low, high = start - len(sentence[0]), end + len(sentence[1])
    same = [
        one
        for one in here.numbers
        if low <= one.span.start < high and one.value == number.value and one.kind == number.kind
    ]
    return len(same) > 1


def _in_a_name(surface: str, text: str) -> bool:
    """Whether the figures of a number stand in a text with a Latin letter beside them (G20)."""
    figures = re.match(r"\d+(?:\.\d+)?", surface)
    if not figures:
        return False
    name = re.escape(figures[0])
    return re.search(rf"[A-Za-z]-?{name}(?![\d.]*\d)|(?<![\d.]){name}[A-Za-z]", text) is not None
