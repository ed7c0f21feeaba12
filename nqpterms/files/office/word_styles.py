"""What the styles and lists of a DOCX say: headings, bold, hidden text, automatic numbers.

A style inherits from the one that it is based on; what a paragraph or a run says itself goes
before its style. Automatic numbers (一、 1.2 第三章 (a)) stand in no text: they are counted as the
paragraphs are met in order, and printed as ISO/IEC 29500-1, 17.18.59 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.files.budget import budget
from nqpterms.files.office.packages import (
    attribute,
    child,
    children,
    integer,
    is_on,
)
from nqpterms.files.xml import Element, local_name

_HEADING = re.compile(
    r"(?:heading|标题|標題|überschrift|titre|título|titolo|заголовок|見出し|제목) ?(\d)",
    re.I,
)
_TITLE = re.compile("title|标题|標題", re.I)
_CONTENTS = re.compile(r"(?:toc|contents|目录|目錄) ?\d+", re.I)
_DEEPEST = 9  # levels of headings; an outline level beyond is body text


class _ListPlace(Struct, frozen=True):
    """The list that a paragraph belongs to and its level there; an id of 0 is no list."""

    id: int | None
    level: int | None


class WordStyles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str | None, Element] = {}
        self._default: str | None = None
        for style in children(root, "style"):
            style_id = attribute(style, "styleId")
            self._styles[style_id] = style
            is_default = attribute(style, "default") == "1"
            if (
                self._default is None
                and is_default
                and attribute(style, "type") == "paragraph"
            ):
                self._default = style_id

    def level(self, properties: Element | None) -> int | None:
        """The level of a heading, from 1; None for other paragraphs."""
        own = integer(child(properties, "outlineLvl"))
        if own is not None:
            return _heading_level(own)
        for style in self._paragraph(properties):
            outline = integer(child(style, "pPr", "outlineLvl"))
            if outline is not None:
                return _heading_level(outline)
            if heading := _HEADING.fullmatch(_name(style)):
                return int(heading[1]) or None
        return None

    def is_title(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of the document's title."""
        return any(
            _TITLE.fullmatch(_name(style))
            for style in self._paragraph(properties)
        )

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of an entry of a contents page."""
        return any(
            _CONTENTS.fullmatch(_name(style))
            for style in self._paragraph(properties)
        )

    def list_place(self, properties: Element | None) -> _ListPlace:
        """The list of a paragraph, by its own word or that of its style."""
        level = list_id = None
        sources = [child(properties, "numPr")]
        sources += [
            child(style, "pPr", "numPr")
            for style in self._paragraph(properties)
        ]
        for source in sources:
            if level is None:
                level = integer(child(source, "ilvl"))
            if list_id is None:
                list_id = integer(child(source, "numId"))
        return _ListPlace(list_id, level)

    def style_ids(self, properties: Element | None) -> list[str]:
        """The ids of a paragraph's style and of those that it is based on."""
        return [
            attribute(style, "styleId") or ""
            for style in self._paragraph(properties)
        ]

    def list_of_style(self, style_id: str | None) -> int | None:
        """The list that a list style stands for."""
        return integer(
            child(self._styles.get(style_id), "pPr", "numPr", "numId")
        )

    def is_on(
        self, name: str, run: Element | None, paragraph: Element | None
    ) -> bool:
        """Whether bold ("b") or hidden ("vanish") is on in a run of a paragraph."""
        own = is_on(run, name)
        if own is not None:
            return own
        for style in (*self._run(run), *self._paragraph(paragraph)):
            inherited = is_on(child(style, "rPr"), name)
            if inherited is not None:
                return inherited
        return False

    def is_raised(self, run: Element | None) -> bool:
        """Whether a run stands above the line."""
        for properties in (
            run,
            *(child(style, "rPr") for style in self._run(run)),
        ):
            position = attribute(child(properties, "vertAlign"))
            if position is not None:
                return position == "superscript"
        return False

    def _paragraph(self, properties: Element | None) -> Iterator[Element]:
        return self._chain(
            attribute(child(properties, "pStyle")) or self._default
        )

    def _run(self, properties: Element | None) -> Iterator[Element]:
        return self._chain(attribute(child(properties, "rStyle")))

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """A style and those that it is based on, the nearest first; no chain is endless."""
        seen: set[str | None] = set()
        longest = budget().chain
        while (
            style_id in self._styles
            and style_id not in seen
            and len(seen) < longest
        ):
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = attribute(child(style, "basedOn"))


def _heading_level(outline: int) -> int | None:
    return outline + 1 if 0 <= outline < _DEEPEST else None


def _name(style: Element) -> str:
    return attribute(child(style, "name")) or ""


# -- automatic numbers -------------------------------------------------------------------------

_LEVELS = 9  # of a list
_PLACE = re.compile("%([1-9])")
# After such a sign no blank follows the number.
_CLOSED = tuple("、．。）】》」：")
_LARGEST = 10**6  # a list that counts further counts nothing


class _Level(Struct, frozen=True):
    """How a level of a list counts, and what it prints: "%1.%2" with numbers in their style."""

    start: int
    style: str
    text: str
    suffix: str
    legal: bool
    restart: int | None


class WordLists:
    """The lists of a document, which count as its paragraphs are met in order."""

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        self._styles = styles
        self._abstract = {
            integer(a, "abstractNumId"): a
            for a in children(root, "abstractNum")
        }
        self._lists = {integer(n, "numId"): n for n in children(root, "num")}
        self._counts: dict[int | None, dict[int, int]] = {}
        self._started: set[int] = set()
        self._levels_of_lists: dict[int, dict[int, _Level]] = {}

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph with a blank after it; "" where it has none."""
        place = self._styles.list_place(properties)
        if not place.id or place.id not in self._lists:
            return ""
        levels = self._levels(place.id)
        at = self._level(place, levels, properties)
        if at not in levels:
            return ""
        counts = self._count(place.id, at, levels)
        level = levels[at]
        if level.style == "bullet":
            return ""
        text = _label_text(level, levels, counts)
        if not text or level.suffix == "nothing" or text.endswith(_CLOSED):
            return text
        return f"{text} "

    def _level(
        self,
        place: _ListPlace,
        levels: dict[int, _Level],
        properties: Element | None,
    ) -> int:
        """The level of a paragraph: its own or, in a list tied to styles, that of its style."""
        if place.level is not None:
            return place.level
        ids = self._styles.style_ids(properties)
        for element in children(self._definition(place.id), "lvl"):
            if attribute(child(element, "pStyle")) in ids:
                return integer(element, "ilvl") or 0
        return min(levels, default=0)

    def _count(
        self, list_id: int, at: int, levels: dict[int, _Level]
    ) -> dict[int, int]:
        """The counts of a list after one more item on a level."""
        counts = self._counts.setdefault(self._abstract_id(list_id), {})
        if list_id not in self._started:
            self._started.add(list_id)
            self._restart(list_id, counts)
        counts[at] = (
            min(counts[at] + 1, _LARGEST) if at in counts else levels[at].start
        )
        for upper in range(at):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart and at < restart):
                counts.pop(lower, None)
        return counts

    def _restart(self, list_id: int, counts: dict[int, int]) -> None:
        """Forgets the counts of the levels at which a list starts again."""
        for override in children(self._lists[list_id], "lvlOverride"):
            if child(override, "startOverride") is not None:
                counts.pop(integer(override, "ilvl") or 0, None)

    def _levels(self, list_id: int) -> dict[int, _Level]:
        """The levels of a list, its overrides put in."""
        if list_id not in self._levels_of_lists:
            self._levels_of_lists[list_id] = self._read_levels(list_id)
        return self._levels_of_lists[list_id]

    def _read_levels(self, list_id: int) -> dict[int, _Level]:
        levels: dict[int, _Level] = {}
        for element in children(self._definition(list_id), "lvl"):
            levels[integer(element, "ilvl") or 0] = _read_level(element)
        for override in children(self._lists[list_id], "lvlOverride"):
            at = integer(override, "ilvl") or 0
            own = child(override, "lvl")
            if own is not None:
                levels[at] = _read_level(own)
            start = integer(child(override, "startOverride"))
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=start)
        return levels

    def _definition(self, list_id: int | None) -> Element | None:
        """What defines the levels of a list, which may be the list of a style."""
        definition = self._abstract.get(self._abstract_id(list_id))
        link = attribute(child(definition, "numStyleLink"))
        if link is None:
            return definition
        other = self._abstract_id(self._styles.list_of_style(link))
        return self._abstract.get(other, definition)

    def _abstract_id(self, list_id: int | None) -> int | None:
        return integer(child(self._lists.get(list_id), "abstractNumId"))


def _label_text(
    level: _Level, levels: dict[int, _Level], counts: dict[int, int]
) -> str:
    """What a level prints, each place filled with the count of its level."""

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        other = levels.get(at)
        if other is None:
            return numeral(counts.get(at, 1), "decimal")
        return numeral(
            counts.get(at, other.start),
            "decimal" if level.legal else other.style,
        )

    return _PLACE.sub(number, level.text)


def _read_level(element: Element) -> _Level:
    start = integer(child(element, "start"))
    return _Level(
        1 if start is None else start,
        _number_style(element),
        attribute(child(element, "lvlText")) or "",
        attribute(child(element, "suff")) or "tab",
        child(element, "isLgl") is not None,
        integer(child(element, "lvlRestart")),
    )


def _number_style(element: Element) -> str:
    style = attribute(child(element, "numFmt"))
    if style is not None:
        return style or "decimal"
    for inner in (
        element.iter()
    ):  # Word 2010 and later keep new styles as an alternative
        if (
            local_name(inner) == "numFmt"
            and (style := attribute(inner)) != "custom"
        ):
            return style or "decimal"
    return "decimal"


# -- numerals ----------------------------------------------------------------------------------

_HAN = "零一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_FINANCIAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_FULL_WIDTH = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)}
_IDEOGRAPHIC = {ord("0"): "〇"} | {
    ord("0") + digit: _HAN[digit] for digit in range(1, 10)
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen"
).split()
_TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()
_COUNTING = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting "
    "taiwaneseCountingThousand japaneseDigitalTenThousand"
).split()
_DIGITS = "ideographDigital taiwaneseDigital koreanDigital2".split()
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
"""Styles that have one sign for each number, from 1."""


def numeral(number: int, style: str) -> str:
    """A number in a numbering style; in one that we do not know, in plain digits.

    >>> [numeral(12, s) for s in ("chineseCounting", "upperRoman", "decimalZero", "lowerLetter")]
    ['十二', 'XII', '12', 'l']
    """
    if style == "none":
        return ""
    if style in _COUNTING:
        return _counted(number, _HAN, "十百千")
    if style in _DIGITS:
        return str(number).translate(_IDEOGRAPHIC)
    if style.startswith("chineseLegal"):
        return _counted(number, _FINANCIAL, "拾佰仟")
    if style == "ideographLegalTraditional":
        return _counted(number, _FINANCIAL_TRADITIONAL, "拾佰仟")
    if style in _SIGNS:
        signs = _SIGNS[style]
        return signs[number - 1] if 0 < number <= len(signs) else str(number)
    return _western(number, style)


def _western(number: int, style: str) -> str:
    match style:
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate(_FULL_WIDTH)
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "cardinalText":
            return _words(number)
        case "ordinal":
            return f"{number}{_ordinal_ending(number)}"
    return str(number)


def _counted(number: int, digits: str, units: str) -> str:
    """A number below 10,000 as Chinese counts it: 十二, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    numerals = ""
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(numerals)
            continue
        if gap:
            numerals += digits[0]
            gap = False
        numerals += digits[digit]
        if place:
            numerals += units[place - 1]
    return numerals.removeprefix(digits[1]) if 10 <= number < 20 else numerals


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numerals = ""
    for value, letters in _ROMAN:
        numerals += letters * (number // value)
        number %= value
    return numerals


def _letters(number: int) -> str:
    """A letter, doubled from 27 on: a, b … z, aa, bb."""
    if not 0 < number <= 780:
        return str(number)
    turns, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (turns + 1)


def _words(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    word = _TENS[tens - 2]
    return f"{word}-{_ONES[ones].lower()}" if ones else word


def _ordinal_ending(number: int) -> str:
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
