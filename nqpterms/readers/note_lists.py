"""The numbered lists at the end of a text: notes, references, annotated terms.

What refers to a note from running text is a mark: [1], [3 ], 〔2〕, [^1], ¹², ①.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.normal_form import fold_signs
from nqpterms.model.document import Note, Passage
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Span
from nqpterms.readers.line_shape import (
    LIST_ONLY,
    STRONG,
    NumberMark,
    is_chinese,
    is_title,
    lead,
    numbered,
    role,
)
from nqpterms.readers.text_blocks import Block

ListKind = Literal["notes", "references", "entries"]

_LIST_STYLES = ("1.", "1)", "(1)", *LIST_ONLY)
# With decimals: those of a text's headings.
_TEXT_STYLES = (*STRONG, "han", "(han)", "I.")
_NO_MARK = NumberMark("", (), 0)
_WIDEST_GAP = 5  # numbers that may be missing in a row
# Of the items must look alike for the list to be what they look like.
_MOST = 0.6
# Of the numbers must be shared by a list and the marks in the text.
_MARKED = 0.5
_LONGEST_CITATION = 600  # characters
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_QUOTE = re.compile('[“"《〈「『]|\\[[A-Z](?:/OL)?\\]')
_AUTHOR = re.compile(r"[^“\"《〈「『:,，.]{2,80}[,，.:]")
_TERM = re.compile(
    r"^[“\"《「]?[^:。.;；!?！？]{1,120}?[”\"》」]?[^:。.;；]{0,40}(?::\s*|——)(?=\S)"
)
_LONGEST_TERM = 15  # words or, in Chinese, twice as many characters


class _EndLists(Struct, frozen=True):
    """The items of the lists at the end, and which blocks these are."""

    notes: tuple[Note, ...]
    references: tuple[Note, ...]
    entries: tuple[Note, ...]
    blocks: frozenset[int]


def read_lists(blocks: Sequence[Block]) -> _EndLists:
    """The notes, references and annotated terms of a text, each in reading order.

    A list is what its heading says. Without a heading, it is the notes if the numbers are those
    of the marks in the text; otherwise its items decide.
    """
    runs = list(_runs(blocks))
    indices: dict[ListKind, list[int]] = {
        "notes": [],
        "references": [],
        "entries": [],
    }
    for run, kind in zip(runs, _kinds(blocks, runs), strict=True):
        if kind:
            indices[kind] += run
    indices["notes"] += _footnotes(blocks)
    return _EndLists(
        _notes(blocks, indices["notes"]),
        _references(blocks, indices["references"]),
        _notes(blocks, indices["entries"]),
        frozenset().union(*indices.values()),
    )


def _footnotes(blocks: Sequence[Block]) -> list[int]:
    """The blocks that the format itself calls notes."""
    return [index for index, block in enumerate(blocks) if block.kind == "note"]


def _notes(blocks: Sequence[Block], indices: Iterable[int]) -> tuple[Note, ...]:
    return tuple(_note(blocks[index]) for index in indices)


def _references(
    blocks: Sequence[Block], indices: Iterable[int]
) -> tuple[Note, ...]:
    """The items of a list of references: the words in them are others'."""
    items = []
    for note in _notes(blocks, indices):
        items.append(Note(note.number, as_reference(note.body)))
    return tuple(items)


def as_reference(passage: Passage) -> Passage:
    """A passage as an entry of a list of references, which is no prose of its own."""
    whole = NonProse(Span(0, len(passage.text)), "reference")
    return replace(passage, non_prose=(whole, *passage.non_prose))


def _note(block: Block) -> Note:
    mark = _mark(block)
    body = (
        block.passage.cut(Span(mark.end, len(block.text)))
        if mark.end
        else block.passage
    )
    return Note(block.number or ".".join(map(str, mark.numbers)), body)


def _mark(block: Block) -> NumberMark:
    """The mark of an item; one from the format takes no room in the text."""
    if block.number:
        value = int(block.number) if block.number.isdecimal() else 0
        return NumberMark("1.", (value,), 0)
    return numbered(block.text) or _NO_MARK


def _item(block: Block) -> str:
    return fold_signs(block.text[_mark(block).end :])


# -- runs of items -----------------------------------------------------------------------------


def _runs(blocks: Sequence[Block]) -> Iterable[list[int]]:
    """Consecutive items of one style whose numbers rise from about 1."""
    run: list[int] = []
    last = _NO_MARK
    for index, block in enumerate(blocks):
        mark = _item_mark(block)
        if run and _goes_on(last, mark):
            run.append(index)
        else:
            if len(run) > 1:
                yield run
            begins = mark.style and mark.numbers[0] <= _WIDEST_GAP
            run = [index] if begins else []
        last = mark
    if len(run) > 1:
        yield run


def _item_mark(block: Block) -> NumberMark:
    """The mark of an item of a list; no mark for what is none."""
    if block.kind != "text":
        return _NO_MARK
    mark = _mark(block)
    empty = len(block.text) <= mark.end
    return _NO_MARK if empty or mark.style not in _LIST_STYLES else mark


def _goes_on(last: NumberMark, mark: NumberMark) -> bool:
    if not mark.style or mark.style != last.style:
        return False
    return 0 < mark.numbers[0] - last.numbers[0] <= _WIDEST_GAP


# -- what a list is ----------------------------------------------------------------------------


def _kinds(
    blocks: Sequence[Block], runs: Sequence[list[int]]
) -> list[ListKind | None]:
    """What each run of items is; None for a list in running text."""
    kinds = [_label(blocks, run[0]) for run in runs]
    if "notes" not in kinds and not _footnotes(blocks):
        unlabelled = [
            run for run, kind in zip(runs, kinds, strict=True) if kind is None
        ]
        marked = _marked_run(blocks, unlabelled)
        if marked:
            kinds[runs.index(marked)] = "notes"
    text_end = _text_end(blocks, runs)
    for place, run in enumerate(runs):
        if kinds[place] is None:
            kinds[place] = _kind_by_items(blocks, run, text_end)
    return kinds


def _label(blocks: Sequence[Block], first: int) -> ListKind | None:
    """What the heading of a list says that it is."""
    if not first:
        return None
    text = blocks[first - 1].text
    mark = numbered(text)
    announced = role(text[mark.end :] if mark else text)
    return (
        announced if announced in ("notes", "references", "entries") else None
    )


def _text_end(blocks: Sequence[Block], runs: Iterable[list[int]]) -> int:
    """The last block that is clearly a heading of the text: the lists come after it."""
    items = {index for run in runs for index in run}
    for index in range(len(blocks) - 1, -1, -1):
        if index not in items and _is_heading(blocks[index].text):
            return index
    return -1


def _is_heading(text: str) -> bool:
    mark = numbered(text)
    if mark is None:
        return False
    if mark.style == "article":
        return True
    if mark.style not in _TEXT_STYLES and not mark.style.startswith("decimal"):
        return False
    rest = text[mark.end :]
    return is_title(rest) or lead(rest) is not None


def _marked_run(
    blocks: Sequence[Block], runs: list[list[int]]
) -> list[int] | None:
    """The run whose numbers are best those of the note marks in the text.

    A note comes after its mark. A list such as the steps of a recipe, which stands among the marks
    and is numbered like any other, is no list of notes.
    """
    items = {index for run in runs for index in run}
    marks: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if index not in items:
            for mark in note_marks(block.text):
                marks.setdefault(mark.number, index)

    def shared(run: list[int]) -> float:
        numbers: set[str] = set()
        is_behind: set[str] = set()
        for index in run:
            mark = _mark(blocks[index])
            number = str(mark.numbers[0])
            numbers.add(number)
            if mark.style in LIST_ONLY or marks.get(number, index) < index:
                is_behind.add(number)
        both = numbers & marks.keys() & is_behind
        return len(both) / len(numbers | marks.keys())

    best = max(runs, key=shared, default=None)
    return best if best and shared(best) >= _MARKED else None


def _kind_by_items(
    blocks: Sequence[Block], run: Sequence[int], text_end: int
) -> ListKind | None:
    """What a list is by its items alone; before the end of the text it can only be the notes."""
    at_end = run[0] > text_end
    if not at_end and _mark(blocks[run[0]]).style not in LIST_ONLY:
        return None
    items = [_item(blocks[index]) for index in run]
    if _most(items, _is_citation):
        kind: ListKind = (
            "references" if _most(items, _begins_with_author) else "notes"
        )
        return kind if at_end or kind == "notes" else None
    return "entries" if at_end and _most(items, _is_definition) else None


def _most(items: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, items)) >= _MOST * len(items)


def _is_citation(item: str) -> bool:
    if len(item) > _LONGEST_CITATION or not _YEAR.search(item):
        return False
    return (
        _QUOTE.search(item) is not None or len(re.findall("[,，.]", item)) > 2
    )


def _begins_with_author(item: str) -> bool:
    return _AUTHOR.match(item) is not None


def _is_definition(item: str) -> bool:
    """A term, a colon, and what it means, which is longer and ends in a stop."""
    match = _TERM.match(item)
    if not match or item.rstrip(' "”')[-1:] not in ("。", "."):
        return False
    term = match[0]
    size = len(term) / 2 if is_chinese(term) else len(term.split())
    return size <= _LONGEST_TERM and len(item) > 2 * len(term)


# -- marks in running text ---------------------------------------------------------------------

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE_MARK = re.compile(
    r"[\[〔【［]\s*\^?(?P<list>\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*)\s*[\]〕】］]"
    r"|\[\^(?P<label>[^\s\[\]]{1,40})\]"
    r"|(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    # Such a sign also counts the points of a sentence; then it stands before what it counts.
    r"|(?<=[^\s:：;；,，、(（①-⑳])(?P<circled>[①-⑳])(?=[\s。，、；：！？」』”）,.;:!?)]|$)"
)
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcmdµ]?m|ft|in)$")  # m² is an area
_MOST_IN_RANGE = 20  # notes that one mark may name


class _NoteMark(Struct, frozen=True):
    """A place of a text that refers to a note, and the note's number as the list prints it."""

    span: Span
    number: str


def note_marks(text: str) -> list[_NoteMark]:
    """The note marks in a text, in reading order; a mark for several notes comes several times.

    >>> [mark.number for mark in note_marks("as he said [3 ], and again[ 4]。 later¹² [5-7]")]
    ['3', '4', '12', '5', '6', '7']
    >>> note_marks("包括：①土地；②资本。In 2024 [sic] it grew to 50 km².")
    []
    """
    marks = []
    for match in _NOTE_MARK.finditer(text):
        if match["super"] and _UNIT.search(text[: match.start()]):
            continue
        span = Span(*match.span())
        marks += [_NoteMark(span, number) for number in _note_numbers(match)]
    return marks


def _note_numbers(match: re.Match[str]) -> list[str]:
    if match["label"]:
        return [match["label"]]
    if match["super"]:
        return [match["super"].translate(_SUPERSCRIPTS)]
    if match["circled"]:
        return [str(ord(match["circled"]) - ord("①") + 1)]
    numbers: list[str] = []
    for part in re.split("[,，、]", match["list"]):
        ends = [int(number) for number in re.split("[–-]", part)]
        first, last = ends[0], ends[-1]
        if 0 <= last - first <= _MOST_IN_RANGE:
            numbers += map(str, range(first, last + 1))
    return numbers
