"""A DOCX to blocks: its paragraphs in reading order, then its notes.

package ─▶ styles, lists, notes ─▶ paragraphs ─▶ Drafts ─▶ text and Blocks
                                                       └▶ PrintedLines: which element prints what

Page headers and footers, comments and what tracked changes delete are left out. A cell of a table
is read like any other paragraph; a text box stands behind the paragraph that it is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.budget import look_at_clock
from nqpterms.files.office.packages import Package, child, opened_package
from nqpterms.files.office.word_styles import WordLists, WordStyles
from nqpterms.files.office.word_text import (
    NOTE_KINDS,
    NoteRegister,
    WordBit,
    WordTextReader,
    alternative,
    end_is_deleted,
    is_deleted_row,
)
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.text_blocks import (
    SPACE,
    Block,
    Draft,
    DraftLine,
    Kind,
    Sheet,
    TextSource,
    composed,
    glue,
)

# characters; some documents have whole paragraphs in a heading's style.
_LONGEST_HEADING = 250
_NO_BLOCKS = frozenset(
    "del moveFrom sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr".split()
)


def docx_blocks(data: bytes, name: str) -> tuple[TextSource, list[Block]]:
    """The text of a DOCX and its blocks; *name* is for messages.

    Raises FormatError for what is no DOCX, is damaged or encrypted, or unpacks to too much.
    """
    with opened_package(BytesIO(data), name) as package:
        main = package.related("officeDocument") or "word/document.xml"
        drafts, _ = _drafts_of(package, package.root(main), main)
    return composed(drafts)


class PrintedLine(Struct, frozen=True):
    """A line of the text that is read from a document, and the elements that print it.

    Its first sign has this offset in the text; of the text of its bits, `skipped` signs come before
    that one. Of a line of a note, `note` has the number and `mark` the reference in the body.
    """

    offset: int
    skipped: int
    bits: tuple[WordBit, ...]
    note: str = ""
    mark: Element | None = None


class PrintedText(Struct, frozen=True):
    """The text that is read from a document, and its lines that are not blank.

    `starts` has the offset of each line of the text.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[PrintedLine, ...]


def printed_text(package: Package, root: Element, main: str) -> PrintedText:
    """Which elements of the part *main* of a package, with its *root*, print which signs.

    The text is that of `docx_blocks`, and offsets count in it.
    """
    drafts, walk = _drafts_of(package, root, main)
    source, _ = composed(drafts)
    lines: list[PrintedLine] = []
    at = 0
    for draft in drafts:
        at += draft.blank  # each is a line end
        for line in draft.lines:
            bits, note, mark = walk.printed[len(lines)]
            whole = "".join(bit.text for bit in bits)
            skipped = len(whole) - len(whole.lstrip(SPACE))
            lines.append(PrintedLine(at, skipped, bits, note, mark))
            at += len(line.text) + 1
    return PrintedText(source.text, tuple(source.starts), tuple(lines))


def _drafts_of(
    package: Package, root: Element, main: str
) -> tuple[list[Draft], _Walk]:
    """The drafts of a document, and the walk that gave them."""
    body = child(root, "body")
    if local_name(root) != "document" or body is None:
        raise FormatError(
            f"holds no Word document but {local_name(root):.40}", package.name
        )
    styles = WordStyles(_part(package, "styles", main))
    numbering = _part(package, "numbering", main)
    notes = [_part(package, f"{kind}s", main) for kind in NOTE_KINDS]
    for fields in (True, False):
        register = NoteRegister(notes, body)
        reader = WordTextReader(styles, register, fields)
        walk = _Walk(styles, WordLists(numbering, styles), reader)
        drafts = [*walk.drafts(body), *_note_drafts(walk, register)]
        if not reader.open:
            break
    return _with_title(_one_contents(drafts), walk.titles), walk


def _part(package: Package, kind: str, main: str) -> Element | None:
    """A part that a document may have or lack."""
    part = package.related(kind, main)
    return package.root(part) if part in package.names else None


def _note_drafts(walk: _Walk, register: NoteRegister) -> Iterator[Draft]:
    """The notes that the text refers to, each one block; a note may refer to no other."""
    for kind in NOTE_KINDS:
        for note in register.notes[kind]:
            walk.note, walk.mark = note.number, note.reference
            lines = [
                line for draft in walk.drafts(note.body) for line in draft.lines
            ]
            if lines:
                yield Draft(_glued(lines), number=note.number, kind="note")


def _glued(lines: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    """The lines of one block, each going on in the next."""
    glued = [
        replace(line, glue=glue(line.text, after.text))
        for line, after in pairwise(lines)
    ]
    return (*glued, replace(lines[-1], glue=""))


def _one_contents(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts; of several contents pages the first is kept, lists of figures are chrome."""
    result = []
    begun = ended = False
    for draft in drafts:
        if draft.kind != "contents":
            ended = begun
        elif ended:
            draft = replace(draft, kind="chrome")
        else:
            begun = True
        result.append(draft)
    return result


def _with_title(drafts: list[Draft], titles: list[int]) -> list[Draft]:
    """The drafts, the one paragraph in the style of a title as the only heading of level 1."""
    if len(titles) != 1:
        return drafts
    result = []
    for draft in drafts:
        level = draft.level and draft.level + 1
        if draft.lines[0].sheet.paragraph == titles[0]:
            level = 1
        result.append(replace(draft, level=level))
    return result


# -- paragraphs --------------------------------------------------------------------------------


class _PrintedBits(NamedTuple):
    """What prints a line; in a note, the note's number and its mark in the body."""

    bits: tuple[WordBit, ...]
    note: str
    mark: Element | None


class _Walk(Struct):
    """A walk through the paragraphs of a document, which are counted from 1.

    `printed` has what prints each line, in their order; `note` and `mark` are of the note that is
    being read.
    """

    styles: WordStyles
    lists: WordLists
    reader: WordTextReader
    paragraph: int = 0
    blank: int = 0
    carried: list[WordBit] = field(default_factory=list)
    # Paragraphs in the style of a title.
    titles: list[int] = field(default_factory=list)
    printed: list[_PrintedBits] = field(default_factory=list)
    note: str = ""
    mark: Element | None = None

    def drafts(self, container: Element) -> Iterator[Draft]:
        """The blocks inside the body, a cell, a text box or a note."""
        stack = list(reversed(container))
        while stack:
            look_at_clock()
            element = stack.pop()
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
                for box in reversed(self.reader.boxes):
                    stack += reversed(box)
            elif name == "AlternateContent":
                stack += reversed(alternative(element))
            elif name not in _NO_BLOCKS and not is_deleted_row(element):
                stack += reversed(element)
        yield from self._rest()

    def _rest(self) -> Iterator[Draft]:
        """What was to go on in a next paragraph where none follows: the last mark is deleted."""
        bits, self.carried = self.carried, []
        if "".join(bit.text for bit in bits).strip(SPACE):
            yield from self._blocks(bits, "text", None)

    def _paragraph(self, element: Element) -> Iterator[Draft]:
        self.paragraph += 1
        properties = child(element, "pPr")
        bits = [*self.carried, *self.reader.bits(element)]
        if end_is_deleted(properties):
            self.carried = bits  # it goes on in the next
            return
        self.carried = []
        label = self.lists.label(properties)
        if not "".join(bit.text for bit in bits).strip(SPACE):
            self.blank += 1
            return
        if self.styles.is_title(properties):
            self.titles.append(self.paragraph)
        contents = self.reader.contents or self.styles.is_contents(properties)
        kind: Kind = "contents" if contents else "text"
        bits.insert(0, WordBit(label, bits[0].bold))
        yield from self._blocks(bits, kind, self.styles.level(properties))

    def _blocks(
        self, bits: list[WordBit], kind: Kind, level: int | None
    ) -> Iterator[Draft]:
        """The block of a paragraph, or one for each line where lines are broken on purpose."""
        drafts = self._line_drafts(bits, kind)
        lines = [draft.lines[0] for draft in drafts]
        if level and sum(len(line.text) for line in lines) <= _LONGEST_HEADING:
            drafts = [Draft(_glued(lines), level=level, kind=kind)]
        for draft in drafts:
            yield replace(draft, blank=self.blank)
            self.blank = 0

    def _line_drafts(self, bits: Iterable[WordBit], kind: Kind) -> list[Draft]:
        """A block for each line that is not blank."""
        drafts = []
        sheet = Sheet(paragraph=self.paragraph)
        for line in _lines(bits):
            text = "".join(bit.text for bit in line).strip(SPACE)
            if not text:
                continue
            bold = all(bit.bold for bit in line if bit.text.strip(SPACE))
            drafts.append(
                Draft((DraftLine(text, sheet),), kind=kind, bold=bold)
            )
            self.printed.append(_PrintedBits(tuple(line), self.note, self.mark))
        return drafts


def _lines(bits: Iterable[WordBit]) -> list[list[WordBit]]:
    """The bits between line breaks."""
    lines: list[list[WordBit]] = [[]]
    for bit in bits:
        if bit.text == "\n":
            lines.append([])
        else:
            lines[-1].append(bit)
    return lines
