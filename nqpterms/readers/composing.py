"""Formats that are no text (DOCX, PDF): a text composed of their lines, and blocks over it.

What a reader found line by line is written down one line after another; that text is what
offsets and line numbers count in, and each line remembers its page or paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nqpterms.readers.blocks import Block, Kind, Piece, Sheet, Source


class Line(NamedTuple):
    """One line of a block: its text, and how the next line of the block goes on from it.

    The last `cut` signs are there only because the line ends, as the hyphen in "devel-"; `glue`
    stands between this line and the next.
    """

    text: str
    sheet: Sheet = Sheet()
    glue: str = " "
    cut: int = 0


class Draft(NamedTuple):
    """A Block before its lines have got their places; the fields are those of Block."""

    lines: tuple[Line, ...]
    blank: int = 0
    level: int | None = None
    number: str | None = None
    kind: Kind = "text"
    bold: bool = False

    @property
    def text(self) -> str:
        """What the block's text is going to be."""
        return "".join(text for _, text in _parts(self))


def composed(drafts: Iterable[Draft]) -> tuple[Source, list[Block]]:
    """The text of all drafts, and their blocks.

    >>> source, blocks = composed([Draft((Line("devel-", glue="", cut=1), Line("opment")))])
    >>> source.text, blocks[0].text, blocks[0].passage.locate(5).place.line
    ('devel-\\nopment\\n', 'development', 2)
    """
    drafts = list(drafts)
    lines: list[Line] = []
    for draft in drafts:
        lines += (Line("", draft.lines[0].sheet),) * draft.blank + draft.lines
    source = Source(
        "".join(f"{line.text}\n" for line in lines),
        (*(line.sheet for line in lines), Sheet()),  # the text ends with an empty line
    )
    blocks, first = [], 0
    for draft in drafts:
        first += draft.blank
        offset = source.starts[first]
        passage = source.passage(Piece(offset + at, text) for at, text in _parts(draft) if text)
        if passage.text:
            blocks.append(Block(passage, *draft[1:]))
        first += len(draft.lines)
    return source, blocks


def _parts(draft: Draft) -> Iterator[tuple[int, str]]:
    """The parts of the block's text, each with its offset from the start of the first line."""
    at = 0
    for number, line in enumerate(draft.lines, 1):
        last = number == len(draft.lines)
        yield at, line.text if last else line.text[: len(line.text) - line.cut]
        at += len(line.text)
        if not last:
            yield at, line.glue
        at += 1
