"""Notes of ours in the files of CAT tools, put in and taken out in place.

    path, {segment: notes} ──with_notes──▶ the bytes of the file, its older notes of ours replaced
    path ──our_notes──▶ the notes of ours that stand in it

| file | where a note stands | what says that it is ours |
|---|---|---|
| XLIFF 1.2, MXLIFF | `note` of the unit, behind its texts | `from="nqpterms"` |
| XLIFF 2 | `note` among the `notes` of the unit | `category="nqpterms"` |
| SDLXLIFF | a comment of Trados: `cmt-def` in the head, a mark round the text | its user |
| MQXLIFF | a comment of memoQ on the row | its user |
| TMX | `note` of the unit | how it begins |
| PO | a translator's comment | how it begins |

A note begins with the name of what it asks, ``[nqpterms 3fa9…]``, and ends with a question, behind
which people write their answer. A note with an answer stays.
"""

from __future__ import annotations

import gzip
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.edits import RawChange, with_changes
from nqpterms.files.office.raw_parts import element_text
from nqpterms.files.opening import bare_suffix, opened, read_whole
from nqpterms.files.xml import Element, local_name, parse_bytes
from nqpterms.formats.bitexts import po, tmx, xliff
from nqpterms.formats.bitexts.cat_dialects import SDL
from nqpterms.formats.bitexts.in_place import RawTree, changed_xml

AUTHOR = "nqpterms"
QUESTION = "Answer (ignore, ok, admit, done):"
"""What a note of ours ends with."""
NOTED = ("xlf", "xliff", "sdlxliff", "mqxliff", "mxliff", "tmx", "po", "pot")
"""Suffixes of the files that take notes."""
_OUR_NOTE = re.compile(r"\[nqpterms ([0-9a-f]{8,64})\]\s*(.*)", re.DOTALL)
_MQ = "MQXliff"
_NO_TIME = "2000-01-01T00:00:00Z"  # their formats want one; a second run is to change nothing

SegmentKey = tuple[int, str]
"""The number of a segment as its tool shows it, and the file's own name of it."""


class OurNote(Struct, frozen=True):
    """A note of ours: the fingerprint of its finding, what it says, and what was answered."""

    fingerprint: str
    text: str
    answer: str = ""

    @property
    def spelt(self) -> str:
        """The note as it stands in a file."""
        return f"[{AUTHOR} {self.fingerprint}] {self.text} {QUESTION}"


Notes = Mapping[SegmentKey, Sequence[OurNote]]


def takes_notes(path: str | Path) -> bool:
    """Whether notes can be put into a file, by its suffix.

    >>> takes_notes("memory.sdlxliff"), takes_notes("memory.tsv")
    (True, False)
    """
    return bare_suffix(path) in NOTED


def with_notes(path: str | Path, notes: Notes) -> bytes:
    """The bytes of a file with notes at their segments, in the place of older ones of ours.

    Raises FormatError for a file that would not come back as it was.
    """
    if bare_suffix(path) in ("po", "pot"):
        return _with_comments(path, notes)
    return changed_xml(
        path, lambda tree: _dialect_of(tree.root).changes(tree, path, notes)
    )


def our_notes(path: str | Path) -> list[OurNote]:
    """The notes of ours in a file, in order, answered or not."""
    if bare_suffix(path) in ("po", "pot"):
        lines = po.exact_po(path).text.splitlines()
        notes = [
            _our_note(line.removeprefix("#").strip())
            for line in lines
            if line[:1] == "#"
        ]
        return [note for note in notes if note]
    with opened(path, gzipped=str(path).lower().endswith(".gz")) as file:
        root = parse_bytes(
            read_whole(file, path), str(path), is_large=True
        ).getroot()
    notes = [
        _our_note("".join(note.itertext()))
        for note in _dialect_of(root).ours(root)
    ]
    return [note for note in notes if note]


def _our_note(text: str) -> OurNote | None:
    """A note of ours, by its text; None for any other."""
    match = _OUR_NOTE.match(" ".join(text.split()))
    if match is None:
        return None
    words, _, answer = match[2].partition(QUESTION)
    return OurNote(match[1], words.strip(), answer.strip())


def _is_replaced(note: Element) -> bool:
    """Whether an element is a note of ours that nobody has answered."""
    ours = _our_note("".join(note.itertext()))
    return ours is not None and not ours.answer


class _Dialect(Struct, frozen=True):
    """How one kind of file keeps notes: which elements are ours, and what puts them in."""

    ours: Callable[[Element], Iterator[Element]]
    changes: Callable[[RawTree, str | Path, Notes], Iterator[RawChange]]


def _dialect_of(root: Element) -> _Dialect:
    """The dialect of a file, by its root."""
    if local_name(root) == "tmx":
        return _TMX
    spaces = root.nsmap.values()
    if SDL in spaces:
        return _SDLXLIFF
    if _MQ in spaces:
        return _MQXLIFF
    return _XLIFF_2 if root.get("version", "").startswith("2") else _XLIFF_1


def _out(tree: RawTree, element: Element) -> RawChange:
    """The change that takes an element out."""
    place = tree.places[element]
    return RawChange(place.start, place.end, "")


def _prefix(element: Element) -> str:
    """The prefix of an element, with its colon."""
    return f"{element.prefix}:" if element.prefix else ""


def _at_end(tree: RawTree, element: Element, content: str) -> RawChange:
    """The change that puts some XML at the end of an element."""
    place = tree.places[element]
    if not place.is_empty_tag:
        return RawChange(place.inner_end, place.inner_end, content)
    tag = tree.text[place.start : place.end]
    name = tag[1:].split()[0].rstrip("/>")
    return RawChange(
        place.start, place.end, f"{tag[:-2].rstrip()}>{content}</{name}>"
    )


def _by_unit(
    tree: RawTree, path: str | Path, notes: Notes
) -> Iterator[tuple[Element, list[OurNote]]]:
    """The units of XLIFF with their notes, those of all their segments."""
    by_unit: dict[Element, list[OurNote]] = {}
    for segment, unit, _ in xliff.placed_units(tree.root, path):
        by_unit.setdefault(unit, []).extend(
            notes.get((segment.row or 0, segment.id), ())
        )
    yield from by_unit.items()


# -- XLIFF 1.2 ---------------------------------------------------------------------------------


def _notes_1(root: Element) -> Iterator[Element]:
    for note in root.iter("{*}note"):
        if note.get("from") == AUTHOR:
            yield note


def _changes_1(
    tree: RawTree, path: str | Path, notes: Notes
) -> Iterator[RawChange]:
    for note in _notes_1(tree.root):
        if _is_replaced(note):
            yield _out(tree, note)
    for unit, own in _by_unit(tree, path, notes):
        yield from _unit_notes(tree, unit, own)


def _unit_notes(
    tree: RawTree, unit: Element, notes: Iterable[OurNote]
) -> Iterator[RawChange]:
    """The change that puts notes behind the texts of a unit."""
    p = _prefix(unit)
    spelt = "".join(
        f'<{p}note from="{AUTHOR}">{element_text(note.spelt)}</{p}note>'
        for note in notes
    )
    texts = [
        e for e in unit if local_name(e) in ("source", "seg-source", "target")
    ]
    if spelt and texts:
        at = tree.places[texts[-1]].end
        yield RawChange(at, at, spelt)


_XLIFF_1 = _Dialect(_notes_1, _changes_1)


# -- XLIFF 2 -----------------------------------------------------------------------------------


def _notes_2(root: Element) -> Iterator[Element]:
    for note in root.iter("{*}note"):
        if note.get("category") == AUTHOR:
            yield note


def _start_of_content(tree: RawTree, unit: Element) -> int:
    """Where the first part of a unit begins that notes stand before."""
    for part in unit:
        if local_name(part) in ("originalData", "segment", "ignorable"):
            return tree.places[part].start
    raise AssertionError("a unit of XLIFF 2 has a segment")


def _changes_2(
    tree: RawTree, path: str | Path, notes: Notes
) -> Iterator[RawChange]:
    for unit, own in _by_unit(tree, path, notes):
        p = _prefix(unit)
        spelt = ""
        for note in own:
            text = element_text(note.spelt)
            spelt += f'<{p}note category="{AUTHOR}" appliesTo="target">{text}</{p}note>'
        holder = unit.find("{*}notes")
        if holder is None:
            if spelt:
                at = _start_of_content(tree, unit)
                yield RawChange(at, at, f"<{p}notes>{spelt}</{p}notes>")
            continue
        old = [note for note in _notes_2(holder) if _is_replaced(note)]
        if (
            len(old) == len(holder) and not spelt
        ):  # an empty list of notes is not allowed
            yield _out(tree, holder)
            continue
        yield from (_out(tree, note) for note in old)
        if spelt:
            yield _at_end(tree, holder, spelt)


_XLIFF_2 = _Dialect(_notes_2, _changes_2)


# -- what the comments of tools share ----------------------------------------------------------


def _comments_of_ours(
    root: Element, tag: str, author_key: str
) -> Iterator[Element]:
    """The comments that we wrote, by the attribute that names who wrote them."""
    for comment in root.iter(tag):
        if comment.get(author_key) == AUTHOR:
            yield comment


def _declared_prefix(root: Element, namespace: str) -> str | None:
    """The prefix of a tool's namespace, which its files declare at their root; None for none."""
    prefixes: dict[str | None, str] = root.nsmap
    return next(
        prefix for prefix, space in prefixes.items() if space == namespace
    )


def _name_of(note: OurNote) -> str:
    """The id of a comment: the same for the same finding."""
    return str(
        uuid.uuid5(uuid.NAMESPACE_URL, f"urn:nqpterms:{note.fingerprint}")
    )


# -- memoQ -------------------------------------------------------------------------------------


def _notes_memoq(root: Element) -> Iterator[Element]:
    return _comments_of_ours(root, f"{{{_MQ}}}comment", "creatoruser")


def _changes_memoq(
    tree: RawTree, path: str | Path, notes: Notes
) -> Iterator[RawChange]:
    for comment in _notes_memoq(tree.root):
        if _is_replaced(comment):
            yield _out(tree, comment)
    prefix = _declared_prefix(tree.root, _MQ)
    p = f"{prefix}:" if prefix else ""
    for unit, own in _by_unit(tree, path, notes):
        spelt = ""
        for note in own:
            spelt += (
                f'<{p}comment id="{_name_of(note)}" creatoruser="{AUTHOR}" time="{_NO_TIME}" '
                f'deleted="false" category="0" appliesto="Target" origin="User">'
                f"{element_text(note.spelt)}</{p}comment>"
            )
        if not spelt:
            continue
        holder = unit.find(f"{{{_MQ}}}comments")
        if holder is None:
            yield _at_end(tree, unit, f"<{p}comments>{spelt}</{p}comments>")
        else:
            yield _at_end(tree, holder, spelt)


_MQXLIFF = _Dialect(_notes_memoq, _changes_memoq)


# -- Trados ------------------------------------------------------------------------------------


def _notes_trados(root: Element) -> Iterator[Element]:
    return _comments_of_ours(root, f"{{{SDL}}}Comment", "user")


def _changes_trados(
    tree: RawTree, path: str | Path, notes: Notes
) -> Iterator[RawChange]:
    yield from _without_comments(tree)
    prefix = _declared_prefix(tree.root, SDL)
    definitions = ""
    for segment, unit, target in xliff.placed_units(tree.root, path):
        own = notes.get((segment.row or 0, segment.id), ())
        place = tree.places.get(target)
        if place is None or place.is_empty_tag:
            yield from _unit_notes(tree, unit, own)
            continue
        begin = end = ""
        for note in own:
            name = _name_of(note)
            begin += f'<{_prefix(target)}mrk mtype="x-sdl-comment" {prefix}:cid="{name}">'
            end += f"</{_prefix(target)}mrk>"
            definitions += (
                f'<cmt-def id="{name}"><Comments><Comment severity="Medium" user="{AUTHOR}" '
                f'date="{_NO_TIME}" version="1.0">{element_text(note.spelt)}</Comment></Comments>'
                "</cmt-def>"
            )
        if begin:
            yield RawChange(place.inner_start, place.inner_start, begin)
            yield RawChange(place.inner_end, place.inner_end, end)
    if definitions:
        yield _defined(tree, definitions)


def _without_comments(tree: RawTree) -> Iterator[RawChange]:
    """The changes that take our comments out, and the marks that point to them."""
    names = set()
    for comment in _notes_trados(tree.root):
        definition = next(comment.iterancestors(f"{{{SDL}}}cmt-def"), None)
        if definition is not None and _is_replaced(comment):
            names.add(definition.get("id"))
            yield _out(tree, definition)
    for mark in tree.root.iter("{*}mrk"):
        if mark.get(f"{{{SDL}}}cid") in names:
            place = tree.places[mark]
            yield RawChange(place.start, place.inner_start, "")
            yield RawChange(place.inner_end, place.end, "")
    for note in _notes_1(tree.root):
        if _is_replaced(note):
            yield _out(tree, note)


def _defined(tree: RawTree, definitions: str) -> RawChange:
    """The change that puts the definitions of comments into the head of the file."""
    holder = tree.root.find(f".//{{{SDL}}}cmt-defs")
    if holder is not None:
        return _at_end(tree, holder, definitions)
    head = tree.root.find(f"{{{SDL}}}doc-info")
    inner = f'<cmt-defs xmlns="{SDL}">{definitions}</cmt-defs>'
    if head is not None:
        return _at_end(tree, head, inner)
    at = tree.places[tree.root].inner_start
    return RawChange(at, at, f'<doc-info xmlns="{SDL}">{inner}</doc-info>')


_SDLXLIFF = _Dialect(_notes_trados, _changes_trados)


# -- TMX ---------------------------------------------------------------------------------------


def _notes_tmx(root: Element) -> Iterator[Element]:
    for note in root.iter("{*}note"):
        if _our_note("".join(note.itertext())):
            yield note


def _changes_tmx(
    tree: RawTree, _path: str | Path, notes: Notes
) -> Iterator[RawChange]:
    for note in _notes_tmx(tree.root):
        if _is_replaced(note):
            yield _out(tree, note)
    by_row: dict[int, list[OurNote]] = {}
    for (row, _), own in notes.items():
        by_row.setdefault(row, []).extend(own)
    for row, unit in tmx.placed_units(tree.root):
        p = _prefix(unit)
        spelt = [
            f"<{p}note>{element_text(note.spelt)}</{p}note>"
            for note in by_row.get(row, ())
        ]
        if spelt:
            at = tree.places[unit].inner_start
            yield RawChange(at, at, "".join(spelt))


_TMX = _Dialect(_notes_tmx, _changes_tmx)


# -- PO ----------------------------------------------------------------------------------------


def _is_unanswered(line: str) -> bool:
    """Whether a line of comments is a note of ours that nobody has answered."""
    note = _our_note(line.strip().removeprefix("#").strip())
    return note is not None and not note.answer


def _with_comments(path: str | Path, notes: Notes) -> bytes:
    """The bytes of a PO file with our comments behind those of its translators."""
    exact = po.exact_po(path)
    lines = exact.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    end = "\r\n" if lines[0].endswith("\r") else "\n"
    by_row: dict[int, list[OurNote]] = {}
    for (row, _), own in notes.items():
        by_row.setdefault(row, []).extend(own)
    changes = []
    for row, first in enumerate(po.entry_lines(path), 1):
        comments = _translators_comments(lines, first - 1)
        for number in comments:
            if _is_unanswered(lines[number]):
                changes.append(
                    RawChange(starts[number], starts[number + 1], "")
                )
        spelt = "".join(
            f"# {_on_a_line(note.spelt)}{end}" for note in by_row.get(row, ())
        )
        if spelt:
            behind = starts[comments.stop]
            changes.append(RawChange(behind, behind, spelt))
    data = exact.encoded(with_changes(exact.text, changes))
    return (
        gzip.compress(data, mtime=0)
        if str(path).lower().endswith(".gz")
        else data
    )


def _translators_comments(lines: Sequence[str], first: int) -> range:
    """The lines of the translators' comments of the entry whose text begins on line *first*."""
    start = first
    while start and re.match(r"\s*#(?!~)", lines[start - 1]):
        start -= 1
    stop = start
    while stop < first and re.match(r"\s*#(\s|$)", lines[stop]):
        stop += 1
    return range(start, stop)


def _on_a_line(text: str) -> str:
    """A note as a comment; FormatError for what no comment holds."""
    line = " ".join(text.split())
    if "\0" in line:
        raise FormatError("a note holds U+0000, which PO cannot hold")
    return line
