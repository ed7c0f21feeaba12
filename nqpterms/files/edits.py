"""A text in the characters of its file, and the least change that makes another text of it.

    old text, new text ──differences──▶ spans of the old one, with what takes their place
    differences, RawTexts ──raw_changes──▶ ranges of the file, with what takes their place

What stands between the pieces of a text (tags, quotes, comments) stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from nqpterms.errors import FormatError

_NEXT_SECTION = "]]><![CDATA["
_MAY_CLOSE = re.compile(r"(?:^|(?<=\]))>")
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


class RawText(NamedTuple):
    """A piece of a text and the range of the file that spells it.

    Where both are of one length they run on together, character by character; else the piece (an
    entity, an escape) is one. A sign that is an element of its own (a tab of Word) can be taken out
    and holds no other text; what is `fixed` (the end of a paragraph) can only stay.
    """

    start: int
    end: int
    text: str
    is_cdata: bool = False
    is_sign: bool = False
    is_fixed: bool = False


class RawChange(NamedTuple):
    """A range of a file, and what takes its place."""

    start: int
    end: int
    new: str


def differences(old: str, new: str) -> list[tuple[int, int, str]]:
    """The spans of an old text that change, word by word, each with its new text.

    >>> differences("a new tax on jobs", "a higher tax on jobs")
    [(2, 5, 'higher')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    starts = [0]
    for word in before:
        starts.append(starts[-1] + len(word))
    changes = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        words = after[new_start:new_end]
        if end - start == len(
            words
        ):  # word for word, so that each stays within its codes
            for at, word in enumerate(words, start):
                changes.append((starts[at], starts[at + 1], word))
        else:
            changes.append((starts[start], starts[end], "".join(words)))
    return changes


def raw_changes(
    pieces: Sequence[RawText], new: str, *, escape: Callable[[str], str]
) -> Iterator[RawChange]:
    """The changes of the file that make the text of some pieces another one.

    There must be a piece. `escape` spells a text as it stands in the file.

    >>> pieces = [RawText(5, 7, "a "), RawText(10, 15, "&"), RawText(15, 17, " b")]
    >>> list(raw_changes(pieces, "a or b", escape=str))
    [RawChange(start=10, end=15, new='or')]
    """
    old = "".join(piece.text for piece in pieces)
    for start, end, text in differences(old, new):
        ranges = list(_ranges(pieces, start, end))
        holder = next((part for part in ranges if not part.is_sign), None)
        if holder is None and text:
            holder = _place(pieces, start)
            ranges.append(holder)
        for part in ranges:
            spelt = text if part is holder else ""
            new_text = _cdata(spelt) if part.is_cdata else escape(spelt)
            yield RawChange(part.start, part.end, new_text)


def with_changes(source: str, changes: Iterable[RawChange]) -> str:
    """The characters of a file with some changes; FormatError where two of them meet.

    >>> with_changes("abc", [RawChange(2, 3, "x"), RawChange(0, 1, "")])
    'bx'
    """
    parts = []
    last = 0
    for change in sorted(set(changes)):
        if change.start < last:
            raise FormatError(
                "has two changes of one place: segments share their translation"
            )
        parts += [source[last : change.start], change.new]
        last = change.end
    return "".join([*parts, source[last:]])


def _ranges(
    pieces: Sequence[RawText], start: int, end: int
) -> Iterator[RawText]:
    """The parts of the pieces that spell a span of the text."""
    at = 0
    for piece in pieces:
        low, high = max(start, at) - at, min(end, at + len(piece.text)) - at
        at += len(piece.text)
        if low >= high:
            continue
        if piece.is_fixed:
            raise FormatError(
                "a change reaches over the end of a paragraph: make it by hand"
            )
        if piece.end - piece.start == len(piece.text):
            begin, text = piece.start, piece.text[low:high]
            yield RawText(
                begin + low, begin + high, text, piece.is_cdata, piece.is_sign
            )
        else:
            yield piece._replace(is_cdata=False)


def _place(pieces: Sequence[RawText], position: int) -> RawText:
    """The place of the file where a position of the text is: behind what stands before it, and
    where a text can stand."""
    at = 0
    place = None
    for piece in pieces:
        if piece.is_sign or piece.is_fixed:
            at += len(piece.text)
            continue
        if place is not None and at >= position:
            break
        is_even = piece.end - piece.start == len(piece.text)
        inside = max(0, min(position - at, len(piece.text)))
        where = (
            piece.start + inside
            if is_even
            else (piece.end if inside else piece.start)
        )
        place = RawText(where, where, "", piece.is_cdata and is_even)
        at += len(piece.text)
    if place is None:
        raise FormatError(
            "has no text that could be changed: change it by hand"
        )
    return place


def _cdata(text: str) -> str:
    """A text inside a CDATA section: another one begins where "]]>" stands, or might come of what
    stands beside it.

    >>> _cdata("a]]>b"), _cdata(">"), _cdata("[1]")
    ('a]]]]><![CDATA[>b', ']]><![CDATA[>', '[1]]]><![CDATA[')
    """
    spelt = _MAY_CLOSE.sub(f"{_NEXT_SECTION}>", text)
    return spelt + _NEXT_SECTION if spelt.endswith("]") else spelt
