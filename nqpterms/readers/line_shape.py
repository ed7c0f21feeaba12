"""The shape of a line: the number at its head, what its words announce, how it ends.

A style is a way of numbering, such as 第一章, 一、, （一）, 1., 1.1, Chapter 1, I. or [1]. What
stands at the head of a line is a NumberMark whether or not the line is a heading: that is for
`headings` and `note_lists` to find out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import HAN, count_han, simplified
from nqpterms.lang.normal_form import fold_signs
from nqpterms.readers.text_blocks import SPACE

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_COUNT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
}
_WORDS = {
    word: value for value, word in enumerate(_COUNT.split(" "), 1)
} | _TENS
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_UNITS = "万亿千百元个個倍米吨年月日号號％%‰度岁歲人次家项項种種点點时時分秒届屆条條名"

_HEAD = 80  # characters at the head of a text in which a number is looked for

_HAN_NUMBER = "[〇零一二两三四五六七八九十百]+"
_ROMAN_NUMBER = "(?:x{0,3})(?:ix|iv|v?i{0,3})"
_WORD_NUMBER = (
    "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")(?:-[a-z]+)?"
)
_KINDS = {
    "part": "part book volume 篇 編 编 部 部分 卷 集",
    "chapter": "chapter lecture unit lesson 章 回 讲 講",
    "section": "section sec. § 节 節",
    "article": "article art. clause 条 條",
    "appendix": "appendix annex 附录 附錄 附件",
}
_KIND_OF = {
    word: kind for kind, words in _KINDS.items() for word in words.split()
}


_NUMBER_SIGNS = (
    ("".join(map(chr, range(ord("①"), ord("⑳") + 1))), 1),
    ("".join(map(chr, range(ord("㉑"), ord("㉟") + 1))), 21),
    ("".join(map(chr, range(ord("㊱"), ord("㊿") + 1))), 36),
    ("".join(map(chr, range(ord("⑴"), ord("⒇") + 1))), 1),
    ("".join(map(chr, range(ord("⒈"), ord("⒛") + 1))), 1),
    ("".join(map(chr, range(ord("㈠"), ord("㈩") + 1))), 1),
    ("".join(map(chr, range(ord("Ⅰ"), ord("Ⅻ") + 1))), 1),
)
"""Signs that are whole numbers, and the value of the first of each row."""

_WIDE_DOT = re.compile(r"．(?!\d)")


class NumberMark(Struct, frozen=True):
    """A number at the head of a text: its style, what it says, and where the text after it begins.

    >>> numbered("3.1.2 配置方式")
    NumberMark(style='decimal3', numbers=(3, 1, 2), end=6)
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
_KIND = (
    "part|book|volume|chapter|lecture|unit|lesson|section|article|appendix|annex"
    r"|clause|art\.|sec\."
)
_CUT = r"(?=[\s:、.—-]|$)[\s:、.—-]*"
_BEFORE_HAN = rf"(?=[{HAN}“\"《(])(?![{_UNITS}])"

_PATTERNS = (
    ("named", rf"第\s*(?P<n>{_HAN_NUMBER}|\d{{1,3}})\s*"
              rf"(?P<k>部分|[章节節篇编編部卷集讲講条條]|回(?!合)){_CHINESE_END}"),
    ("named", rf"(?P<k>附[录錄件])\s*(?P<n>{_HAN_NUMBER}|\d{{1,2}}|[A-Z]){_CUT}"),
    ("named", rf"(?i:(?P<k>{_KIND})"
              rf"\s+(?P<n>\d{{1,3}}|{_WORD_NUMBER}|{_ROMAN_NUMBER}|[a-h]){_ENGLISH_END})"),
    ("named", r"(?P<k>§)\s*(?P<n>\d{1,3})(?=[\s.:])\s*[.:]?\s+"),
    ("han", rf"(?P<n>{_HAN_NUMBER})(?:\s*、|\s*\.(?!\d)|\s*,(?=\s)|\s{{1,3}}(?=[{HAN}]))\s*"),
    ("(han)", rf"\(\s*(?P<n>{_HAN_NUMBER})\s*\)\s*、?\s*"),
    ("(han)", r"(?P<n>[㈠-㈩])\s*、?\s*"),
    ("decimal", rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,5}})(?:\.|、)?(?:\s+|{_BEFORE_HAN})"),
    ("1.", r"(?P<n>\d{1,3})\s*(?:、|\.(?![\d.])(?=\s|[^\W\d_a-z]|[“\"《(\[]|$))\s*"),
    ("1)", r"(?P<n>\d{1,3})\s*\)\s*"),
    ("1.", r"(?P<n>[⒈-⒛])\s*"),
    ("(1)", r"\(\s*(?P<n>\d{1,3})\s*\)\s*"),
    ("(1)", r"(?P<n>[⑴-⒇])\s*"),
    ("[1]", r"[\[【〔]\s*(?:\^\s*(?=\d+\s*\]\s*:))?(?P<n>\d{1,3})\s*[\]】〕](?:\s*:(?=\s))?\s*"),
    ("①", r"(?P<n>[①-⑳㉑-㉟㊱-㊿])\s*"),
    ("1", rf"(?P<n>\d{{1,2}})\s+(?=[A-Z“{HAN}])(?![{_UNITS}])"),
    ("I.", r"(?P<n>(?=[IVXL])X{0,3}L?X{0,3}(?:IX|IV|V?I{0,3}))(?:\s*、\s*|\.\s+|\.$)"),
    ("I.", r"(?P<n>[Ⅰ-Ⅻ])(?:\s*[、.]\s*|\s+|$)"),
    ("A.", r"(?P<n>[A-Z])(?:\s*、\s*|\.\s+(?![A-Z]\.))"),
    ("(a)", r"\(\s*(?P<n>[a-zA-Z])\s*\)\s*"),
)  # fmt: skip
_ANY = re.compile(
    "|".join(re.sub("\\?P<[nk]>", "?:", pattern) for _, pattern in _PATTERNS)
)
"""Any of them: most texts begin with none, and one look instead of fifteen says so."""

_STYLES = tuple((style, re.compile(pattern)) for style, pattern in _PATTERNS)


def numbered(text: str) -> NumberMark | None:
    """The number at the head of a text, if one stands there.

    Full-width digits and signs are read like narrow ones. Chinese and English words for the same
    thing have one style.

    >>> [(mark.style, mark.numbers) for mark in map(numbered, ("Chapter Three: A", "第三章 改革"))]
    [('chapter', (3,)), ('chapter', (3,))]
    >>> numbered("（一）目标").style, numbered("二、原则").numbers, numbered("IV. Outlook").numbers
    ('(han)', (2,), (4,))
    >>> numbered("III．附则").numbers, numbered("⑵ 校舍").numbers, numbered("Ⅳ、师资").numbers
    ((3,), (2,), (4,))
    >>> numbered("2024 was a good year"), numbered("5.2%的增长")
    (None, None)
    """
    head = text[:_HEAD]
    # A wide dot ends a number as 、 does, with no blank behind it.
    folded = fold_signs(_WIDE_DOT.sub("、", head) if "．" in head else head)
    return _numbered(head, folded) if _ANY.match(folded) else None


@lru_cache(maxsize=1 << 14)  # each step of the outline asks again
def _numbered(text: str, folded: str) -> NumberMark | None:
    for style, pattern in _STYLES:
        match = pattern.match(folded)
        if match is None:
            continue
        numbers = _numbers(match["n"])
        if numbers:
            return NumberMark(
                _style(style, match, numbers),
                numbers,
                _after(text, match.end()),
            )
    return None


def heading_mark(text: str) -> NumberMark | None:
    """The number at the head of a text in a style that headings have; 1 Scope counts as 1. Scope.

    >>> heading_mark("1 Scope"), heading_mark("[1] Scope")
    (NumberMark(style='1.', numbers=(1,), end=2), None)
    """
    mark = numbered(text)
    if mark is None or mark.style in LIST_ONLY:
        return None
    return replace(mark, style="1.") if mark.style == "1" else mark


def _style(style: str, match: re.Match[str], numbers: tuple[int, ...]) -> str:
    if style == "named":
        return _KIND_OF[match["k"].lower()]
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
    value = _latin(printed.lower()) if printed.isascii() else _wide(printed)
    return (value,) if value else ()


def _latin(printed: str) -> int:
    """The value of an English word, of a Roman numeral or of a single letter; 0 for no number."""
    words = printed.split("-")
    if words[0] in _WORDS:
        return sum(_WORDS.get(word, 0) for word in words)
    if re.fullmatch("[ivxl]+", printed):
        return _roman(printed)
    return ord(printed) - ord("a") + 1 if len(printed) == 1 else 0


def _wide(printed: str) -> int:
    return (
        _han(printed) if re.match(f"[{HAN}]", printed) else _one_sign(printed)
    )


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
    total = 0
    for value, after in zip(values, following, strict=True):
        total += -value if value < after else value
    return total


def _one_sign(printed: str) -> int:
    """The value of a sign that is a whole number: circled, bracketed, with a dot, Roman."""
    for signs, number in _NUMBER_SIGNS:
        if printed in signs:
            return signs.index(printed) + number
    return 0


# -- the words -------------------------------------------------------------------------------

Role = Literal["contents", "notes", "references", "entries", "other"]

# Characters of a heading that announces something by its wording.
_LONGEST_ROLE = 60
# characters; the longest titles of government reports have about 45.
_LONGEST_HAN = 60
# characters; the longest of a government work report has 159.
_LONGEST_LATIN = 200
_TAIL = 80  # characters at the end of a text that tell how it ends
_LEAD_HAN = 45  # characters of a heading that goes on as a paragraph
_LEAD_REST = 12  # characters at least of the text after it

_ROLE_WORDS: dict[Role, str] = {
    "contents": "目录|目次|(table of )?contents",
    "notes": "注|注释|注解|附注|尾注|脚注|(end|foot)?notes",
    "references": "(主要)?(参考|引用)(文献|资料|书目)|references|bibliography|works cited"
    "|further reading|(selected|list of) references",
    "entries": "名词解释|(名词)?术语(解释|表|汇编)?|词汇表"
    "|(explanation of |glossary of |key )?terms|glossary|explanatory notes on terms",
    "other": "前言|序|序言|自序|代序|绪论|绪言|引言|引子|导言|导论|导语|楔子|摘要|内容提要|内容摘要"
    "|(编写|编制|编辑|编译|出版|翻译)?说明|(编者|译者|作者)(按|的话)|编后|(编|译)?后记|跋|尾声|结语"
    "|结束语|结论|结论(与|和)(建议|展望)|总结|小结|余论|附录|附件|致谢|鸣谢|索引"
    "|preface|foreword|prologue|introduction|abstract|(executive )?summary|conclusions?"
    "|conclusions? and (recommendations|outlook)|concluding (remarks|notes)|closing remarks"
    "|epilogue|afterword|postscript|(editor('?s|s'|ial)?|translator'?s'?|author'?s'?"
    "|compil(er'?s'?|ation|ers')|publisher'?s'?) (notes?|preface|foreword)|acknowledge?ments?"
    "|appendix|appendices|annex(es)?|index",
}
_ROLES = {role: re.compile(words) for role, words in _ROLE_WORDS.items()}

_LATIN = re.compile("[A-Za-z]+")
_INNER_STOP = re.compile(r"[.!?;][”\"’']?\s+(?=[A-Z“\"])")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|No|Nos|vs|St|Dr|Mr|Mrs|Ms|Inc|Co|Ltd|Vol|etc)\.\s+", re.A
)
_HAN_STOP = re.compile("[。！？!?；;]")
_HAN_BREAK = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")
_BEHIND_THE_END = re.compile(
    r"(?:[\s\u00b9²³*]|[\[〔【]\s*\d+\s*[\]〕】]|[”\"’')）》」』])+$"
)
_CLAUSE_ENDS = tuple(".!;:,。！；：，、…")
_ENDS_IN_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Co|Ltd|Jr|etc)\.$")


def role(text: str) -> Role | None:
    """What a heading without a number announces, by its wording; None for any other line.

    >>> role("目　录"), role("References:"), role("結 語"), role("Compilation Notes"), role("Prose")
    ('contents', 'references', 'other', 'other', None)
    """
    return _role(text) if len(text) <= _LONGEST_ROLE else None


@lru_cache(maxsize=1 << 12)  # each step of the outline asks again
def _role(text: str) -> Role | None:
    folded = simplified(fold_signs(text))
    bare = folded.strip().rstrip(":").strip(" *#[]【】<>《》")
    words = re.sub(r"\s+", " ", _HAN_BREAK.sub("", bare)).lower()
    return next(
        (role for role, pattern in _ROLES.items() if pattern.fullmatch(words)),
        None,
    )


def is_chinese(text: str) -> bool:
    """Whether a line is rather Chinese than English: a Han character weighs as much as a word."""
    han = count_han(text)
    return han > sum(1 for _ in islice(_LATIN.finditer(text), han))


def is_title(text: str, *, question: bool = True) -> bool:
    """Whether a text, number left out, can be a title: one short phrase that does not end.

    One stop at the end of a Chinese title is allowed, as official reports have it.

    >>> is_title("Striving for better schools"), is_title("We strove for better schools.")
    (True, False)
    >>> is_title("大力发展教育。"), is_title("大力发展教育。今年的任务很重。")
    (True, False)
    """
    text = text.strip()
    if not text or (not question and text[-1] in "?？"):
        return False
    return (
        _is_chinese_title(text) if is_chinese(text) else _is_english_title(text)
    )


def _is_chinese_title(text: str) -> bool:
    if len(text) > _LONGEST_HAN or text[-1] in "，,、：:；;！!…":
        return False
    inner = text[:-1] if text[-1] in "。？?" else text
    return not _HAN_STOP.search(inner)


def _is_english_title(text: str) -> bool:
    first = re.search(r"\w", text)
    if len(text) > _LONGEST_LATIN or first is None or first[0].islower():
        return False
    return not ends_sentence(text) and not _INNER_STOP.search(
        _ABBREVIATION.sub("", text)
    )


def ends_sentence(text: str) -> bool:
    """Whether the last sign, closing quotes, brackets and note marks left out, ends a clause.

    >>> ends_sentence("It is done.” [3]"), ends_sentence("What is to be done?")
    (True, False)
    """
    bare = _BEHIND_THE_END.sub("", text[-_TAIL:])
    return bare.endswith(_CLAUSE_ENDS) and not _ENDS_IN_INITIALS.search(bare)


def lead(text: str) -> int | None:
    """Where the heading of a Chinese paragraph that begins with its heading ends, if it has one.

    >>> lead("大力发展教育。今年全国各地都要把学校建设好。"), lead("今年的任务很重。")
    (7, None)
    """
    stop = _HAN_STOP.search(text)
    if stop is None or stop[0] != "。" or not is_chinese(text):
        return None
    end = stop.end()
    if not 2 < end <= _LEAD_HAN or "：" in text[:end]:
        return None
    return end if len(text) - end >= _LEAD_REST else None
