"""Whether two numbers may mean the same, by value, unit, precision, and the words around them.

A number is an interval. What is printed exactly is one point; 多, 近, over or some widen it by what
its last figure counts (over 12 million ends before 13 million); a unit that was converted may be
off by half of that. Nothing is ever widened by a power of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from nqpterms.lang.numbers.numerals import both_scripts
from nqpterms.lang.numbers.quantities import Hedge, Number
from nqpterms.lang.numbers.units import UNITS, same_money

Language = Literal["zh", "en"]

_EPSILON = 1e-9  # relative: what floats may lose
_CONVERTED = 0.05  # share by which a converted value may be off at most
_DATES = frozenset({"year", "decade", "month", "day", "clock"})
_SHARES = frozenset({"percent", "fraction"})

# Words around a number


class NumberChange(NamedTuple):
    """Whether a value rises or falls (up, down), and whether by a number or to it; "" if unsaid."""

    trend: str
    way: str


_NO_CHANGE = NumberChange("", "")


def _hedges(over: str, under: str, about: str) -> dict[str, Hedge]:
    """Words that widen a number, each with the way it does."""
    words: dict[str, Hedge] = {}
    words |= dict.fromkeys(_phrases(over), "over")
    words |= dict.fromkeys(_phrases(under), "under")
    words |= dict.fromkeys(_phrases(about), "about")
    return words


def _phrases(text: str) -> list[str]:
    """The words of a list; ~ stands for a blank inside one."""
    return [word.replace("~", " ") for word in text.split()]


def _one_of(words: Iterable[str]) -> str:
    """A pattern of the longest of some words; a look at the first sign passes over all others."""
    longest_first = sorted(words, key=len, reverse=True)
    first_signs = "".join(
        sorted({re.escape(word[0]) for word in longest_first})
    )
    return f"(?=[{first_signs}])(?:{'|'.join(map(re.escape, longest_first))})"


_ZH_HEDGES = _hedges(
    over="超过 突破 逾 超 多于 高于 大于 不少于 不低于 至少 起码 以上 多达 高达 多 余 强",
    under="不到 不足 将近 接近 近 低于 少于 小于 不超过 不高于 不多于 至多 最多 以内 以下 弱",
    about="大约 大概 约 左右 上下 前后 大致 差不多 来",
)
_ZH_BEFORE = re.compile(
    rf"({both_scripts(_one_of(_ZH_HEDGES))})(?:了|为|人民币)?\s?\Z"
)
_ZH_BEHIND = re.compile(
    rf"\s?({both_scripts('以上|以下|以内|左右|上下|前后|多|余|来|强|弱')})"
)
_SIMPLE = str.maketrans("過將約餘來後強", "过将约余来后强")

_EN_BEHIND_HEDGES = _hedges(
    over="or~more or~above or~higher or~over or~older plus -plus + odd -odd",
    under="or~less or~lower or~below or~fewer or~under or~younger",
    about="or~so or~thereabouts or~around",
)
_EN_HEDGES = _EN_BEHIND_HEDGES | _hedges(
    over="""
        over more~than above exceeding exceed exceeds exceeded upwards~of at~least no~less~than
        not~less~than no~fewer~than surpassing surpass surpassed as~many~as as~much~as as~high~as
        topped topping beyond well~over greater~than higher~than in~excess~of a~minimum~of
    """,
    under="""
        nearly close~to almost less~than fewer~than under below up~to no~more~than within at~most
        not~more~than approaching just~under just~short~of nearing lower~than not~exceeding
        a~maximum~of
    """,
    about="""
        about around some approximately roughly approx. circa an~estimated near ~
        in~the~region~of in~the~vicinity~of the~neighborhood~of
    """,
)
_EN_BEFORE = re.compile(
    rf"(?<![a-z])({_one_of(_EN_HEDGES)})"
    r"(?:\sthe|\san?|\sabout|\sanother|\san additional|\san average of|\sa total of)?\s?\Z"
)
_EN_BEHIND = re.compile(rf"\s?({_one_of(_EN_BEHIND_HEDGES)})(?![a-z])")

_FAR = 20  # code points between a Chinese change and its number
_ZH_UP = """
增长 增加 新增 净增 上升 提高 上涨 提升 增幅 涨幅 升幅 扩大 攀升 上调 增至 升至 涨至 增到 升到
回升 反弹 加快
"""
_ZH_DOWN = """
下降 降低 减少 下跌 下滑 回落 收窄 缩小 降至 减至 跌至 降到 缩减 压减 压缩 下调 跌幅 降幅 减幅
缩短 减轻 减负 减税降费 减税 精简 退出 淘汰 放缓 收缩 萎缩
"""
_ZH_TREND = re.compile(
    both_scripts(
        f"(?P<up>{_one_of(_ZH_UP.split())}|[增升涨](?=[了至到约逾超近为]{{0,2}}$))"
        f"|(?P<down>{_one_of(_ZH_DOWN.split())}|[降减跌](?=[了至到约逾超近为]{{0,2}}$))"
    )
)
_ZH_TO = re.compile(
    both_scripts(r"(?<![\d%])[至到]|(?:调整|提高|扩大|压缩|缩短|[降升增减])为")
)
_ZH_BEHIND_TREND = re.compile(
    both_scripts(
        r"(?:左右|以上)?的[^，。；、]{0,5}?"
        r"(?:(?P<up>增长|增幅|升幅|增速|涨幅)|(?P<down>降幅|跌幅|下降|减幅|跌势))"
    )
)
_ZH_LOOSE = re.compile(both_scripts("[为达在是的占税费]"))
"""What stands between a change and a number that may be no part of it."""

_ZH_CLAUSE = re.compile("[，。；：、,;（(！？!?]|\\.(?!\\d)")
_ZH_LEVEL = re.compile(both_scripts("目标|水平|比重|占|比例|速度"))
"""What says that a number is a level rather than a change."""

_EN_UP = """
rose rise rises rising risen increase increased increases increasing grow grew grown grows growing
growth climbed climb climbing gained gain jumped jump surged surge soared expanded expand expansion
raise raised raising higher widened upward hike accelerated up appreciated appreciation
"""
_EN_DOWN = """
fell fall falls falling fallen decline declined declines declining decrease decreased decreases
decreasing drop dropped drops dropping reduce reduced reduces reducing reduction reductions cut cuts
cutting lower lowered lowering shrank shrunk shrink contracted contraction narrowed narrowing narrow
slowed slipped slid plunged plummeted dipped down slashed depreciated depreciation retreated
shortened downward
"""
_EN_TREND = re.compile(
    rf"\b(?:(?P<up>{_one_of(_EN_UP.split())})(?!(?<=up) to)"
    rf"|(?P<down>{_one_of(_EN_DOWN.split())}))\b"
)
_EN_BEHIND_TREND = re.compile(
    r"[\s-](?:year[\s-]on[\s-]year\s|annual\s|percentage[\s-]points?\s|in\s)?(?:"
    r"(?P<up>increase|rise|growth|gain|hike|jump|surge|higher|expansion|more(?=\sthan\b|[.,;]|\Z))"
    r"|(?P<down>decrease|decline|fall|drop|reduction|cut|lower|contraction|fewer"
    r"|less(?=\sthan\b|[.,;]|\Z)))\b"
)
_EN_HEDGED = (
    r"(?:\s(?:about|around|over|more than|nearly|some|almost|close to|approximately|at least|only"
    r"|just|an?|less|fewer than|less than|another|up to|rmb|us"
    r"|an? (?:average|further|additional|total|cumulative)(?: of)?))?"
)
_EN_BY = re.compile(rf"\bby{_EN_HEDGED}\s?\Z")
_EN_TO = re.compile(rf"(?<!up )\bto{_EN_HEDGED}\s?\Z")
_EN_RANGE = re.compile(r"\d\S*\s?(?:percent\s)?to\s\Z")
_EN_MORE = re.compile(r"\s(?:more|additional|new|other|further)\b")
_EN_CLAUSE = re.compile(
    r"[;:()!?—–]|[.,](?!\d)|\b(?:and|while|but|with|from|which|that)\b"
)
_EN_ADJACENT = re.compile(
    rf"(?:^|\bof|\brate of|-year|\bannually){_EN_HEDGED}\s?\Z"
)


def hedged(number: Number, text: str, language: Language) -> Number:
    """The number, widened by what stands before or behind it: 约, 以上, nearly, or so.

    >>> from fractions import Fraction
    >>> from nqpterms.model.places import Span
    >>> number = Number(Span(7, 17), Fraction(30_000_000), "cardinal")
    >>> hedged(number, "nearly 30 million", "en").hedge
    'under'
    """
    if number.hedge or number.top:
        return number
    start, end = number.span
    before, behind = (
        (_ZH_BEFORE, _ZH_BEHIND)
        if language == "zh"
        else (_EN_BEFORE, _EN_BEHIND)
    )
    words = _ZH_HEDGES if language == "zh" else _EN_HEDGES
    match = behind.match(text[end : end + 14].lower())
    match = match or before.search(text[max(0, start - 24) : start].lower())
    if not match:
        return number
    word = match[1].translate(_SIMPLE) if language == "zh" else match[1]
    return replace(number, hedge=words.get(word, "about"))


def change_of(number: Number, text: str, language: Language) -> NumberChange:
    """How a number changes what it speaks of, as far as the words beside it say."""
    if language == "zh":
        return _chinese_change(number, text)
    return _english_change(number, text.lower())


def _chinese_change(number: Number, text: str) -> NumberChange:
    start, end = number.span
    if behind := _ZH_BEHIND_TREND.match(text, end):
        return NumberChange(behind.lastgroup or "", "by")
    before = _ZH_CLAUSE.split(text[max(0, start - _FAR) : start])[-1]
    trends = list(_ZH_TREND.finditer(before))
    if not trends:
        return _NO_CHANGE
    last = trends[-1]
    trend = last.lastgroup or ""
    between = before[last.end() :]
    if _ZH_LEVEL.search(between) or "负" in before:
        return _NO_CHANGE
    if _ZH_TO.search(before, last.start()):
        return NumberChange(trend, "to")
    loose = last[0].endswith("幅") or _ZH_LOOSE.search(between)
    return NumberChange(trend, "" if loose else "by")


def _english_change(number: Number, lower: str) -> NumberChange:
    start, end = number.span
    if behind := _EN_BEHIND_TREND.match(lower, end):
        return NumberChange(behind.lastgroup or "", "by")
    before = _EN_CLAUSE.split(lower[max(0, start - 60) : start])[-1]
    trends = list(_EN_TREND.finditer(before))
    if not trends:
        return _NO_CHANGE
    last = trends[-1]
    trend, between = last.lastgroup or "", before[last.end() :]
    if "negative" in before or "loss" in before:
        return _NO_CHANGE
    if _EN_RANGE.search(between) or _EN_MORE.match(lower, end):
        return NumberChange(trend, "")
    if _EN_BY.search(between):
        return NumberChange(trend, "by")
    if _EN_TO.search(between):
        return NumberChange(trend, "to")
    return (
        NumberChange(trend, "") if _EN_ADJACENT.search(between) else _NO_CHANGE
    )


def conflict(source: NumberChange, target: NumberChange) -> str:
    """Which of the two ways in which changes differ: "trend", "way", or ""."""
    if not source.trend or not target.trend:
        return ""
    if source.trend != target.trend:
        return "trend"
    return (
        "way" if source.way and target.way and source.way != target.way else ""
    )


# Values


def dimension(number: Number) -> str:
    """What a number measures: a dimension of `units.py`, or the kind of a date or an ordinal."""
    if number.kind in _DATES or number.kind in ("ordinal", "ratio"):
        return number.kind
    if number.kind in _SHARES:
        return "share"
    return UNITS[number.unit].dimension if number.unit else ""


def size(number: Number) -> float:
    """The value in the first unit of its dimension."""
    if number.kind == "fraction" or not number.unit:
        return float(number.value)
    return float(number.value) * UNITS[number.unit].factor


def may_be_same(
    source: Number,
    target: Number,
    *,
    bare_yuan: bool = False,
    sharper: bool = False,
) -> bool:
    """Whether two numbers, hedged as the words around them say, may mean the same.

    *bare_yuan*: 元 may be dollars. *sharper*: the target may be more precise than the source.

    >>> from fractions import Fraction
    >>> from nqpterms.model.places import Span
    >>> million = Number(Span(0, 5), Fraction(12_440_000), "cardinal")
    >>> rough = Number(Span(0, 5), Fraction(12_000_000), "cardinal", step=Fraction(10**6))
    >>> over = replace(rough, hedge="over")
    >>> may_be_same(million, over), may_be_same(million, replace(over, value=Fraction(13**6)))
    (True, False)
    """
    one, other = dimension(source), dimension(target)
    if one != other:
        return _across(source, target, bare_yuan=bare_yuan, sharper=sharper)
    if source.kind in _DATES or one in ("ordinal", "ratio"):
        return _equal_values(source, target)
    if source.kind == "multiple":
        return not {source.value, *source.others}.isdisjoint(
            {target.value, *target.others}
        )
    return _meet(source, target, sharper=sharper)


def _equal_values(source: Number, target: Number) -> bool:
    return source.value == target.value or (
        target.value in source.others or source.value in target.others
    )


def _across(
    source: Number, target: Number, *, bare_yuan: bool, sharper: bool
) -> bool:
    """Whether two numbers of different dimensions may be one."""
    one, other = dimension(source), dimension(target)
    if source.kind == target.kind == "money":
        return same_money(
            source.unit, target.unit, bare_yuan=bare_yuan
        ) and _meet(source, target, sharper=sharper)
    pair = {one, other}
    if pair == {"celsius", "fahrenheit"}:
        return _same_temperature(source, target)
    if pair == {"multiple", "share"}:
        multiple, share = (
            (source, target) if one == "multiple" else (target, source)
        )
        return any(
            abs(size(share) - value) < _EPSILON
            for value in _as_shares(multiple, share)
        )
    if not _may_stand_for(one, other):
        return False
    if _equal_values(source, target):
        return True
    return (not one or not other) and _meet(source, target, sharper=sharper)


def is_in_plan(year: Number, plan: Number) -> bool:
    """Whether a year belongs to a five-year plan: 2025 to the fourteenth."""
    if year.kind != "year" or plan.noun != "plan":
        return False
    first = 2021 + 5 * (int(plan.value) - 14)
    return first <= year.value <= first + 4


def _may_stand_for(one: str, other: str) -> bool:
    """Whether a number of one dimension may be printed as one of the other."""
    plain = {"", "time"}
    if {one, other} == {"day", "time"}:
        return True  # 每星期6日, six days a week
    if one in plain and other in plain:
        return True
    if "" in (one, other):
        return True
    if "ordinal" in (one, other):
        return (one if other == "ordinal" else other) in (
            "time",
            "day",
            "multiple",
        )  # 三年, the third year
    return {one, other} in (
        {"degree", "celsius"},
        {"degree", "fahrenheit"},
        {"clock", "ratio"},
    )


def _as_shares(multiple: Number, share: Number) -> list[float]:
    """What a multiple is in shares: a growth of 1.5 times is 150 percent, doubling is 100."""
    value = float(multiple.value)
    growth = value if multiple.noun == "by" else value - 1
    return [growth] if share.noun == "by" else [growth, growth + 1]


def _same_temperature(source: Number, target: Number) -> bool:
    celsius, fahrenheit = (
        (source, target) if source.unit == "C" else (target, source)
    )
    return abs(float(celsius.value) * 1.8 + 32 - float(fahrenheit.value)) <= 1


def _meet(source: Number, target: Number, *, sharper: bool) -> bool:
    """Whether the intervals of two numbers of one dimension meet."""
    one, other = size(source), size(target)
    if _close(abs(one), abs(other)):
        return True  # without the sign: −2.4% is a fall of 2.4%
    if one * other < 0:
        return False
    if source.top or target.top:
        return _overlap(_interval(source), _interval(target))
    if source.unit != target.unit and not _same_scale(source, target):
        slack = max(_place(target), 0.0) / 2
        if abs(one - other) <= min(slack, _CONVERTED * abs(one)):
            return True
    fine, coarse = (
        (source, target)
        if _place(source) < _place(target)
        else (target, source)
    )
    if coarse is source and not sharper and fine.hedge in ("", coarse.hedge):
        return False
    return _is_rounding(fine, coarse)


def _same_scale(source: Number, target: Number) -> bool:
    """Whether a conversion only moves the decimal point (kg and t), so that it loses nothing."""
    if source.kind == target.kind == "money" or dimension(source) == "":
        return True
    if "fraction" in (source.kind, target.kind):
        return False
    if not source.unit or not target.unit:
        return True
    ratio = UNITS[source.unit].factor / UNITS[target.unit].factor
    while ratio < 0.999:
        ratio *= 10
    while ratio > 9.999:
        ratio /= 10
    return abs(ratio - 1) < 1e-6


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _EPSILON * max(one, other)


def _is_rounding(fine: Number, coarse: Number) -> bool:
    """Whether one number is the other, rounded, or said with a word that widens it."""
    if fine.hedge and coarse.hedge:
        return fine.hedge != coarse.hedge and _overlap(
            _interval(fine), _interval(coarse)
        )
    low, high = _interval(coarse)
    if coarse.hedge:
        return low <= size(fine) <= high and _place(fine) < _place(coarse)
    if dimension(coarse) == "share" or fine.hedge:
        return False
    # without such a word only long figures are rounded, and only to a scale: 1.39 to 1.4 trillion
    step = _step(coarse)
    return (
        _step(fine) < step
        and step >= 1000
        and abs(size(fine) - size(coarse)) <= step / 2
    )


def _step(number: Number) -> float:
    """What the last printed figure counts, in the first unit of the dimension."""
    factor = (
        UNITS[number.unit].factor
        if number.unit and number.kind != "fraction"
        else 1.0
    )
    return float(number.step) * factor


def _place(number: Number) -> float:
    """What the last figure that is not 0 counts: 100 in 1,200."""
    step, units = _step(number), abs(number.value / number.step)
    if units.denominator != 1 or not units:
        return step
    figures = units.numerator
    while figures % 10 == 0:
        figures //= 10
        step *= 10
    return step


def _interval(number: Number) -> tuple[float, float]:
    """The values that a number may mean, in the first unit of its dimension."""
    value, place = size(number), _place(number)
    if number.top:
        factor = UNITS[number.unit].factor if number.unit else 1.0
        return value, float(number.top) * factor
    if place == value and number.hedge == "under":
        place = value / 2  # nearly 100 is more than 50
    match number.hedge:
        case "over":
            return value, value + place * 0.999
        case "under":
            return value - place * 0.999, value
        case "about":
            return value - place / 2, value + place / 2
    return value, value


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] * (1 + _EPSILON) and other[0] <= one[1] * (
        1 + _EPSILON
    )
