"""The numbers of two texts as sets: which of them belong together, and what is left.

First comes what is equal, then what may mean the same (`nqpterms.lang.numbers.agreement`). The same
number is used once, and the order does not count. Of what is left, two numbers and their sum
explain each other, and so does a neighbouring pair of texts; what is left on both sides and of one
kind is a contradiction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import combinations, islice

from nqpterms.checks.numbered_texts import DATES, NumberedText
from nqpterms.lang.numbers import Number
from nqpterms.lang.numbers.agreement import dimension, may_be_same, size

Identity = tuple[object, ...]

_GRADES = frozenset({"level", "prize", "generation"})
"""What is numbered or counted for the same: 二级 and Level II."""

_BEHIND_POINT = (",", "，", "、", "：", ":", "ly")
"""What follows an ordinal that opens a point: third, 第三，"""

_FIRM = 3
_MANY = 10
"""The least number that what only names a power of ten, 数百 or dozens, speaks against."""

_OF_A_PRICE = frozenset({"off", "left"})
"""A share of a price that is taken off it, or is left of it: 20 percent off is 八折."""

_OF_HONG_KONG = re.compile("[港澳臺萬億]")


class NumberPairs:
    """The numbers of a source and a target while they are being matched, by index."""

    def __init__(self, source: NumberedText, target: NumberedText) -> None:
        self.source = source
        self.target = target
        self.pairs: list[tuple[int, int]] = []
        self.source_left = set(range(len(source.numbers)))
        self.target_left = set(range(len(target.numbers)))

    @cached_property
    def bare_yuan(self) -> bool:
        """Whether 元 may be dollars: in a text of Hong Kong or Macao."""
        return _OF_HONG_KONG.search(self.chinese.text) is not None

    @property
    def chinese(self) -> NumberedText:
        """The text of the two that is Chinese."""
        return self.source if self.source.language == "zh" else self.target

    # Matching

    def match(self) -> None:
        """Pair what is equal, ordinals of one noun first, then what may mean the same."""
        self._match_equal(_identity)
        if self.source_left and self.target_left:
            self._match_equal(_plain_identity)
        if self.source_left and self.target_left:
            self._match_similar()

    def _match_equal(self, identity: Callable[[Number], Identity]) -> None:
        by_identity: dict[Identity, list[int]] = defaultdict(list)
        for of in self._by_weight(self.target_left, self.target):
            by_identity[identity(self.target.numbers[of])].append(of)
        for at in self._by_weight(self.source_left, self.source):
            number = self.source.numbers[at]
            if number.kind == "multiple":
                continue  # 增加两倍 may be a doubling, but rather a tripling
            same = by_identity.get(identity(number), [])
            for of in same:
                if not self._belongs_elsewhere(at, of):
                    same.remove(of)
                    self._pair(at, of)
                    break

    def _by_weight(self, left: set[int], side: NumberedText) -> list[int]:
        """The numbers left: first what must stand on the other side, last what is light."""
        numbers = side.numbers
        return sorted(
            left, key=lambda at: (numbers[at].light, numbers[at].weak, at)
        )

    def _belongs_elsewhere(self, at: int, of: int) -> bool:
        """Whether a quarter would be paired with another first, while a quarter is left for it."""
        number, candidate = self.source.numbers[at], self.target.numbers[of]
        if number.noun == candidate.noun:
            return False
        if number.noun and any(
            self.target.numbers[n].noun == number.noun for n in self.target_left
        ):
            return True
        return bool(candidate.noun) and any(
            self.source.numbers[n].noun == candidate.noun
            for n in self.source_left
        )

    def _pair(self, at: int, of: int) -> None:
        self.pairs.append((at, of))
        self.source_left.discard(at)
        self.target_left.discard(of)

    def _match_similar(self) -> None:
        """Pair what may mean the same: first one value, then one dimension, then the rest."""
        for likeness in (_has_value_of, _has_dimension_of, _is_any):
            for at in sorted(self.source_left, key=self._freedom):
                of = self._similar(at, likeness)
                if of is not None:
                    self._pair(at, of)

    def _freedom(self, at: int) -> tuple[int, int]:
        """How many meanings a number has: what can mean one thing only is matched first."""
        number = self.source.in_context(self.source.numbers[at])
        return len(number.others), at

    def _similar(
        self, at: int, likeness: Callable[[Number, Number], bool]
    ) -> int | None:
        """The first number of the target that is left and may mean the same."""
        number = self.source.numbers[at]
        for of in sorted(self.target_left):
            candidate = self.target.numbers[of]
            if self._belongs_elsewhere(at, of):
                continue
            if likeness(number, candidate) and self._may_be_same(
                number, candidate
            ):
                return of
        return None

    def _may_be_same(self, number: Number, candidate: Number) -> bool:
        return may_be_same(
            self.source.in_context(number),
            self.target.in_context(candidate),
            bare_yuan=self.bare_yuan,
            sharper=self.source.language == "en",
        )

    # What is left

    def explain(self, neighbours: Sequence[tuple[str, str]]) -> None:
        """Leave out what is light, sums and their parts, and what the neighbours hold."""
        self.source_left -= {
            at for at in self.source_left if self.source.numbers[at].light
        }
        self.target_left -= {
            of for of in self.target_left if self.target.numbers[of].light
        }
        self._explain_spreads()
        self._explain_slashes()
        parts, sums = _sums(
            self.source_left, self.source.numbers, self.target.numbers
        )
        self.source_left -= parts
        self.target_left -= sums
        parts, sums = _sums(
            self.target_left, self.target.numbers, self.source.numbers
        )
        self.target_left -= parts
        self.source_left -= sums
        for source, target in neighbours:
            self._find_in(
                NumberedText.read(source, self.source.language),
                NumberedText.read(target, self.target.language),
            )

    def _explain_spreads(self) -> None:
        """Leave out the other end of what one side says in one numeral: 二三十, 20 to 30."""
        for at, of in self.pairs:
            number, candidate = (
                self.source.numbers[at],
                self.target.numbers[of],
            )
            if _is_spread(number):
                self.target_left -= _within(
                    number, self.target_left, self.target.numbers
                )
            if _is_spread(candidate):
                self.source_left -= _within(
                    candidate, self.source_left, self.source.numbers
                )

    def _explain_slashes(self) -> None:
        """Leave out 4/7 and the numbers that say it across: four of seven."""
        sides = (
            (self.source, self.source_left, self.target, self.target_left),
            (self.target, self.target_left, self.source, self.source_left),
        )
        for here, left, there, left_there in sides:
            for at in sorted(left):
                parts = here.surface(here.numbers[at]).split("/")
                if len(parts) != 2 or not all(map(str.isdecimal, parts)):
                    continue
                values = [int(part) for part in parts]
                of_parts = {
                    of
                    for of, one in enumerate(there.numbers)
                    if one.value in values
                }
                if len(of_parts) > 1:
                    left.discard(at)
                    left_there -= of_parts

    def _find_in(self, source: NumberedText, target: NumberedText) -> None:
        """Leave out what stands on the other side of a neighbouring pair of texts."""
        ahead = NumberPairs(self.source, target)
        for at in sorted(self.source_left):
            if ahead._similar(at, _is_any) is not None:
                self.source_left.discard(at)
        behind = NumberPairs(source, self.target)
        for of in sorted(self.target_left):
            candidate = self.target.numbers[of]
            if any(
                behind._may_be_same(number, candidate)
                for number in source.numbers
            ):
                self.target_left.discard(of)

    def contradictions(self) -> list[tuple[int, int]]:
        """The numbers left that stand for each other, in the order of the target; now paired."""
        ranked = []
        for at in self.source_left:
            for of in self.target_left:
                rank = self._unlikeness(at, of)
                if rank is not None:
                    ranked.append((rank, abs(at - of), at, of))
        pairs: list[tuple[int, int]] = []
        for _, _, at, of in sorted(ranked):
            if at in self.source_left and of in self.target_left:
                self._pair(at, of)
                pairs.append((at, of))
        return sorted(pairs, key=lambda pair: pair[1])

    def _unlikeness(self, at: int, of: int) -> int | None:
        """How unlike two numbers are that are left: 0 for one unit, None for no relation."""
        number, candidate = self.source.numbers[at], self.target.numbers[of]
        one, other = dimension(number), dimension(candidate)
        if number.weak and candidate.weak:
            return self._unlikeness_of_words(number, candidate)
        if one == other:
            return (
                0
                if number.unit == candidate.unit
                and number.noun == candidate.noun
                else 1
            )
        if {one, other} == {
            "multiple",
            "share",
        } or number.kind == candidate.kind == "money":
            return 1
        if number.kind in DATES or candidate.kind in DATES:
            return None
        if abs(number.value) == abs(candidate.value) and not {"", "ordinal"} & {
            one,
            other,
        }:
            return 2
        is_alone = len(self.source_left) == len(self.target_left) == 1
        return (
            3 if is_alone and not number.weak and not candidate.weak else None
        )

    def _unlikeness_of_words(
        self, number: Number, candidate: Number
    ) -> int | None:
        """The same of two numbers in words, which a translation may say in many ways."""
        one, other = dimension(number), dimension(candidate)
        if number.noun == candidate.noun and number.noun in _GRADES:
            return 0
        if one != other:
            are_vague = number.top and candidate.top and "" in (one, other)
            return 1 if are_vague else None
        if _must_agree(number, candidate):
            return 0
        if one not in ("", "ordinal"):
            return None
        if len({number.noun, candidate.noun} - {""}) > 1:
            return None
        if one == "" and not (_is_firm(number) and _is_firm(candidate)):
            return None
        return 3 if self._are_alone(number, candidate) else None

    def _are_alone(self, number: Number, candidate: Number) -> bool:
        """Whether no others of their kind are left, and neither only opens a point."""
        sides = (
            (self.source, self.source_left, number),
            (self.target, self.target_left, candidate),
        )
        for side, left, alone in sides:
            if side.text.startswith(_BEHIND_POINT, alone.span.end):
                return False
            same = (at for at in left if side.numbers[at].kind == alone.kind)
            if len(list(islice(same, 2))) > 1:
                return False
        return True


def _is_firm(number: Number) -> bool:
    """Whether a count in words is no pronoun (一, 两, one, both) and no guess (a dozen)."""
    return number.exact and number.value >= _FIRM


def _within(
    spread: Number, left: set[int], numbers: Sequence[Number]
) -> set[int]:
    """The numbers left that lie between the ends of a spread one."""
    return {
        at
        for at in left
        if dimension(numbers[at]) in ("", dimension(spread))
        and spread.value <= numbers[at].value <= spread.top
    }


def _has_value_of(number: Number, candidate: Number) -> bool:
    return abs(number.value) == abs(candidate.value)


def _has_dimension_of(number: Number, candidate: Number) -> bool:
    return dimension(number) == dimension(candidate)


def _is_any(_number: Number, _candidate: Number) -> bool:
    return True


def _identity(number: Number) -> Identity:
    """What two numbers share that are surely the same."""
    numerator, denominator = number.value.as_integer_ratio()
    is_named = number.kind == "ordinal" or number.noun in _OF_A_PRICE
    noun = number.noun if is_named else ""
    return (
        abs(numerator),
        denominator,
        number.unit or number.kind,
        noun,
        number.hedge,
    )


def _plain_identity(number: Number) -> Identity:
    """The same, whatever an ordinal counts; 多 and over may stand around a number, too."""
    numerator, denominator = number.value.as_integer_ratio()
    part = number.noun if number.noun in _OF_A_PRICE else ""
    return abs(numerator), denominator, number.unit or number.kind, part


def _must_agree(number: Number, candidate: Number) -> bool:
    """Whether two numbers in words, of one dimension, must be the same."""
    if number.kind == "ordinal":
        return number.noun == candidate.noun != ""
    if number.top or candidate.top:
        exact = candidate if number.top else number
        if exact.top or exact.value >= _MANY or _is_spread(number):
            return True
        if _is_spread(candidate):
            return True
    return dimension(number) != "" or number.noun == candidate.noun != ""


def _is_spread(number: Number) -> bool:
    """Whether it names two figures of one power: 七八, 三四十."""
    return number.value < number.top < 3 * number.value


def _sums(
    left: set[int], numbers: Sequence[Number], others: Sequence[Number]
) -> tuple[set[int], set[int]]:
    """The numbers left of which two make one across from them, and those sums."""
    parts: set[int] = set()
    sums: set[int] = set()
    if len(left) < 2:
        return parts, sums
    totals = {
        (dimension(one), round(size(one), 6)): of
        for of, one in enumerate(others)
        if not one.top
    }
    for at, of in combinations(sorted(left), 2):
        one, two = numbers[at], numbers[of]
        if (
            dimension(one) != dimension(two)
            or one.kind in DATES
            or one.kind == "ordinal"
        ):
            continue
        total = totals.get((dimension(one), round(size(one) + size(two), 6)))
        if total is not None:
            parts |= {at, of}
            sums.add(total)
    return parts, sums
