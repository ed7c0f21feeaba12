"""The numbered lists at the end of a text: notes, references, annotated terms.

What refers to a note from running text is a mark: [1], [3 ], 〔2〕, [^1], ¹², ①.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from nqpterms.lang.normal_form import fold_signs
from nqpterms.model.document import Note
from nqpterms.model.places import Span
from nqpterms.readers.blocks import Block
from nqpterms.readers.line_shape import (
    LIST_ONLY,
    STRONG,
    Mark,
    is_chinese,
    is_title,
    lead,
    numbered,
    role,
)

ListKind = Literal["notes", "references", "entries"]

_LIST_STYLES = ("1.", "1)", "(1)", *LIST_ONLY)
_TEXT_STYLES = (*STRONG, "han", "(han)", "I.")  # with decimals: those of a text's headings
_NO_MARK = Mark("", (), 0)
_WIDEST_GAP = 5  # numbers that may be missing in a row
_MOST = 0.6  # of the items must look alike for the list to be what they look like
_MARKED = 0.5  # of the numbers must be shared by a list and the marks in the text
_LONGEST_CITATION = 600  # characters
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_QUOTE = re.compile('[“"《〈「『]|\\[[A-Z](?:/OL)?\\]')
_AUTHOR = re.compile(r"[^“\"《〈「『:,，.]{2,80}[,，.:]")
_TERM = re.compile(
    r"^[“\"《「]?[^:。.;；!?！？]{1,120}?[”\"》」]?[^:。.;；]{0,40}(?::\s*|——)(?=\S)"
)
_LONGEST_TERM = 15  # words or, in Chinese, twice as many characters


class ItemList(Struct, frozen=True):
    """A list at the end: what it is, and the blocks of its items in order."""

    kind: ListKind
    items: tuple[int, ...]


def find_lists(blocks: Sequence[Block]) -> list[ItemList]:
    """The lists of notes, references and annotated terms, in reading order.

    A list is what its heading says. Without a heading, it is the notes if the numbers are those
    of the marks in the text; otherwise its items tell.
    """
    runs = list(_runs(blocks))
    labels = {run[0]: _label(blocks, run[0]) for run in runs}
    text_end = _text_end(blocks, {index for run in runs for index in run})
    notes = tuple(index for index, block in enumerate(blocks) if block.kind == "note")
    marked: list[int] | None = None
    if not notes and "notes" not in labels.values():
        marked = _marked_run(blocks, [run for run in runs if not labels[run[0]]])
    lists = []
    for run in runs:
        label = labels[run[0]]
        kind = label or ("notes" if run == marked else None)
        if kind is None and _stands_at_the_end(blocks, run, text_end):
            kind = _kind_of([_item(blocks[index]) for index in run])
        if kind and (run[0] > text_end or label or kind == "notes"):
            lists.append(ItemList(kind, tuple(run)))
    if notes:
        lists.append(ItemList("notes", notes))
    return lists


def list_notes(
    lists: Iterable[ItemList], kind: ListKind, blocks: Sequence[Block]
) -> tuple[Note, ...]:
    """The items of the lists of one kind, in reading order."""
    notes: list[Note] = []
    for item_list in lists:
        if item_list.kind == kind:
            notes += (_note(blocks[index]) for index in item_list.items)
    return tuple(notes)


def _note(block: Block) -> Note:
    mark = _mark(block)
    body = block.passage.cut(Span(mark.end, len(block.text))) if mark.end else block.passage
    return Note(block.number or ".".join(map(str, mark.numbers)), body)


def _mark(block: Block) -> Mark:
    """The mark of an item; one from the format takes no room in the text."""
    if block.number:
        value = int(block.number) if block.number.isdecimal() else 0
        return Mark("1.", (value,), 0)
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


def _item_mark(block: Block) -> Mark:
    """The mark of an item of a list; no mark for what is none."""
    if block.kind != "text":
        return _NO_MARK
    mark = _mark(block)
    empty = len(block.text) <= mark.end
    return _NO_MARK if empty or mark.style not in _LIST_STYLES else mark


def _goes_on(last: Mark, mark: Mark) -> bool:
    if not mark.style or mark.style != last.style:
        return False
    return 0 < mark.numbers[0] - last.numbers[0] <= _WIDEST_GAP


def _text_end(blocks: Sequence[Block], items: set[int]) -> int:
    """The last block that is clearly a heading of the text: the lists come after it."""
    last = -1
    for index, block in enumerate(blocks):
        mark = None if index in items else numbered(block.text)
        if mark is None or not (mark.style in _TEXT_STYLES or mark.style.startswith("decimal")):
            continue
        rest = block.text[mark.end :]
        if is_title(rest) or lead(rest):
            last = index
    return last


def _stands_at_the_end(blocks: Sequence[Block], run: Sequence[int], text_end: int) -> bool:
    return run[0] > text_end or _mark(blocks[run[0]]).style in LIST_ONLY


# -- what a list is ----------------------------------------------------------------------------


def _label(blocks: Sequence[Block], first: int) -> ListKind | None:
    """What the heading of a list says that it is."""
    if not first:
        return None
    text = blocks[first - 1].text
    mark = numbered(text)
    announced = role(text[mark.end :] if mark else text)
    return announced if announced in ("notes", "references", "entries") else None


def _marked_run(blocks: Sequence[Block], runs: list[list[int]]) -> list[int] | None:
    """The run whose numbers are best those of the note marks in the text."""
    items = {index for run in runs for index in run}
    marks: set[str] = set()
    for index, block in enumerate(blocks):
        if index not in items:
            marks.update(mark.number for mark in note_marks(block.text))

    def shared(run: list[int]) -> float:
        numbers = {str(_mark(blocks[index]).numbers[0]) for index in run}
        return len(numbers & marks) / len(numbers | marks)

    best = max(runs, key=shared, default=None)
    return best if best and shared(best) >= _MARKED else None


def _kind_of(items: list[str]) -> ListKind | None:
    """What a list is by its items alone."""
    if _most(items, _is_citation):
        return "references" if _most(items, _begins_with_author) else "notes"
    return "entries" if _most(items, _is_definition) else None


def _most(items: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, items)) >= _MOST * len(items)


def _is_citation(item: str) -> bool:
    if len(item) > _LONGEST_CITATION or not _YEAR.search(item):
        return False
    return _QUOTE.search(item) is not None or len(re.findall("[,，.]", item)) > 2


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


class NoteMark(Struct, frozen=True):
    """A place of a text that refers to a note, and the note's number as the list prints it."""

    span: Span
    number: str


def note_marks(text: str) -> list[NoteMark]:
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
        marks += [NoteMark(span, number) for number in _note_numbers(match)]
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
