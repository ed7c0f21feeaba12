"""Blocks that hold a text and its translation, cut where the language changes.

People write both languages on one line (``## 一、回顾 I. Review``, 税⇥tax) or on two lines of one
paragraph. But a Chinese text also ends in an English quotation, or glosses a name in its headings.
So no block decides for itself: a cut counts where both parts bear the same number, or where most
blocks of its kind, headings or running text, can be cut like it. Where a page holds as much of one
language as of the other anyway, it also counts if both parts say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.chinese import HAN, count_han, has_han
from nqpterms.model.alignment import Side
from nqpterms.model.places import Span
from nqpterms.readers.line_shape import ends_sentence, is_title, numbered
from nqpterms.readers.quotations import says_the_same
from nqpterms.readers.text_blocks import SPACE, Block

HAN_A_WORD = 1.6
"""Han characters that say as much as one English word; measured on parallel texts."""

_SHORT = 12.0  # characters' worth under which lengths prove little
# Of the lengths of both parts, short and long ones.
_RATIOS = {True: 5.0, False: 2.5}
_SUPPORT = 0.6  # of the blocks of a kind must be cut for one to be
# Of the larger language: with less, the smaller may be quotations.
_BALANCED = 0.5
_FEWEST_CUT = 2  # blocks of a kind that can be cut, unless it is the only one

_HAN_SIGN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_CLOSING = "。！？；：，、）”」』》】…"
_SEPARATORS = rf"[{re.escape(SPACE)}/|｜／]"
_BEHIND_HAN = re.compile(
    rf"(?:{_SEPARATORS}|[-–—](?={_SEPARATORS}))+|(?=[（(])|(?<=[{_CLOSING}])"
)
_BEFORE_HAN = re.compile(
    rf"(?:{_SEPARATORS}|(?<={_SEPARATORS})[-–—])+$|[（(《“【]$|(?<=[.!?)])$"
)
_BRACKETED = re.compile(r"[（(](.*)[)）]", re.DOTALL)
_ROW_NUMBER = re.compile(r"\d{1,5}\.?\t+")
_MARK_AT_THE_END = re.compile(r"(?<=\s)\(?\w{1,4}[).、]?\s*$")


class BlockPart(Struct, frozen=True):
    """A block, or a part of one, and the language it was cut for; None where it was not cut."""

    block: Block
    side: Side | None = None


class _LanguageStretch(Struct, frozen=True):
    """A part of a block's text in one language."""

    span: Span
    side: Side


class _Cut(Struct, frozen=True):
    """How a block may be cut, and whether both parts bear the same number."""

    stretches: tuple[_LanguageStretch, ...]
    is_numbered: bool

    def says_the_same(self, text: str) -> bool:
        """Whether the two parts of a text do."""
        sides = {
            stretch.side: stretch.span.of(text) for stretch in self.stretches
        }
        return says_the_same(sides["zh"], sides["en"])


_Class = Literal["heading", "title", "text"]


def cut_by_language(blocks: Sequence[Block]) -> list[BlockPart]:
    """The blocks, those that hold both languages in parts.

    >>> from nqpterms.model.document import Passage
    >>> blocks = [Block(Passage("一、去年 I. Last Year")), Block(Passage("二、今年 II. This Year"))]
    >>> [(part.block.text, part.side) for part in cut_by_language(blocks)][:2]
    [('一、去年', 'zh'), ('I. Last Year', 'en')]
    """
    cuts = [_cut_of(block) for block in blocks]
    cut_classes = _classes_to_cut(blocks, cuts)
    is_bilingual = _is_bilingual(blocks, cuts)
    parts: list[BlockPart] = []
    for block, cut in zip(blocks, cuts, strict=True):
        counts = cut is not None and (
            cut.is_numbered
            or _class_of(block) in cut_classes
            or (is_bilingual and cut.says_the_same(block.text))
        )
        if cut is None or not counts:
            parts.append(BlockPart(block))
            continue
        for stretch in cut.stretches:
            passage = block.passage.cut(stretch.span)
            parts.append(
                BlockPart(replace(block, passage=passage), stretch.side)
            )
    return parts


def worth(text: str) -> tuple[float, float]:
    """How much Chinese and how much English a text holds, in characters' worth.

    >>> worth("发展GDP")
    (2.0, 1.6)
    """
    return float(count_han(text)), HAN_A_WORD * len(_LATIN_WORD.findall(text))


def _class_of(block: Block) -> _Class:
    """Whether a block is a heading of the format, a line like one, or running text.

    Questions and lines such as "Chair: …" are like headings, and seldom in both languages.
    """
    if block.level is not None:
        return "heading"
    return "text" if ends_sentence(block.text) else "title"


def _classes_to_cut(
    blocks: Sequence[Block], cuts: Sequence[_Cut | None]
) -> set[_Class]:
    """The classes of which most blocks can be cut."""
    every: list[_Class] = []
    with_cut: list[_Class] = []
    for block, cut in zip(blocks, cuts, strict=True):
        if block.kind != "chrome" and _holds_words(block.text):
            every.append(_class_of(block))
            with_cut += every[-1:] if cut else []
    classes: set[_Class] = set()
    for each in dict.fromkeys(with_cut):
        size, count = every.count(each), with_cut.count(each)
        if count >= _SUPPORT * size and count >= min(_FEWEST_CUT, size):
            classes.add(each)
    return classes


def _is_bilingual(blocks: Sequence[Block], cuts: Sequence[_Cut | None]) -> bool:
    """Whether what cannot be cut is about as much Chinese as English."""
    zh = en = 0.0
    for block, cut in zip(blocks, cuts, strict=True):
        if cut is None and block.kind != "chrome":
            block_zh, block_en = worth(block.text)
            zh, en = zh + block_zh, en + block_en
    return min(zh, en) > 0 and are_balanced(zh, en)


def are_balanced(zh: float, en: float) -> bool:
    """Whether what is in one language, by its worth, is about as much as what is in the other."""
    return min(zh, en) >= _BALANCED * max(zh, en)


def _holds_words(text: str) -> bool:
    return (
        _HAN_SIGN.search(text) is not None
        or _LATIN_WORD.search(text) is not None
    )


# -- where one block may be cut ----------------------------------------------------------------


def _is_in_two_scripts(text: str) -> bool:
    """Whether a text has Chinese characters and Latin words."""
    return has_han(text) and _LATIN_WORD.search(text) is not None


def _cut_of(block: Block) -> _Cut | None:
    """Where a block may be cut: at the ends of its lines, or once within one."""
    text = block.text
    if block.kind != "text" or not _is_in_two_scripts(text):
        return None
    stretches = _by_line(block) or _within_line(text)
    if len(stretches) < 2:
        return None
    chinese = "".join(s.span.of(text) for s in stretches if s.side == "zh")
    english = " ".join(s.span.of(text) for s in stretches if s.side == "en")
    if not _are_alike(chinese, english):
        return None
    return _Cut(tuple(stretches), _bear_one_number(text, stretches))


def _are_alike(chinese: str, english: str) -> bool:
    """Whether each part is in its language, and as long as the other's translation may be."""
    zh, latin = worth(chinese)
    han, en = worth(english)
    if han > 0 or latin >= zh or en == 0:
        return False
    shorter, longer = sorted((zh, en))
    return longer <= _RATIOS[shorter < _SHORT] * shorter


def _bear_one_number(text: str, stretches: Sequence[_LanguageStretch]) -> bool:
    """Whether two parts begin with the same number."""
    first, second = (
        numbered(stretch.span.of(text)) for stretch in stretches[:2]
    )
    return (
        first is not None
        and second is not None
        and first.numbers == second.numbers
    )


def _by_line(block: Block) -> list[_LanguageStretch]:
    """The runs of lines in one language, where each run ends as a text ends; else nothing."""
    text = block.text
    lines: list[_LanguageStretch] = []
    for span in _lines(block):
        zh, en = worth(span.of(text))
        if zh or en:
            lines.append(_LanguageStretch(span, "zh" if zh > en else "en"))
    runs = []
    for side, run in groupby(lines, key=lambda line: line.side):
        spans = [line.span for line in run]
        runs.append(
            _LanguageStretch(
                _bare(text, Span(spans[0].start, spans[-1].end)), side
            )
        )
    if not all(_ends(run.span.of(text)) for run in runs[:-1]):
        return []
    return runs if len(runs) > 1 else []


def _lines(block: Block) -> Iterator[Span]:
    """The parts of the block's text that stand on one line each."""
    starts = [0]
    for before, anchor in pairwise(block.passage.anchors):
        if anchor.place.line != before.place.line:
            starts.append(anchor.at)
    for start, end in pairwise([*starts, len(block.text)]):
        yield Span(start, end)


def _ends(text: str) -> bool:
    """Whether a text is whole: a sentence, or the title or item that it may be."""
    return ends_sentence(text) or (
        is_title(text) and numbered(text) is not None
    )


def _within_line(text: str) -> list[_LanguageStretch]:
    """The Chinese and the English part of a text that holds one behind the other."""
    number = _ROW_NUMBER.match(text)
    start = number.end() if number else 0
    signs = [match.start() for match in _HAN_SIGN.finditer(text, start)]
    if not signs:
        return []
    behind, before = (
        _english_behind(text, signs[-1] + 1),
        _english_before(text, start, signs[0]),
    )
    if (behind is None) == (before is None):
        return []
    if behind is not None:
        chinese, english = Span(start, behind), Span(behind, len(text))
        return [
            _LanguageStretch(_bare(text, chinese, trim="/|｜／-–—"), "zh"),
            _LanguageStretch(_bare(text, english, trim="/|｜／-–—"), "en"),
        ]
    assert before is not None
    return [
        _LanguageStretch(
            _bare(text, Span(start, before), trim="/|｜／-–—"), "en"
        ),
        _LanguageStretch(
            _bare(text, Span(before, len(text)), trim="/|｜／-–—"), "zh"
        ),
    ]


def _english_behind(text: str, start: int) -> int | None:
    """Where the English begins behind the last Han character, which ends before *start*."""
    for match in _BEHIND_HAN.finditer(text, start):
        if _LATIN_WORD.search(text, match.end()):
            return match.end()
    return None


def _english_before(text: str, start: int, end: int) -> int | None:
    """Where the English ends before the first Han character, which stands at *end*."""
    boundary = _BEFORE_HAN.search(text[:end])
    if boundary is None:
        return None
    at = (
        boundary.start()
        if _LATIN_WORD.search(text, start, boundary.start())
        else None
    )
    if at is None:
        return None
    own = _MARK_AT_THE_END.search(text[:end])
    if own is None:
        return at
    first, second = numbered(text[start:]), numbered(text[own.start() :])
    repeated = (
        first is not None
        and second is not None
        and first.numbers == second.numbers
    )
    return own.start() if repeated else at


def _bare(text: str, span: Span, *, trim: str = "") -> Span:
    """A span without the blanks and separators at its ends, or the brackets round it."""
    start, end = span
    signs = SPACE + trim
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    bracketed = _BRACKETED.fullmatch(text, start, end)
    return Span(*bracketed.span(1)) if bracketed else Span(start, end)
