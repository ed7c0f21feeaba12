"""The numbered lists at the end of a text: notes, references, annotated terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from nqpterms.lang.normal_form import fold_signs
from nqpterms.model.document import Note
from nqpterms.model.places import Span
from nqpterms.readers.blocks import Block
from nqpterms.readers.notemarks import note_marks
from nqpterms.readers.numbering import LIST_ONLY, STRONG, Mark, numbered
from nqpterms.readers.titles import is_chinese, is_title, lead, role

ListKind = Literal["notes", "references", "entries"]

_LIST_STYLES = ("1.", "1)", "(1)", *LIST_ONLY)
_WIDEST_GAP = 5  # numbers that may be missing in a row
_MOST = 0.6  # of the items must look alike for the list to be what they look like
_MARKED = 0.5  # of the numbers must be shared by a list and the marks in the text
_LONGEST_CITATION = 600  # characters
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_QUOTED = re.compile('[“"《〈「『]|\\[[A-Z](?:/OL)?\\]')
_TERM = re.compile(
    r"^[“\"《「]?[^:。.;；!?！？]{1,120}?[”\"》」]?[^:。.;；]{0,40}(?::\s*|——)(?=\S)"
)
_LONGEST_TERM = 15  # words or, in Chinese, twice as many characters


class ItemList(NamedTuple):
    """A list at the end: what it is, and the blocks of its items in order."""

    kind: ListKind
    items: tuple[int, ...]


def find_lists(blocks: Sequence[Block]) -> list[ItemList]:
    """The lists of notes, references and annotated terms, in reading order.

    A list is what its heading says. Without a heading, it is the notes if the numbers are those
    of the marks in the text; otherwise its items tell.
    """
    runs = list(_runs(blocks))
    tail = _tail(blocks, {index for run in runs for index in run})
    labels = [_label(blocks, run[0]) for run in runs]
    known = "notes" in labels or any(block.kind == "note" for block in blocks)
    unlabelled = [run for run, label in zip(runs, labels, strict=True) if not label]
    marked = None if known else _marked(blocks, unlabelled)
    found = []
    for run, label in zip(runs, labels, strict=True):
        kind = label or ("notes" if run == marked else None)
        if not kind and (run[0] > tail or _mark(blocks[run[0]]).style in LIST_ONLY):
            kind = _kind_of([_item(blocks[index]) for index in run])
        if kind and (run[0] > tail or label or kind == "notes"):
            found.append(ItemList(kind, tuple(run)))
    return _with_footnotes(found, blocks)


def list_notes(
    found: Iterable[ItemList], kind: ListKind, blocks: Sequence[Block]
) -> tuple[Note, ...]:
    """The items of the lists of one kind, in reading order."""
    chosen = [index for item_list in found if item_list.kind == kind for index in item_list.items]
    return tuple(_note(blocks[index]) for index in chosen)


def _note(block: Block) -> Note:
    mark = _mark(block)
    body = block.passage.cut(Span(mark.end, len(block.text))) if mark.end else block.passage
    return Note(block.number or ".".join(map(str, mark.numbers)), body)


def _mark(block: Block) -> Mark:
    """The mark of an item; one from the format takes no room in the text."""
    if block.number:
        value = int(block.number) if block.number.isdecimal() else 0
        return Mark("1.", (value,), 0)
    return numbered(block.text) or Mark("", (), 0)


def _item(block: Block) -> str:
    return fold_signs(block.text[_mark(block).end :])


def _runs(blocks: Sequence[Block]) -> Iterable[list[int]]:
    """Consecutive items of one style whose numbers rise from about 1."""
    run: list[int] = []
    last = Mark("", (), 0)
    for index, block in enumerate(blocks):
        mark = _mark(block)
        if block.kind != "text" or mark.style not in _LIST_STYLES or len(block.text) <= mark.end:
            mark = Mark("", (), 0)
        goes_on = run and mark.style == last.style and mark.style
        if goes_on and 0 < mark.numbers[0] - last.numbers[0] <= _WIDEST_GAP:
            run.append(index)
        else:
            if len(run) > 1:
                yield run
            run = [index] if mark.style and mark.numbers[0] <= _WIDEST_GAP else []
        last = mark
    if len(run) > 1:
        yield run


def _tail(blocks: Sequence[Block], items: set[int]) -> int:
    """The last block that is clearly a heading of the text: the lists come after it."""
    last = -1
    for index, block in enumerate(blocks):
        mark = numbered(block.text)
        if index in items or mark is None or mark.style in _LIST_STYLES:
            continue
        sure = mark.style in (*STRONG, "han", "(han)", "I.") or mark.style.startswith("decimal")
        rest = block.text[mark.end :]
        if sure and (is_title(rest) or lead(rest)):
            last = index
    return last


def _label(blocks: Sequence[Block], first: int) -> ListKind | None:
    if not first:
        return None
    text = blocks[first - 1].text
    mark = numbered(text)
    found = role(text[mark.end :] if mark else text)
    return found if found in ("notes", "references", "entries") else None


def _marked(blocks: Sequence[Block], runs: list[list[int]]) -> list[int] | None:
    """The run whose numbers are best those of the note marks in the text."""
    items = {index for run in runs for index in run}
    texts = (block.text for index, block in enumerate(blocks) if index not in items)
    marks = {mark.number for text in texts for mark in note_marks(text)}

    def shared(run: list[int]) -> float:
        numbers = {str(_mark(blocks[index]).numbers[0]) for index in run}
        return len(numbers & marks) / len(numbers | marks)

    best = max(runs, key=shared, default=None)
    return best if best and shared(best) >= _MARKED else None


def _kind_of(items: list[str]) -> ListKind | None:
    """What a list is by its items alone."""

    def most(holds: Callable[[str], bool]) -> bool:
        return sum(map(holds, items)) >= _MOST * len(items)

    if most(_is_citation):
        return "references" if most(_begins_with_author) else "notes"
    return "entries" if most(_is_definition) else None


def _is_citation(item: str) -> bool:
    source = _QUOTED.search(item) or len(re.findall("[,，.]", item)) > 2
    return len(item) <= _LONGEST_CITATION and bool(source) and _YEAR.search(item) is not None


def _begins_with_author(item: str) -> bool:
    return re.match(r"[^“\"《〈「『:,，.]{2,80}[,，.:]", item) is not None


def _is_definition(item: str) -> bool:
    """A term, a colon, and what it means, which is longer and ends in a stop."""
    found = _TERM.match(item)
    if not found or item.rstrip(' "”')[-1:] not in ("。", "."):
        return False
    term = found[0]
    size = len(term) / 2 if is_chinese(term) else len(term.split())
    return size <= _LONGEST_TERM and len(item) > 2 * len(term)


def _with_footnotes(found: list[ItemList], blocks: Sequence[Block]) -> list[ItemList]:
    notes = tuple(index for index, block in enumerate(blocks) if block.kind == "note")
    return [*found, ItemList("notes", notes)] if notes else found
