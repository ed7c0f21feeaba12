"""Which blocks are headings, and how deep they lie.

A format's own headings are. So is a line numbered in a style that only headings have, if its
words can be a title. Styles that number paragraphs and lists as well (1., (1), A.) are judged by
the series: "1. We strengthened …" stands before "2. We promoted …" and both are paragraphs;
"1. Striving for …" has text of its own below. False headings are worse than missed ones.

The order in which the styles of numbering first appear says which one stands above which;
indents are ignored. 第一章 and Chapter 1 are one style, and so are the parts of a text that has
Chapter 2 here and Chapter Three there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from nqpterms.readers.line_shape import (
    STRONG,
    NumberMark,
    ends_sentence,
    heading_mark,
    is_chinese,
    is_title,
    lead,
    role,
)
from nqpterms.readers.text_blocks import Block

WORD = "word"
"""The style of a heading without a number, which stands at the top."""

# Seldom used to count things, often to count headings.
_HAN_STYLES = ("han", "(han)", "I.")
_WIDEST_GAP = 3  # numbers of a series that may be lost in a row
_TITLES = 0.75  # of a series must read like titles
# Of a series in a style that also counts things must have text below.
_WITH_TEXT = 0.5
_LARGEST = 60  # number of a heading
# Characters of a Chinese, an English unnumbered title.
_PLAIN_TITLE = {True: 25, False: 90}
_PLAIN_WORDS = 14  # words of an unnumbered title, at most
# Characters from which a line is surely a paragraph.
_PARAGRAPH = {True: 50, False: 120}
_CHAINS = (
    ("part", "chapter", "section", "article"),
    ("1.", "decimal2", "decimal3", "decimal4", "decimal5", "decimal6"),
    tuple(f"h{level}" for level in range(1, 7)),
)
"""Styles that are known to stand one above the other, in whatever order they appear."""


class Numbered(Struct, frozen=True):
    """A heading as far as its place in the outline is concerned."""

    style: str
    numbers: tuple[int, ...] = ()


class Heading(Struct, frozen=True):
    """A block that is a heading: its numbering, and where the heading ends in a paragraph that
    begins with it (None where the heading is the whole block)."""

    numbered: Numbered
    end: int | None = None


class _Rank(Struct, frozen=True):
    """The level of a heading, 1 for the highest, and its number from the root: "3.4"."""

    level: int
    number: str | None


_UNNUMBERED = Heading(Numbered(WORD))


def find_headings(
    blocks: Sequence[Block], contents_titles: Collection[int] = ()
) -> dict[int, Heading]:
    """The headings among the blocks, by index.

    *contents_titles* are the indices of the blocks that a contents page names.
    """
    marks = _marks(blocks)
    headings = _clear_headings(blocks, marks, contents_titles)
    for series in _series(marks):
        if marks[series[0]].style in STRONG:
            continue
        for index in _headings_of(series, marks, blocks, headings):
            headings.setdefault(index, _heading(blocks[index], marks[index]))
    if all(heading.numbered.style == WORD for heading in headings.values()):
        for index in _plain_headings(blocks):
            headings.setdefault(index, _UNNUMBERED)
    return dict(sorted(headings.items()))


def _marks(blocks: Sequence[Block]) -> dict[int, NumberMark]:
    """The numbers at the head of blocks, by index, that can be those of headings."""
    marks = {}
    for index, block in enumerate(blocks):
        mark = heading_mark(block.text) if block.kind == "text" else None
        if mark and (mark.numbers[0] <= _LARGEST or mark.style == "article"):
            marks[index] = mark
    return marks


def _clear_headings(
    blocks: Sequence[Block],
    marks: Mapping[int, NumberMark],
    contents_titles: Collection[int],
) -> dict[int, Heading]:
    """The headings that need no others beside them to be known as such."""
    headings = {}
    for index, block in enumerate(blocks):
        mark = marks.get(index)
        if block.level is not None:
            headings[index] = _heading_of_format(block)
        elif _is_word(block) or (mark is None and index in contents_titles):
            headings[index] = _UNNUMBERED
        elif mark and mark.style in STRONG and _heads(block, mark):
            headings[index] = _heading(block, mark)
    return headings


def _heading_of_format(block: Block) -> Heading:
    mark = heading_mark(block.text)
    numbers = mark.numbers if mark else ()
    return Heading(Numbered(f"h{block.level}", numbers))


def _is_word(block: Block) -> bool:
    return block.kind == "text" and role(block.text) not in (None, "contents")


def _heading(block: Block, mark: NumberMark) -> Heading:
    """The heading that a block is or begins with."""
    numbering = Numbered(mark.style, mark.numbers)
    rest = block.text[mark.end :]
    if not rest:
        return Heading(numbering)
    if _opens_a_clause(block, mark):
        whole = is_title(rest) and not ends_sentence(rest)
        return Heading(numbering, None if whole else mark.end)
    end = None if is_title(rest) else lead(rest)
    return Heading(numbering, None if end is None else mark.end + end)


def _heads(block: Block, mark: NumberMark) -> bool:
    """Whether what stands after the number is a title or, in Chinese, begins with one."""
    rest = block.text[mark.end :]
    if _opens_a_clause(block, mark):
        return True
    if mark.style in STRONG:
        if not rest:
            return True
        glued = block.text[
            mark.end - 1
        ].isalpha()  # 第一章总则 is a heading, 第一章写完了。 is not
        if glued and ends_sentence(rest):
            return False
    return is_title(rest) or lead(rest) is not None


def _opens_a_clause(block: Block, mark: NumberMark) -> bool:
    """Whether the text of a law may follow on the line: 第三条 …, Article 3 …, Section 3. …"""
    if mark.style != "section":
        return mark.style == "article"
    return block.text[: mark.end].rstrip().endswith((".", ":"))


# -- series of numbers -------------------------------------------------------------------------


def _series(marks: Mapping[int, NumberMark]) -> Iterable[list[int]]:
    """Marks of one style with rising numbers; a number that falls back begins a new series."""
    open_series: dict[str, list[int]] = {}
    for index, mark in marks.items():
        series = open_series.get(mark.style)
        if series and _follows(marks[series[-1]], mark):
            series.append(index)
            continue
        if series:
            yield series
        open_series[mark.style] = [index]
    yield from open_series.values()


def _follows(before: NumberMark, mark: NumberMark) -> bool:
    """Whether a number can come next: 2 after 1, 1.3 after 1.1, 2.1 after 1.4; some may be lost."""
    if mark.style == "article":
        return True
    if before.numbers >= mark.numbers:
        return False
    pairs = list(zip(before.numbers, mark.numbers, strict=True))
    changed = next(place for place, (a, b) in enumerate(pairs) if a != b)
    a, b = pairs[changed]
    lower = mark.numbers[changed + 1 :]
    return b - a <= _WIDEST_GAP and all(
        number <= _WIDEST_GAP for number in lower
    )


def _headings_of(
    series: list[int],
    marks: Mapping[int, NumberMark],
    blocks: Sequence[Block],
    headings: Mapping[int, Heading],
) -> list[int]:
    """The members of a series that are headings, beside the headings that there are already."""
    titles = [index for index in series if _heads(blocks[index], marks[index])]
    if _is_lonely(series, marks, headings) and _has_text(
        series[0], marks, blocks
    ):
        return titles
    below = series[0] - 1 in headings
    enough = len(titles) >= max(2, _TITLES * len(series))
    return (
        titles
        if enough and _are_headings(titles, marks, blocks, below=below)
        else []
    )


def _are_headings(
    titles: list[int],
    marks: Mapping[int, NumberMark],
    blocks: Sequence[Block],
    *,
    below: bool,
) -> bool:
    """Whether titles of one style are headings; *below*: they begin directly under a heading."""
    style = marks[titles[0]].style
    if style == "article":
        return True
    if style.startswith("decimal"):
        # The clauses of a contract, which Chinese numbers as it does headings.
        sentences = sum(ends_sentence(blocks[index].text) for index in titles)
        return sentences <= len(titles) / 2
    with_text = sum(_has_text(index, marks, blocks) for index in titles)
    if style in _HAN_STYLES:
        return with_text > 0 or below
    return with_text >= _WITH_TEXT * len(titles)


def _is_lonely(
    series: list[int],
    marks: Mapping[int, NumberMark],
    headings: Mapping[int, Heading],
) -> bool:
    """Whether a series is the only 2.1 under a heading 2, or one 二、 among other headings."""
    if len(series) > 1:
        return False
    if not any(heading.numbered.numbers for heading in headings.values()):
        return False
    mark = marks[series[0]]
    above = mark.numbers[:-1]
    if not above:
        return mark.style in _HAN_STYLES
    return any(
        heading.numbered.numbers == above
        for index, heading in headings.items()
        if index < series[0]
    )


def _has_text(
    index: int, marks: Mapping[int, NumberMark], blocks: Sequence[Block]
) -> bool:
    """Whether something other than the next item of the series follows."""
    mark = marks[index]
    if mark.style in _HAN_STYLES and lead(blocks[index].text[mark.end :]):
        return True
    following = marks.get(index + 1)
    return index + 1 < len(blocks) and (
        following is None or following.style != mark.style
    )


# -- headings without numbers ------------------------------------------------------------------


def _plain_headings(blocks: Sequence[Block]) -> list[int]:
    """Short lines between long paragraphs, in a text whose headings have no numbers.

    The first block is the title's place, and a text of short lines has no such headings.
    """
    inner = range(len(blocks) - 1)
    bold = [
        index
        for index in inner
        if _stands_out(blocks[index], blocks[index + 1])
    ]
    if len(bold) > 1:
        has_title = bold[0] == 0 and len(bold) > 2
        return bold[1:] if has_title else bold
    alone = [
        index
        for index in inner[1:]
        if _stands_alone(*blocks[index - 1 : index + 2])
    ]
    return alone if 2 <= len(alone) <= len(blocks) / 3 else []


def _stands_out(block: Block, after: Block) -> bool:
    """Whether a line in bold stands above a paragraph that is not."""
    text = block.text
    return (
        block.bold
        and not after.bold
        and is_title(text)
        and not ends_sentence(text)
    )


def _stands_alone(before: Block, block: Block, after: Block) -> bool:
    """Whether a short line stands between two long paragraphs."""
    if block.kind != "text" or not _is_short_title(block.text):
        return False
    ends = ends_sentence(after.text) or after.text[-1] in "?？"
    return ends and _is_long(before) and _is_long(after)


def _is_short_title(text: str) -> bool:
    chinese = is_chinese(text)
    if len(text) > _PLAIN_TITLE[chinese] or not is_title(text, question=False):
        return False
    if re.search(r"[@|]|://|^\W", text) or ends_sentence(text):
        return False
    one_word = not chinese and len(text.split()) < 2
    return not one_word and len(re.findall(r"\w+", text)) <= _PLAIN_WORDS


def _is_long(block: Block) -> bool:
    return (
        block.kind == "text"
        and len(block.text) >= _PARAGRAPH[is_chinese(block.text)]
    )


# -- how deep they lie -------------------------------------------------------------------------


def ranks(headings: Sequence[Numbered]) -> list[_Rank]:
    """The rank of each heading of a text, in reading order.

    >>> headings = Numbered("I.", (3,)), Numbered("1.", (4,)), Numbered("I.", (4,))
    >>> [(rank.level, rank.number) for rank in ranks(headings)]
    [(1, '3'), (2, '3.4'), (1, '4')]
    """
    order = _order(dict.fromkeys(heading.style for heading in headings))
    open_: list[
        tuple[int, str | None]
    ] = []  # order of the style and number, from the root down
    ranks_: list[_Rank] = []
    for heading in headings:
        place = order[heading.style]
        while open_ and open_[-1][0] >= place:
            open_.pop()
        above = open_[-1][1] if open_ else None
        number = ".".join(map(str, heading.numbers)) or None
        if number and above and len(heading.numbers) == 1:
            number = f"{above}.{number}"
        open_.append((place, number))
        ranks_.append(_Rank(len(open_), number))
    return ranks_


def _order(styles: Iterable[str]) -> dict[str, int]:
    """Which style stands above which: by first appearance, chains put right; words on top."""
    order = {style: place for place, style in enumerate(styles)}
    for chain in _CHAINS:
        members = [style for style in chain if style in order]
        places = sorted(order[style] for style in members)
        order.update(zip(members, places, strict=True))
    others = [place for style, place in order.items() if style != WORD]
    if WORD in order and others:
        order[WORD] = min(others)
    return order
