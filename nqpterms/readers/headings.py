"""Which blocks are headings.

A format's own headings are. So is a line numbered in a style that only headings have, if its
words can be a title. Styles that number paragraphs and lists as well (1., (1), A.) are judged by
the series: "1. We strengthened …" stands before "2. We promoted …" and both are paragraphs;
"1. Striving for …" has text of its own below. False headings are worse than missed ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from nqpterms.readers.blocks import Block
from nqpterms.readers.levels import WORD, Numbered
from nqpterms.readers.numbering import STRONG, Mark, heading_mark
from nqpterms.readers.titles import ends_sentence, is_chinese, is_title, lead, role

_HAN_STYLES = ("han", "(han)", "I.")  # seldom used to count things, often to count headings
_WIDEST_GAP = 3  # numbers of a series that may be lost in a row
_TITLES = 0.75  # of a series must read like titles
_WITH_TEXT = 0.5  # of a series in a style that also counts things must have text below
_LARGEST = 60  # number of a heading
_PLAIN_TITLE = {True: 25, False: 90}  # characters of a Chinese, an English unnumbered title
_PARAGRAPH = {True: 50, False: 120}  # characters from which a line is surely a paragraph


class Heading(NamedTuple):
    """A block that is a heading: its numbering, and where the heading ends in a paragraph that
    begins with it (None where the heading is the whole block)."""

    numbered: Numbered
    end: int | None = None


def find_headings(blocks: Sequence[Block], named: Collection[int] = ()) -> dict[int, Heading]:
    """The headings among the blocks, by index; *named* are those that a contents page names."""
    marks = {index: mark for index, block in enumerate(blocks) if (mark := _mark(block))}
    found = {i: _given(block) for i, block in enumerate(blocks) if block.level is not None}
    found |= {
        i: Heading(Numbered(WORD))
        for i, b in enumerate(blocks)
        if i not in found and (_is_word(b) or (i in named and i not in marks))
    }
    for index, mark in marks.items():
        if index not in found and mark.style in STRONG and _heads(blocks[index], mark):
            found[index] = _heading(blocks[index], mark)
    for series in _series(marks):
        if marks[series[0]].style not in STRONG:
            members = _judged(series, marks, blocks, below=series[0] - 1 in found)
            if _is_lonely(series, marks, found) and _has_text(series[0], marks, blocks):
                members = [i for i in series if _heads(blocks[i], marks[i])]
            found |= {i: _heading(blocks[i], marks[i]) for i in members if i not in found}
    if not found or all(found[i].numbered.style == WORD for i in found):
        found |= {i: Heading(Numbered(WORD)) for i in _plain(blocks) if i not in found}
    return dict(sorted(found.items()))


def _mark(block: Block) -> Mark | None:
    mark = heading_mark(block.text) if block.kind == "text" else None
    if mark and (mark.numbers[0] <= _LARGEST or mark.style == "article"):
        return mark
    return None


def _given(block: Block) -> Heading:
    mark = heading_mark(block.text)
    numbers = mark.numbers if mark else ()
    return Heading(Numbered(f"h{block.level}", numbers))


def _is_word(block: Block) -> bool:
    return block.kind == "text" and role(block.text) not in (None, "contents")


def _heading(block: Block, mark: Mark) -> Heading:
    """The heading that a block is or begins with."""
    rest = block.text[mark.end :]
    if mark.style == "article":
        whole = not rest or (is_title(rest) and not ends_sentence(rest))
        return Heading(Numbered(mark.style, mark.numbers), None if whole else mark.end)
    end = None if not rest or is_title(rest) else lead(rest)
    return Heading(Numbered(mark.style, mark.numbers), end and mark.end + end)


def _heads(block: Block, mark: Mark) -> bool:
    """Whether what stands after the number is a title or, in Chinese, begins with one."""
    rest = block.text[mark.end :]
    if mark.style == "article" or (not rest and mark.style in STRONG):
        return True
    glued = block.text[mark.end - 1].isalpha()  # 第一章总则 is a heading, 第一章写完了。 is not
    if glued and mark.style in STRONG and ends_sentence(rest):
        return False
    return is_title(rest) or lead(rest) is not None


def _series(marks: dict[int, Mark]) -> Iterable[list[int]]:
    """Marks of one style with rising numbers; a number that falls back begins a new series."""
    series: dict[str, list[int]] = {}
    for index, mark in marks.items():
        run = series.get(mark.style)
        if run and _follows(marks[run[-1]], mark):
            run.append(index)
        else:
            if run:
                yield run
            series[mark.style] = [index]
    yield from series.values()


def _follows(before: Mark, mark: Mark) -> bool:
    """Whether a number can come next: 2 after 1, 1.3 after 1.1, 2.1 after 1.4; some may be lost."""
    if before.numbers >= mark.numbers or mark.style == "article":
        return mark.style == "article"
    pairs = list(zip(before.numbers, mark.numbers, strict=True))
    changed = next(index for index, (a, b) in enumerate(pairs) if a != b)
    a, b = pairs[changed]
    return b - a <= _WIDEST_GAP and all(n <= _WIDEST_GAP for n in mark.numbers[changed + 1 :])


def _judged(
    series: list[int], marks: dict[int, Mark], blocks: Sequence[Block], *, below: bool
) -> list[int]:
    """The members of a series that are headings; *below*: it begins directly under a heading."""
    style = marks[series[0]].style
    titles = [index for index in series if _heads(blocks[index], marks[index])]
    if len(titles) < _TITLES * len(series) or len(titles) < 2:
        return []
    if style == "article" or style.startswith("decimal"):
        return titles
    with_text = sum(_has_text(index, marks, blocks) for index in titles)
    if style in _HAN_STYLES:
        return titles if with_text or below else []
    return titles if with_text >= _WITH_TEXT * len(titles) else []


def _is_lonely(series: list[int], marks: dict[int, Mark], found: dict[int, Heading]) -> bool:
    """Whether a series is the only 2.1 under a heading 2, or one 二、 among other headings."""
    mark = marks[series[0]]
    before = {heading.numbered.numbers for index, heading in found.items() if index < series[0]}
    known = mark.numbers[:-1] in before if mark.numbers[:-1] else mark.style in _HAN_STYLES
    return (
        len(series) == 1 and known and any(heading.numbered.numbers for heading in found.values())
    )


def _has_text(index: int, marks: dict[int, Mark], blocks: Sequence[Block]) -> bool:
    """Whether something other than the next item of the series follows."""
    mark = marks[index]
    if mark.style in _HAN_STYLES and lead(blocks[index].text[mark.end :]):
        return True
    following = marks.get(index + 1)
    return index + 1 < len(blocks) and (following is None or following.style != mark.style)


def _plain(blocks: Sequence[Block]) -> list[int]:
    """Short lines between long paragraphs, in a text whose headings have no numbers.

    The first block is the title's place, and a text of short lines has no such headings.
    """
    bold = [i for i in range(len(blocks) - 1) if _stands_out(*blocks[i : i + 2])]
    if len(bold) > 1:
        return bold[1:] if bold[0] == 0 and len(bold) > 2 else bold
    found = [i for i in range(1, len(blocks) - 1) if _stands_alone(blocks, i)]
    return found if 2 <= len(found) <= len(blocks) / 3 else []


def _stands_alone(blocks: Sequence[Block], index: int) -> bool:
    before, block, after = blocks[index - 1 : index + 2]
    text = block.text
    if (
        block.kind != "text"
        or not is_title(text, question=False)
        or re.search(r"[@|]|://|^\W", text)
    ):
        return False
    chinese = is_chinese(text)
    wordy = len(re.findall(r"\w+", text)) <= 14 and (chinese or len(text.split()) > 1)
    short = len(text) <= _PLAIN_TITLE[chinese] and wordy and not ends_sentence(text)
    return short and _is_long(before) and _is_long(after) and _ends(after)


def _stands_out(block: Block, after: Block) -> bool:
    """Whether a line in bold stands above a paragraph that is not."""
    text = block.text
    return block.bold and not after.bold and is_title(text) and not ends_sentence(text)


def _is_long(block: Block) -> bool:
    return block.kind == "text" and len(block.text) >= _PARAGRAPH[is_chinese(block.text)]


def _ends(block: Block) -> bool:
    return ends_sentence(block.text) or block.text[-1] in "?？"
