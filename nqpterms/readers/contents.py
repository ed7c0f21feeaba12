"""The contents page: a run of headings without text whose entries come again later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nqpterms.lang.normal_form import fold
from nqpterms.readers.blocks import Block
from nqpterms.readers.levels import WORD, Numbered, ranks
from nqpterms.readers.numbering import heading_mark
from nqpterms.readers.titles import ends_sentence, is_chinese, is_title, role

_FEWEST = 3  # entries of a contents page that is not labelled
_FEWEST_LABELLED = 2
_COME_AGAIN = 0.5  # of the entries must stand in the text too; of a labelled page fewer
_COME_AGAIN_LABELLED = 0.3
_ALIKE = 0.5  # of the words of two titles, for one to be the other; translations edit them
_TAIL = 100  # characters at the end of an entry, with dots and page number
_PAGE_NUMBER = re.compile(r"(?:[\s.·…⋯_—-]{2,80}|\t)\(?\d{1,4}\)?$")

Index = dict[Numbered | str, list[int]]
"""Where a heading stands: by style and number or, without a number, by its folded words."""


class _Entry(NamedTuple):
    at: int
    title: str
    heading: Numbered
    paged: bool

    @property
    def key(self) -> Numbered | str:
        return self.heading if self.heading.numbers else _folded(self.title)


def find_contents(blocks: Sequence[Block]) -> range:
    """The blocks of the contents page, its label among them; empty where there is none."""
    if given := [index for index, block in enumerate(blocks) if block.kind == "contents"]:
        labelled = given[0] and role(blocks[given[0] - 1].text) == "contents"
        end = next((i for i in range(given[0], len(blocks)) if i not in given), len(blocks))
        return range(given[0] - 1 if labelled else given[0], end)
    entries = [_entry(index, block) for index, block in enumerate(blocks)]
    places = _index(blocks)
    for start, block in enumerate(blocks):
        labelled = role(block.text) == "contents"
        if labelled or (entries[start] and not (start and entries[start - 1])):
            candidates = (
                entries[index] or (_repeated(blocks[index], index, places) if labelled else None)
                for index in range(start + labelled, len(blocks))
            )
            run = _run(candidates, blocks, places)
            if _is_contents(run, blocks, places, labelled=labelled):
                return range(start, run[-1].at + 1)
    return range(0)


def named_in(contents: Sequence[Block], blocks: Sequence[Block]) -> set[int]:
    """The blocks whose whole text is an entry of the contents page, by index.

    >>> from nqpterms.model.document import Passage
    >>> page, text = Block(Passage("About us ...... 4")), Block(Passage("About us"))
    >>> named_in([page], [text, text])
    {0}
    """
    if not contents:
        return set()
    titles = {_folded(_without_page(block.text)) for block in contents}
    found: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.kind == "text" and (key := _folded(block.text[:200])) in titles:
            found.setdefault(key, index)
    return set(found.values())


def _without_page(text: str) -> str:
    if not (text[-1:].isdecimal() or text.endswith(")")):
        return text  # as most do
    return text[:-_TAIL] + _PAGE_NUMBER.sub("", text[-_TAIL:])


def _entry(index: int, block: Block) -> _Entry | None:
    """The block as an entry of a contents page, if it can be one."""
    text = _without_page(block.text)
    paged = len(text) < len(block.text)
    mark = heading_mark(text)
    if mark and (mark.end == len(text) or is_title(text[mark.end :])):
        return _Entry(index, text, Numbered(mark.style, mark.numbers), paged)
    if paged or role(text) not in (None, "contents"):
        return _Entry(index, text, Numbered(WORD), paged)
    return None


def _repeated(block: Block, index: int, places: Index) -> _Entry | None:
    """A line without a number as an entry under the page's label: the text has it once more."""
    again = places[_folded(block.text[:200])][-1:] > [index]
    short = is_title(block.text) and not ends_sentence(block.text)
    if again and short and role(block.text) is None:
        return _Entry(index, block.text, Numbered(WORD), False)
    return None


def _index(blocks: Sequence[Block]) -> Index:
    places: Index = defaultdict(list)
    for index, block in enumerate(blocks):
        mark = heading_mark(block.text)
        key = Numbered(mark.style, mark.numbers) if mark else _folded(block.text[:200])
        places[key].append(index)
    return places


def _run(
    candidates: Iterable[_Entry | None], blocks: Sequence[Block], places: Index
) -> list[_Entry]:
    """The first entries in a row, up to where the numbers fall back: there the text begins.

    Where they do not, headings of the text may be the last of them; these do not come again.
    """
    kept: list[_Entry] = []
    for entry in candidates:
        if entry is None:
            break
        kept.append(entry)
    highest: tuple[int, ...] = ()
    words: set[Numbered | str] = set()
    for index, (_, number) in enumerate(ranks([entry.heading for entry in kept])):
        path = tuple(map(int, number.split("."))) if number else ()
        if path <= highest if path else kept[index].key in words:
            return kept[:index]
        highest = max(path, highest)
        words |= set() if path else {kept[index].key}
    end = len(kept)
    while (
        end
        and not kept[end - 1].paged
        and not _comes_again(kept[end - 1], kept[-1], blocks, places)
    ):
        end -= 1
    return kept[:end]


def _is_contents(
    run: list[_Entry], blocks: Sequence[Block], places: Index, *, labelled: bool
) -> bool:
    if len(run) < (_FEWEST_LABELLED if labelled else _FEWEST):
        return False
    if sum(entry.paged for entry in run) * 2 > len(run):
        return True
    again = sum(_comes_again(entry, run[-1], blocks, places) for entry in run)
    return again >= len(run) * (_COME_AGAIN_LABELLED if labelled else _COME_AGAIN)


def _comes_again(entry: _Entry, last: _Entry, blocks: Sequence[Block], places: Index) -> bool:
    """Whether a block after the last entry is the entry's heading, or begins with it."""
    later = (index for index in places.get(entry.key, ()) if index > last.at)
    return any(_alike(entry, blocks[index].text) for index in later)


def _alike(entry: _Entry, text: str) -> bool:
    """Whether a text with the same key begins with much the same words."""
    if not entry.heading.numbers:
        return True
    a, b = _words(entry.title), _words(text[: len(entry.title) + 20])
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def _words(text: str) -> set[str]:
    mark = heading_mark(text)
    rest = fold(text[mark.end if mark else 0 :])
    return set(rest) if is_chinese(rest) else set(re.findall(r"\w+", rest))


def _folded(text: str) -> str:
    return "".join(fold(text).split())
