"""The number at the head of a line: in which style it is written, and what it says.

A style is a way of numbering, such as 第一章, 一、, （一）, 1., 1.1, Chapter 1, I. or [1]. What
stands at the head of a line is a Mark whether or not the line is a heading: that is for
`headings` and `lists` to find out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import HAN
from nqpterms.lang.normal_form import fold_signs
from nqpterms.readers.blocks import SPACE

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_WORDS = {word: value for value, word in enumerate(_COUNT.split(" "), 1)} | _TENS
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_UNITS = "万亿千百元个個倍米吨年月日号號％%‰度岁歲人次家项項种種点點时時分秒届屆条條名"

_HEAD = 80  # characters at the head of a text in which a number is looked for

_HAN_NUMBER = "[〇零一二两三四五六七八九十百]+"
_ROMAN_NUMBER = "(?:x{0,3})(?:ix|iv|v?i{0,3})"
_WORD_NUMBER = "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")(?:-[a-z]+)?"
_KINDS = {
    "part": "part book volume 篇 編 编 部 部分 卷 集",
    "chapter": "chapter lecture unit lesson 章 回 讲 講",
    "section": "section 节 節",
    "article": "article 条 條",
    "appendix": "appendix annex 附录 附錄 附件",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


class Mark(Struct, frozen=True):
    """A number at the head of a text: its style, what it says, and where the text after it begins.

    >>> numbered("3.1.2 配置方式")
    Mark(style='decimal3', numbers=(3, 1, 2), end=6)
    """

    style: str
    numbers: tuple[int, ...]
    end: int


LIST_ONLY = ("[1]", "①")
"""Styles that number the items of lists and never a heading."""

STRONG = ("part", "chapter", "section", "appendix")
"""Styles that nothing but a heading has."""

_CHINESE_END = r"(?=[\s:、.—-]|$|[^\W\d_a-z])[\s:、.—-]*"
# "Part One of the plan" is no heading: a capital, a digit or a quote must follow.
_ENGLISH_END = r"(?![\w'’])(?:\s*[:.—–-]+\s*|$|\s+(?=(?-i:[A-Z“\"‘'\d(])))"
_KIND = "part|book|volume|chapter|lecture|unit|lesson|section|article|appendix|annex"
_CUT = r"(?=[\s:、.—-]|$)[\s:、.—-]*"
_BEFORE_HAN = rf"(?=[{HAN}“\"《(])(?![{_UNITS}])"

_PATTERNS = (
    ("named", rf"第\s*(?P<n>{_HAN_NUMBER}|\d{{1,3}})\s*"
              rf"(?P<k>部分|[章节節篇编編部卷集讲講条條]|回(?!合)){_CHINESE_END}"),
    ("named", rf"(?P<k>附[录錄件])\s*(?P<n>{_HAN_NUMBER}|\d{{1,2}}|[A-Z]){_CUT}"),
    ("named", rf"(?i:(?P<k>{_KIND})"
              rf"\s+(?P<n>\d{{1,3}}|{_WORD_NUMBER}|{_ROMAN_NUMBER}|[a-h]){_ENGLISH_END})"),
    ("han", rf"(?P<n>{_HAN_NUMBER})(?:\s*、|\s*\.(?!\d)|\s*,(?=\s)|\s{{1,3}}(?=[{HAN}]))\s*"),
    ("(han)", rf"\(\s*(?P<n>{_HAN_NUMBER})\s*\)\s*、?\s*"),
    ("decimal", rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,5}})(?:\.|、)?(?:\s+|{_BEFORE_HAN})"),
    ("1.", r"(?P<n>\d{1,3})\s*(?:、|\.(?![\d.])(?=\s|[^\W\d_a-z]|[“\"《(\[]|$))\s*"),
    ("1)", r"(?P<n>\d{1,3})\s*\)\s*"),
    ("(1)", r"\(\s*(?P<n>\d{1,3})\s*\)\s*"),
    ("[1]", r"[\[【〔]\s*(?P<n>\d{1,3})\s*[\]】〕]\s*"),
    ("①", r"(?P<n>[①-⑳㉑-㉟㊱-㊿])\s*"),
    ("1", rf"(?P<n>\d{{1,2}})\s+(?=[A-Z“{HAN}])(?![{_UNITS}])"),
    ("I.", r"(?P<n>(?=[IVXL])X{0,3}L?X{0,3}(?:IX|IV|V?I{0,3}))(?:\s*、\s*|\.\s+|\.$)"),
    ("A.", r"(?P<n>[A-Z])(?:\s*、\s*|\.\s+(?![A-Z]\.))"),
    ("(a)", r"\(\s*(?P<n>[a-zA-Z])\s*\)\s*"),
)  # fmt: skip
_ANY = re.compile("|".join(re.sub("\\?P<[nk]>", "?:", pattern) for _, pattern in _PATTERNS))
"""Any of them: most texts begin with none, and one look instead of fifteen says so."""

_STYLES = tuple((style, re.compile(pattern)) for style, pattern in _PATTERNS)


def numbered(text: str) -> Mark | None:
    """The number at the head of a text, if one stands there.

    Full-width digits and signs are read like narrow ones. Chinese and English words for the same
    thing have one style.

    >>> numbered("Chapter Three: Reform"), numbered("第三章 改革")
    (Mark(style='chapter', numbers=(3,), end=15), Mark(style='chapter', numbers=(3,), end=4))
    >>> numbered("（一）目标").style, numbered("二、原则").numbers, numbered("IV. Outlook").numbers
    ('(han)', (2,), (4,))
    >>> numbered("2024 was a good year"), numbered("5.2%的增长")
    (None, None)
    """
    head = text[:_HEAD]
    folded = fold_signs(head)
    return _numbered(head, folded) if _ANY.match(folded) else None


@lru_cache(maxsize=1 << 14)  # each step of the outline asks again
def _numbered(text: str, folded: str) -> Mark | None:
    for style, pattern in _STYLES:
        if (found := pattern.match(folded)) and (numbers := _numbers(found["n"])):
            return Mark(_style(style, found, numbers), numbers, _after(text, found.end()))
    return None


def heading_mark(text: str) -> Mark | None:
    """The number at the head of a text in a style that headings have; 1 Scope counts as 1. Scope.

    >>> heading_mark("1 Scope"), heading_mark("[1] Scope")
    (Mark(style='1.', numbers=(1,), end=2), None)
    """
    mark = numbered(text)
    if mark is None or mark.style in LIST_ONLY:
        return None
    return replace(mark, style="1.") if mark.style == "1" else mark


def _style(style: str, found: re.Match[str], numbers: tuple[int, ...]) -> str:
    if style == "named":
        return _KIND_OF[found["k"].lower()]
    return f"decimal{len(numbers)}" if style == "decimal" else style


def _after(text: str, end: int) -> int:
    while end < len(text) and text[end] in SPACE:
        end += 1
    return end


def _numbers(printed: str) -> tuple[int, ...]:
    """The numbers in what is printed; empty where it spells none.

    >>> _numbers("三十二"), _numbers("5.10"), _numbers("twenty-one"), _numbers("xiv"), _numbers("③")
    ((32,), (5, 10), (21,), (14,), (3,))
    """
    if printed[:1].isdigit() and printed.isascii():
        return tuple(map(int, printed.split(".")))
    lower = printed.lower()
    if not printed.isascii():
        value = _han(printed) if re.match(f"[{HAN}]", printed) else _circled(printed)
    elif lower.split("-")[0] in _WORDS:
        value = sum(_WORDS.get(word, 0) for word in lower.split("-"))
    elif lower and re.fullmatch("[ivxl]+", lower):
        value = _roman(lower)
    else:
        value = ord(lower) - ord("a") + 1 if len(lower) == 1 else 0
    return (value,) if value else ()


def _han(printed: str) -> int:
    """The value of a Chinese numeral below 1000, in 十 and 百 or digit by digit."""
    if not set(printed) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in printed))
    value = digit = 0
    for char in printed:
        if char in "十百":
            value += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return value + digit


def _roman(printed: str) -> int:
    values = [_ROMAN[char] for char in printed]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def _circled(printed: str) -> int:
    for first, number in (("①", 1), ("㉑", 21), ("㊱", 36)):
        if 0 <= ord(printed) - ord(first) < 20:
            return ord(printed) - ord(first) + number
    return 0
