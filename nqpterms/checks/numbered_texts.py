"""A text with its numbers, and whether one of them may be absent from the text across from it.

A translation may leave out, or add, what its readers know or say otherwise: the year of 去年, a
number that was just said, a number within a name, 一 and *one*. Everything else must stand.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.numbers import Number, find_numbers
from nqpterms.lang.numbers.agreement import (
    dimension,
    is_in_plan,
    may_be_same,
)
from nqpterms.lang.numbers.surroundings import (
    Language,
    change_of,
    hedged,
)

DATES = frozenset({"year", "month", "day", "decade", "clock"})
"""The kinds of numbers that name a time."""

_ZH_RELATIVE_YEAR = re.compile(
    "[去今明本前当當次翌上后後同全每历歷多近往]年|年[初底末内內中度间間]|世[纪紀]|期[间間]|百年"
    "|规划|規劃|以来|以來"
)
_EN_RELATIVE_YEAR = re.compile(
    r"\b(?:last|this|that|next|previous|past|current|same|the|prior|coming)\s(?:\w+\s)?years?\b"
    r"|\byear-(?:end|on)|\bcentury"
)
_ZH_RELATIVE_DAY = re.compile(
    "[今昨明当當次翌前即]日|[今昨明前后後当當]天|[本上下当當这這]月|月[初底末中]|[上中下]旬"
)
_EN_RELATIVE_DAY = re.compile(
    r"\b(?:today|yesterday|tomorrow|day|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_OPENINGS = """
January February March April May June July August September October November December In Since By
From For Until Before After During The To And Of Between As On At Through
"""
_TITLE_BEFORE = re.compile(
    rf"\b(?!(?:{'|'.join(_OPENINGS.split())})\b)"
    r"(?:[A-Z]\w+|meeting|summit|forum|conference|games|expo)\s\Z"
)
_TITLE_BEHIND = re.compile(r"\s[A-Z][A-Za-z]+\s[A-Z]")
# Code points before a year in which the word before it stands.
_TITLE_REACH = 24
_EACH_REACH = 5  # code points before a share in which 每 makes it one of many
_SENTENCE_END = re.compile(r"[。！？!?]|\.\s")
_NUMBERED = frozenset(
    {"plan", "session", "plenary", "century", "article", "chapter"}
)
_LABELS = frozenset({"article", "paragraph", "section", "chapter", "number"})
_RELATIVE_LABEL = re.compile(
    "[前本同该該上][条條项項款章节節]|前[一二两兩三四五]?[条條项項款]"
    r"|\b(?:preceding|foregoing|previous|said|same|this)\s(?:\w+\s)?(?:article|paragraph|section)"
)
"""What points at an article without its number."""

_WHOLE = re.compile(
    "[全各都]|完[全整]|所有|一[律切]"
    r"|\b(?:[Ff]ull\w*|[Aa]ll|[Ee]ntire\w*|[Ww]hol\w+|[Cc]omplete\w*|[Ee]very|[Tt]otal\w*)\b"
)
_BASES = frozenset({1000, 10_000, 100_000, 1_000_000})
_SIGN_OF_CHANGE = re.compile(
    "[增升涨漲高扩擴降减減跌落窄缩縮压壓放退淘精调調滑快慢低少多差余餘盈亏虧字值]"
)
_SIGN_OF_LIMIT = re.compile(
    "[不近至最超逾将將]|以[上下内內]|[多少高低大小]于|突破"
)


class NumberedText(Struct, frozen=True):
    """A text, its language and its numbers."""

    text: str
    language: Language
    numbers: tuple[Number, ...]

    @classmethod
    def read(cls, text: str, language: Language) -> NumberedText:
        """The text with the numbers that stand in it."""
        return cls(text, language, tuple(find_numbers(text, language)))

    def surface(self, number: Number) -> str:
        """A number as it stands in the text."""
        return number.span.of(self.text)

    def in_context(self, number: Number) -> Number:
        """The number, with what the words around it make of it."""
        if number.kind == "multiple":
            return self._as_growth(number)
        number = hedged(number, self.text, self.language)
        if number.kind == "percent" and number.value >= 100:
            change = change_of(number, self.text, self.language)
            is_growth = change.trend and change.way != "to"
            return replace(number, noun="by" if is_growth else "")
        return number

    def _as_growth(self, number: Number) -> Number:
        """增长1.5倍 is a growth by 150 percent, and to 2.5 times as much."""
        surface = self.surface(number)
        if "倍" not in surface or "翻" in surface:
            return number
        if change_of(number, self.text, self.language) != ("up", "by"):
            return number
        return replace(number, others=(number.value + 1,), noun="by")

    def tells_changes(self) -> bool:
        """Whether the text may speak of a rise or a fall."""
        return (
            self.language == "en"
            or _SIGN_OF_CHANGE.search(self.text) is not None
        )

    def tells_limits(self) -> bool:
        """Whether a Chinese text may say that a number is the least or the most."""
        return _SIGN_OF_LIMIT.search(self.text) is not None


def must_stand(
    number: Number, here: NumberedText, there: NumberedText, *, bare_yuan: bool
) -> bool:
    """Whether a number of one text that nothing was found for must stand in the other."""
    if number.weak and number.noun in _NUMBERED:
        return _is_of_another_set(number, there)
    if (
        number.weak
        or number.light
        or number.top
        or _is_idiomatic(number, here.text)
    ):
        return False
    if _is_in_a_name(here.surface(number), there.text):
        return False
    if _is_said_in_words(number, here, there):
        return False
    if number.noun in _LABELS and _RELATIVE_LABEL.search(there.text):
        return False
    if number.kind in DATES:
        if _is_known_date(number, here, there):
            return False
    elif here.language == "zh" and not _is_repeated(number, here):
        return True
    return not _stands(number, here, there, bare_yuan=bare_yuan)


def _is_of_another_set(number: Number, there: NumberedText) -> bool:
    """Whether the other text numbers such things too, and this one not among them."""
    values = {one.value for one in there.numbers if one.noun == number.noun}
    if not values or any(number.value == one.value for one in there.numbers):
        return False
    return (
        not min(values) < number.value < max(values)
    )  # the second through fifth


def _is_said_in_words(
    number: Number, here: NumberedText, there: NumberedText
) -> bool:
    """Whether 100% is full, or the 1,000 of “per 1,000” the ‰ of the other text."""
    if number.kind == "percent" and number.value == 100:
        return _WHOLE.search(there.text) is not None
    if number.value not in _BASES or here.language == "zh":
        return False
    before = here.text[: number.span.start].lower()
    if not before.endswith(("per ", "every ", "in ", "of ")):
        return False
    return any(
        "‰" in there.surface(one) or "分之" in there.surface(one)
        for one in there.numbers
    )


def _is_idiomatic(number: Number, text: str) -> bool:
    """Whether words say it as well: US$1, each percentage point, around the clock, at noon."""
    if number.kind == "clock":
        return True
    if number.value == 1:
        start = number.span.start
        return (
            dimension(number) != "share"
            or "每" in text[max(0, start - _EACH_REACH) : start]
        )
    return number.value == 24 and number.unit == "hour"


def _is_known_date(
    number: Number, here: NumberedText, there: NumberedText
) -> bool:
    """Whether a date is said in words, belongs to a name, or is known to the readers there."""
    if _is_relative(number, there):
        return True
    if number.kind != "year" or here.language == "zh":
        return False
    if _is_of_a_title(number, here.text):
        return True
    return not any(
        one.kind == "year" or one.noun == "plan" for one in there.numbers
    )


def _is_relative(number: Number, there: NumberedText) -> bool:
    """Whether the other text says a date by its relation to now: 去年, this month."""
    is_year = number.kind in ("year", "decade")
    if there.language == "zh":
        pattern = _ZH_RELATIVE_YEAR if is_year else _ZH_RELATIVE_DAY
        return pattern.search(there.text) is not None
    pattern = _EN_RELATIVE_YEAR if is_year else _EN_RELATIVE_DAY
    return pattern.search(there.text.lower()) is not None


def _is_of_a_title(year: Number, text: str) -> bool:
    """Whether a year belongs to a name: the 2022 Winter Olympics, Forum 2016."""
    start, end = year.span
    if _TITLE_BEHIND.match(text, end):
        return True
    return (
        _TITLE_BEFORE.search(text[max(0, start - _TITLE_REACH) : start])
        is not None
    )


def _is_in_a_name(surface: str, text: str) -> bool:
    """Whether the figures of a number stand in a text with a Latin letter beside them (G20)."""
    figures = re.match(r"\d+(?:\.\d+)?", surface)
    if not figures:
        return False
    name = re.escape(figures[0])
    return (
        re.search(
            rf"[A-Za-z]-?{name}(?![\d.]*\d)|(?<![\d.]){name}[A-Za-z]", text
        )
        is not None
    )


def _is_repeated(number: Number, here: NumberedText) -> bool:
    """Whether a number stands twice in its sentence: a translation may say it once for both."""
    start, end = number.span
    low = start - len(_SENTENCE_END.split(here.text[:start])[-1])
    high = end + len(_SENTENCE_END.split(here.text[end:])[0])
    same = [
        one
        for one in here.numbers
        if low <= one.span.start < high
        and one.value == number.value
        and one.kind == number.kind
    ]
    return len(same) > 1


def _stands(
    number: Number, here: NumberedText, there: NumberedText, *, bare_yuan: bool
) -> bool:
    """Whether the other text has the number all the same: said once for twice here."""
    if any(is_in_plan(number, one) for one in there.numbers):
        return True
    widened = here.in_context(number)
    return any(
        may_be_same(
            widened, there.in_context(one), bare_yuan=bare_yuan, sharper=True
        )
        for one in there.numbers
    )
