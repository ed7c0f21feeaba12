"""What the words around a number say: about how much it is, a rise or a fall, by it or to it.

约, 以上 and nearly widen a number; 增长 and rose, 降至 and fell to make a change of it; 顺差 and
deficit say on which side of nothing it lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from nqpterms.lang.numbers.numerals import both_scripts
from nqpterms.lang.numbers.quantities import Hedge, Number
from nqpterms.lang.numbers.units import UNITS

Language = Literal["zh", "en"]


class NumberChange(NamedTuple):
    """Whether a value rises or falls (up, down), and whether by a number or to it; "" if unsaid.

    Of a balance `trend` says on which side of nothing it lies: plus (a surplus, a profit), minus.
    """

    trend: str
    way: str


_NO_CHANGE = NumberChange("", "")
_BALANCES = frozenset({"plus", "minus"})


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
    over="""
        超过 突破 逾 超 多于 高于 大于 不少于 不低于 不下 不得少于 不得低于 至少 起码 以上 多达 高达
        多 余 强
    """,
    under="""
        不到 不足 将近 接近 近 低于 少于 小于 不超过 不高于 不多于 不得超过 不得高于 不得多于 至多
        最多 以内 以下 弱
    """,
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
        not~lower~than no~lower~than not~below no~earlier~than
    """,
    under="""
        nearly close~to almost less~than fewer~than under below up~to no~more~than within at~most
        not~more~than approaching just~under just~short~of nearing lower~than not~exceeding
        a~maximum~of not~higher~than no~higher~than not~above no~later~than
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

_NO_LIMITS = frozenset(
    [
        *"高达 多达 强 弱 来 within beyond".split(),
        *("up to", "as many as", "as much as", "as high as"),
    ]
)
"""What widens a number but forbids no value on its other side."""

_PASSING = frozenset(("近", "over"))
"""What speaks of a time that passed rather than of a limit: 近三年, over three years."""

_ZH_NEGATION = re.compile(both_scripts("[不未没無无勿][^，。；、]{0,2}\\Z"))
_EN_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|without|nor)\b(?:\s[a-z]+){0,3}\s?\Z"
)

_FAR = 20  # code points between a Chinese change and its number
_ZH_UP = """
增长 增加 新增 净增 上升 提高 上涨 提升 增幅 涨幅 升幅 扩大 攀升 上调 增至 升至 涨至 增到 升到
回升 反弹 加快 升值
"""
_ZH_DOWN = """
下降 降低 减少 下跌 下滑 回落 收窄 缩小 降至 减至 跌至 降到 缩减 压减 压缩 下调 跌幅 降幅 减幅
缩短 减轻 减负 减税降费 减税 精简 退出 淘汰 放缓 收缩 萎缩 贬值
"""
_ZH_TREND = re.compile(
    both_scripts(
        f"(?P<up>{_one_of(_ZH_UP.split())}|(?<!少)[增升涨](?=[了至到约逾超近为]{{0,2}}$))"
        f"|(?P<down>{_one_of(_ZH_DOWN.split())}|[降减跌](?=[了至到破约逾超近为]{{0,2}}$))"
    )
)
_ZH_BESIDE_OTHERS = re.compile(
    both_scripts(
        "(?P<up>[高快多]于|高出|多出|[高快多](?=[出了约近]{0,2}$))"
        "|(?P<down>(?<!不)[低慢少]于|[低慢少](?=[了约近]{0,2}$))"
    )
)
"""A comparison: 比上年低0.6个百分点."""

_ZH_TO = re.compile(
    both_scripts(
        r"(?<![\d%])[至到]|[跌涨]破|(?:调整|提高|扩大|压缩|缩短|[降升增减])为"
    )
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
_ZH_BALANCE = re.compile(
    both_scripts(
        "(?:(?P<plus>顺差|盈余|盈利)|(?P<minus>逆差|赤字|亏损))"
        "(?:额|规模)?[了为达至到约超近]{0,3}(?:过)?$"
    )
)
_ZH_LEVEL = re.compile(both_scripts("目标|水平|比重|占|比例|速度"))
"""What says that a number is a level rather than a change."""

_EN_UP = """
rose rise rises rising risen increase increased increases increasing grow grew grown grows growing
growth climbed climb climbing gained gain jumped jump surged surge soared expanded expand expansion
raise raised raising higher widened upward hike accelerated up appreciated appreciation
strengthened firmed rallied
"""
_EN_DOWN = """
fell fall falls falling fallen decline declined declines declining decrease decreased decreases
decreasing drop dropped drops dropping reduce reduced reduces reducing reduction reductions cut cuts
cutting lower lowered lowering shrank shrunk shrink contracted contraction narrowed narrowing narrow
slowed slipped slid plunged plummeted dipped down slashed depreciated depreciation retreated
shortened downward lost weakened softened
"""
_EN_BALANCE = re.compile(
    r"\b(?:(?P<plus>surplus|profits?)|(?P<minus>deficits?|loss(?:es)?))"
    r"(?:\s(?:of|was|is|were|reached|totaled|totaling|stood|at|came|to|about|over|more|than"
    r"|nearly|some|around|exceeding|exceeded)){1,3}\s?\Z"
)
_EN_TREND = re.compile(
    rf"\b(?:(?P<up>{_one_of(_EN_UP.split())})(?!(?<=up) to)"
    rf"|(?P<down>{_one_of(_EN_DOWN.split())}))\b"
)
_EN_BEHIND_TREND = re.compile(
    r"[\s-](?:year[\s-]on[\s-]year\s|annual\s|percentage[\s-]points?\s|in\s)?(?:"
    r"(?P<up>increase|rise|growth|gain|hike|jump|surge|higher|faster|expansion"
    r"|more(?=\sthan\b|[.,;]|\Z))"
    r"|(?P<down>decrease|decline|fall|drop|reduction|cut|lower|slower|contraction|fewer"
    r"|less(?=\sthan\b|[.,;]|\Z)))\b"
)
_EN_HEDGED = (
    r"(?:\s(?:about|around|over|above|below|past|beyond|more than|nearly|some|almost|close to"
    r"|approximately|at least|only|just|an?|less|fewer than|less than|another|up to|rmb|us"
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
    word, _ = _hedge_word(number, text, language)
    if not word:
        return number
    words = _ZH_HEDGES if language == "zh" else _EN_HEDGES
    return replace(number, hedge=words.get(word, "about"))


def limit_of(number: Number, text: str, language: Language) -> Hedge:
    """Whether the words around a number make it the least or the most: at least 50, 不到三成.

    >>> from fractions import Fraction
    >>> from nqpterms.model.places import Span
    >>> number = Number(Span(9, 11), Fraction(50), "cardinal")
    >>> limit_of(number, "at least 50 homes", "en"), limit_of(number, "up to    50", "en")
    ('over', '')
    """
    if number.top:
        return ""
    word, before = _hedge_word(number, text, language)
    if not word:
        return number.hedge
    is_time = UNITS[number.unit].dimension == "time" if number.unit else False
    if word in _NO_LIMITS or (is_time and word in _PASSING):
        return ""
    negation = _ZH_NEGATION if language == "zh" else _EN_NEGATION
    if negation.search(before):
        return ""
    words = _ZH_HEDGES if language == "zh" else _EN_HEDGES
    hedge = words.get(word, "about")
    return "" if hedge == "about" else hedge


def _hedge_word(
    number: Number, text: str, language: Language
) -> tuple[str, str]:
    """The word that widens a number, and what stands before that word; two empty texts for none."""
    start, end = number.span
    before, behind = (
        (_ZH_BEFORE, _ZH_BEHIND)
        if language == "zh"
        else (_EN_BEFORE, _EN_BEHIND)
    )
    around = text[max(0, start - 24) : start].lower()
    match = behind.match(text[end : end + 14].lower())
    if match:
        around = ""
    else:
        match = before.search(around)
        around = around[: match.start(1)] if match else ""
    if not match:
        return "", ""
    word = match[1].translate(_SIMPLE) if language == "zh" else match[1]
    return word, around


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
    if balance := _ZH_BALANCE.search(before):
        return NumberChange(balance.lastgroup or "", "")
    trends = list(_ZH_TREND.finditer(before))
    if number.unit == "point":
        trends = list(_ZH_BESIDE_OTHERS.finditer(before)) or trends
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
    if balance := _EN_BALANCE.search(before):
        return NumberChange(balance.lastgroup or "", "")
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
    if (source.trend in _BALANCES) != (target.trend in _BALANCES):
        return ""
    if source.trend != target.trend:
        return "trend"
    return (
        "way" if source.way and target.way and source.way != target.way else ""
    )
