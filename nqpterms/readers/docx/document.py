"""A DOCX to blocks: its paragraphs in reading order, then its notes.

package ─▶ styles, lists, notes ─▶ paragraphs ─▶ Drafts ─▶ text and Blocks

Page headers and footers, comments and what tracked changes delete are left out. A cell of a table
is read like any other paragraph; a text box stands behind the paragraph that it is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise

from msgspec import Struct, field

from nqpterms.errors import FormatError
from nqpterms.files.office.packages import Package, child, opened_package
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.blocks import SPACE, Block, Kind, Sheet, Source, glue
from nqpterms.readers.composing import Draft, Line, composed
from nqpterms.readers.docx.inline import Bit, Inline, chosen
from nqpterms.readers.docx.lists import Lists
from nqpterms.readers.docx.notes import KINDS, NoteRegister
from nqpterms.readers.docx.styles import Styles

_LONGEST_HEADING = 250  # characters; some documents have whole paragraphs in a heading's style
_LEFT_OUT = frozenset("del moveFrom sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr".split())


def docx_blocks(data: bytes, name: str) -> tuple[Source, list[Block]]:
    """The text of a DOCX and its blocks; *name* is for messages.

    Raises FormatError for what is no DOCX, is damaged or encrypted, or unpacks to too much.
    """
    with opened_package(BytesIO(data), name) as package:
        main = package.related("officeDocument") or "word/document.xml"
        root = package.root(main)
        body = child(root, "body")
        if local_name(root) != "document" or body is None:
            raise FormatError(f"holds no Word document but {local_name(root):.40}", name)
        styles = Styles(_part(package, "styles", main))
        numbering = _part(package, "numbering", main)
        notes = [_part(package, f"{kind}s", main) for kind in KINDS]
    for fields in (True, False):
        register = NoteRegister(notes, body)
        walk = _Walk(styles, Lists(numbering, styles), Inline(styles, register, fields))
        drafts = [*walk.drafts(body), *_note_drafts(walk, register)]
        if not walk.inline.open:
            break
    return composed(_with_title(_one_contents(drafts), walk.titles))


def _part(package: Package, kind: str, main: str) -> Element | None:
    """A part that a document may have or lack."""
    part = package.related(kind, main)
    return package.root(part) if part in package.names else None


class _Walk(Struct):
    """A walk through the paragraphs of a document, which are counted from 1."""

    styles: Styles
    lists: Lists
    inline: Inline
    paragraph: int = 0
    blank: int = 0
    carried: list[Bit] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)  # paragraphs in the style of a title

    def drafts(self, container: Element) -> Iterator[Draft]:
        """The blocks inside the body, a cell, a text box or a note."""
        todo = list(reversed(container))
        while todo:
            inner = todo.pop()
            name = local_name(inner)
            if name == "p":
                yield from self._paragraph(inner)
                todo += [part for box in reversed(self.inline.boxes) for part in reversed(box)]
            elif name == "AlternateContent":
                todo += reversed(chosen(inner))
            elif name == "tr" and child(inner, "trPr", "del") is not None:
                continue
            elif name not in _LEFT_OUT:
                todo += reversed(inner)

    def _paragraph(self, element: Element) -> Iterator[Draft]:
        self.paragraph += 1
        properties = child(element, "pPr")
        bits = [*self.carried, *self.inline.bits(element)]
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.carried = bits  # its end is deleted: it goes on in the next
            return
        self.carried = []
        label = self.lists.label(properties)
        if not "".join(bit.text for bit in bits).strip(SPACE):
            self.blank += 1
            return
        kind: Kind = "text"
        if self.inline.contents or self.styles.is_contents(properties):
            kind = "contents"
        if self.styles.is_title(properties):
            self.titles.append(self.paragraph)
        level = self.styles.level(properties)
        yield from self._blocks([Bit(label, bits[0].bold), *bits], kind, level)

    def _blocks(self, bits: list[Bit], kind: Kind, level: int | None) -> Iterator[Draft]:
        """The block of a paragraph, or one for each line where lines are broken on purpose."""
        lines: list[list[Bit]] = [[]]
        for bit in bits:
            if bit.text == "\n":
                lines.append([])
            else:
                lines[-1].append(bit)
        sheet = Sheet(paragraph=self.paragraph)
        texts = ["".join(bit.text for bit in line).strip(SPACE) for line in lines]
        told = [(text, line) for text, line in zip(texts, lines, strict=True) if text]
        if level and sum(map(len, texts)) <= _LONGEST_HEADING:
            yield Draft(_glued([text for text, _ in told], sheet), self.blank, level, kind=kind)
            self.blank = 0
            return
        for text, line in told:
            bold = all(bit.bold for bit in line if bit.text.strip(SPACE))
            yield Draft((Line(text, sheet),), self.blank, kind=kind, bold=bold)
            self.blank = 0


def _glued(texts: list[str], sheet: Sheet) -> tuple[Line, ...]:
    glues = [glue(before, after) for before, after in pairwise(texts)]
    return tuple(Line(text, sheet, g) for text, g in zip(texts, [*glues, ""], strict=True))


def _note_drafts(walk: _Walk, register: NoteRegister) -> Iterator[Draft]:
    """The notes that the text refers to, each one block; a note may refer to no other."""
    for kind in KINDS:
        for number, body in register.found[kind]:
            lines = [line for draft in walk.drafts(body) for line in draft.lines]
            if lines:
                texts = [line.text for line in lines]
                joined = _glued(texts, Sheet())
                placed = zip(joined, lines, strict=True)
                merged = tuple(line._replace(sheet=own.sheet) for line, own in placed)
                yield Draft(merged, number=number, kind="note")


def _one_contents(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts; of several contents pages the first is kept, lists of figures are chrome."""
    found: list[Draft] = []
    ended = begun = False
    for draft in drafts:
        ended |= begun and draft.kind != "contents"
        begun |= draft.kind == "contents"
        chrome = draft.kind == "contents" and ended
        found.append(draft._replace(kind="chrome") if chrome else draft)
    return found


def _with_title(drafts: list[Draft], titles: list[int]) -> list[Draft]:
    """The drafts, the one paragraph in the style of a title as the only heading of level 1."""
    if len(titles) != 1:
        return drafts
    raised = []
    for draft in drafts:
        if draft.lines[0].sheet.paragraph == titles[0]:
            raised.append(draft._replace(level=1))
        else:
            raised.append(draft._replace(level=draft.level and draft.level + 1))
    return raised
