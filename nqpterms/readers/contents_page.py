"""The contents page: a run of headings without text whose entries come again later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from nqpterms.lang.normal_form import fold
from nqpterms.readers.headings import WORD, Numbered, ranks
from nqpterms.readers.line_shape import (
    ends_sentence,
    heading_mark,
    is_chinese,
    is_title,
    role,
)
from nqpterms.readers.text_blocks import Block

_FEWEST = 3  # entries of a contents page that is not labelled
_FEWEST_LABELLED = 2
# Of the entries must stand in the text too; of a labelled page fewer.
_COME_AGAIN = 0.5
_COME_AGAIN_LABELLED = 0.3
_ALIKE = 0.5  # of the words of two titles, for one to be the other; translations edit them
_TAIL = 100  # characters at the end of an entry, with dots and page number
_TITLE = 200  # characters of a line by which two lines are compared
_PAGE_NUMBER = re.compile(r"(?:[\s.·…⋯_—-]{2,80}|\t)\(?\d{1,4}\)?$")

_Key = Numbered | str
"""What two headings that are one have in common: style and number or, without, folded words."""


class _ContentsEntry(Struct, frozen=True):
    at: int
    title: str
    heading: Numbered
    paged: bool = False

    @property
    def key(self) -> _Key:
        return self.heading if self.heading.numbers else _folded(self.title)


def find_contents(blocks: Sequence[Block]) -> range:
    """The blocks of the contents page, its label among them; empty where there is none."""
    of_format = _contents_of_format(blocks)
    if of_format:
        return of_format
    entries = [_entry(index, block) for index, block in enumerate(blocks)]
    text = _HeadingIndex(blocks)
    for start, block in enumerate(blocks):
        labelled = role(block.text) == "contents"
        begins = entries[start] is not None and (
            start == 0 or entries[start - 1] is None
        )
        if not (labelled or begins):
            continue
        if labelled:
            run = text.first_run(_labelled_entries(entries, start + 1, text))
        else:
            run = text.first_run(_leading(entries[start:]))
        if text.is_contents(run, labelled=labelled):
            return range(start, run[-1].at + 1)
    return range(0)


def contents_titles(
    contents: Sequence[Block], blocks: Sequence[Block]
) -> set[int]:
    """The blocks whose whole text is an entry of the contents page, by index.

    >>> from nqpterms.model.document import Passage
    >>> page, text = Block(Passage("About us ...... 4")), Block(Passage("About us"))
    >>> contents_titles([page], [text, text])
    {0}
    """
    if not contents:
        return set()
    titles = {_folded(_without_page(block.text)) for block in contents}
    first_places: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.kind != "text":
            continue
        key = _folded(block.text[:_TITLE])
        if key in titles:
            first_places.setdefault(key, index)
    return set(first_places.values())


def _contents_of_format(blocks: Sequence[Block]) -> range:
    """The contents page that the format itself marks, with its label; empty where none."""
    start = 0
    while start < len(blocks) and blocks[start].kind != "contents":
        start += 1
    if start == len(blocks):
        return range(0)
    end = start
    while end < len(blocks) and blocks[end].kind == "contents":
        end += 1
    labelled = start > 0 and role(blocks[start - 1].text) == "contents"
    return range(start - 1 if labelled else start, end)


# -- entries -----------------------------------------------------------------------------------


def _entry(index: int, block: Block) -> _ContentsEntry | None:
    """The block as an entry of a contents page, if it can be one."""
    text = _without_page(block.text)
    paged = len(text) < len(block.text)
    mark = heading_mark(text)
    if mark and (mark.end == len(text) or is_title(text[mark.end :])):
        return _ContentsEntry(
            index, text, Numbered(mark.style, mark.numbers), paged
        )
    if paged or role(text) not in (None, "contents"):
        return _ContentsEntry(index, text, Numbered(WORD), paged)
    return None


def _without_page(text: str) -> str:
    if not (text[-1:].isdecimal() or text.endswith(")")):
        return text  # as most do
    return text[:-_TAIL] + _PAGE_NUMBER.sub("", text[-_TAIL:])


def _leading(
    entries: Iterable[_ContentsEntry | None],
) -> Iterator[_ContentsEntry]:
    """The entries up to the first block that is none."""
    for entry in entries:
        if entry is None:
            return
        yield entry


def _labelled_entries(
    entries: Sequence[_ContentsEntry | None], start: int, text: _HeadingIndex
) -> Iterator[_ContentsEntry]:
    """The entries under the page's label, lines without a number among them."""
    return _leading(
        entries[index] or text.repeated_line(index)
        for index in range(start, len(entries))
    )


# -- what comes again --------------------------------------------------------------------------


class _HeadingIndex:
    """The blocks of a text, and where its headings stand."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._places: dict[_Key, list[int]] = defaultdict(list)
        for index, block in enumerate(blocks):
            mark = heading_mark(block.text)
            if mark:
                self._places[Numbered(mark.style, mark.numbers)].append(index)
            else:
                self._places[_folded(block.text[:_TITLE])].append(index)

    def repeated_line(self, index: int) -> _ContentsEntry | None:
        """A line without a number as an entry, if the text has it once more."""
        text = self._blocks[index].text
        places = self._places.get(_folded(text[:_TITLE]), [])
        if not places or places[-1] <= index:
            return None
        if not is_title(text) or ends_sentence(text) or role(text) is not None:
            return None
        return _ContentsEntry(index, text, Numbered(WORD))

    def first_run(
        self, candidates: Iterable[_ContentsEntry]
    ) -> list[_ContentsEntry]:
        """The first entries in a row, up to where the numbers fall back: there the text begins.

        Where they do not, headings of the text may be the last of them; these do not come again.
        """
        entries = list(candidates)
        end = _fall_back(entries)
        if end < len(entries):
            return entries[:end]
        last = entries[-1].at if entries else 0
        while (
            end
            and not entries[end - 1].paged
            and not self._comes_again(entries[end - 1], last)
        ):
            end -= 1
        return entries[:end]

    def is_contents(
        self, run: Sequence[_ContentsEntry], *, labelled: bool
    ) -> bool:
        """Whether a run of entries is a contents page: by page numbers, or by what comes again."""
        if len(run) < (_FEWEST_LABELLED if labelled else _FEWEST):
            return False
        if sum(entry.paged for entry in run) * 2 > len(run):
            return True
        again = sum(self._comes_again(entry, run[-1].at) for entry in run)
        return again >= len(run) * (
            _COME_AGAIN_LABELLED if labelled else _COME_AGAIN
        )

    def _comes_again(self, entry: _ContentsEntry, last: int) -> bool:
        """Whether a block after the last entry is the entry's heading, or begins with it."""
        for index in self._places.get(entry.key, ()):
            if index > last and _alike(entry, self._blocks[index].text):
                return True
        return False


def _fall_back(entries: Sequence[_ContentsEntry]) -> int:
    """The first entry whose number is not above those before, or whose words came before."""
    highest: tuple[int, ...] = ()
    words: set[_Key] = set()
    for index, rank in enumerate(ranks([entry.heading for entry in entries])):
        if rank.number:
            path = tuple(map(int, rank.number.split(".")))
            if path <= highest:
                return index
            highest = path
            continue
        key = entries[index].key
        if key in words:
            return index
        words.add(key)
    return len(entries)


def _alike(entry: _ContentsEntry, text: str) -> bool:
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
