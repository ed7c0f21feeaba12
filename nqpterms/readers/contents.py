"""The contents page: a run of headings without text whose entries come again later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nqpterms.lang.fold import fold
from nqpterms.readers.blocks import Block
from nqpterms.readers.levels import WORD, Numbered, ranks
from nqpterms.readers.numbering import heading_mark
from nqpterms.readers.titles import is_chinese, is_title, role

_FEWEST = 3  # entries of a contents page that is not labelled
_COME_AGAIN = 0.5  # of the entries must stand in the text too; of a labelled page fewer
_COME_AGAIN_LABELLED = 0.3
_ALIKE = 0.5  # of the words of two titles, for one to be the other; translations edit them
_PAGE_NUMBER = re.compile(r"(?:[\s.·…⋯_—-]{2,}|\t)\(?\d{1,4}\)?$")


class _Entry(NamedTuple):
    at: int
    title: str
    heading: Numbered


def find_contents(blocks: Sequence[Block]) -> range:
    """The blocks of the contents page, its label among them; empty where there is none."""
    entries = [_entry(index, block) for index, block in enumerate(blocks)]
    for start, block in enumerate(blocks):
        labelled = role(block.text) == "contents"
        if labelled or (entries[start] and not (start and entries[start - 1])):
            run = _run(entries, blocks, start + labelled)
            run = _without_tail(run, blocks)
            if _is_contents(run, blocks, labelled=labelled):
                return range(start, run[-1].at + 1)
    return range(0)


def _entry(index: int, block: Block) -> _Entry | None:
    """The block as an entry of a contents page, if it can be one."""
    text = _PAGE_NUMBER.sub("", block.text)
    mark = heading_mark(text)
    if mark and (mark.end == len(text) or is_title(text[mark.end :])):
        return _Entry(index, text, Numbered(mark.style, mark.numbers))
    if role(text) not in (None, "contents"):
        return _Entry(index, text, Numbered(WORD))
    return None


def _run(entries: list[_Entry | None], blocks: Sequence[Block], start: int) -> list[_Entry]:
    """The entries from *start* on, up to the first that comes again: there the text begins."""
    run: list[_Entry] = []
    for index in range(start, len(entries)):
        entry = entries[index]
        if entry is None:
            if not _PAGE_NUMBER.search(blocks[index].text):
                break
            entry = _Entry(index, _PAGE_NUMBER.sub("", blocks[index].text), Numbered(WORD))
        if any(_same(entry, earlier) for earlier in run) and _repeats([*run, entry]):
            break
        run.append(entry)
    return run


def _repeats(run: list[_Entry]) -> bool:
    """Whether the last entry has the place in the outline that an earlier one has."""
    if not run[-1].heading.numbers:
        return True
    found = ranks([entry.heading for entry in run])
    return found[-1] in found[:-1]


def _without_tail(run: list[_Entry], blocks: Sequence[Block]) -> list[_Entry]:
    """The run without what follows the page: headings that do not come again."""
    while run and not _comes_again(run[-1], blocks, run[-1].at + 1):
        if _PAGE_NUMBER.search(blocks[run[-1].at].text):
            break
        run = run[:-1]
    return run


def _is_contents(run: list[_Entry], blocks: Sequence[Block], *, labelled: bool) -> bool:
    if len(run) < (2 if labelled else _FEWEST):
        return False
    paged = sum(_PAGE_NUMBER.search(blocks[entry.at].text) is not None for entry in run)
    if paged * 2 > len(run):
        return True
    again = sum(_comes_again(entry, blocks, run[-1].at + 1) for entry in run)
    return again >= len(run) * (_COME_AGAIN_LABELLED if labelled else _COME_AGAIN)


def _comes_again(entry: _Entry, blocks: Sequence[Block], start: int) -> bool:
    return any(_matches(entry, block.text) for block in blocks[start:])


def _matches(entry: _Entry, text: str) -> bool:
    """Whether a later block is the heading, or begins with it."""
    mark = heading_mark(text)
    if (mark.style, mark.numbers) != entry.heading if mark else entry.heading.numbers:
        return False
    return _alike(entry.title, text[: len(entry.title) + 20], entry.heading.numbers != ())


def _same(one: _Entry, other: _Entry) -> bool:
    return one.heading == other.heading and _alike(
        one.title, other.title, one.heading.numbers != ()
    )


def _alike(one: str, other: str, numbered_: bool) -> bool:
    if not numbered_:
        return "".join(fold(one).split()) == "".join(fold(other).split())
    a, b = _words(one), _words(other)
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def _words(text: str) -> set[str]:
    mark = heading_mark(text)
    rest = fold(text[mark.end if mark else 0 :])
    return set(rest) if is_chinese(rest) else set(re.findall(r"\w+", rest))
