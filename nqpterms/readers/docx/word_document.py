"""A DOCX to blocks: its paragraphs in reading order, then its notes.

package ─▶ styles, lists, notes ─▶ paragraphs ─▶ Drafts ─▶ text and Blocks

Page headers and footers, comments and what tracked changes delete are left out. A cell of a table
is read like any other paragraph; a text box stands behind the paragraph that it is tied to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.files.office.packages import (
    OFF,
    Package,
    attribute,
    child,
    children,
    opened_package,
)
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.docx.word_styles import WordLists, WordStyles, numeral
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
    superscript,
)

_LONGEST_HEADING = 250  # characters; some documents have whole paragraphs in a heading's style
_NOTE_KINDS = ("footnote", "endnote")
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")  # types of what is none
_NO_BLOCKS = frozenset("del moveFrom sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr".split())


def docx_blocks(data: bytes, name: str) -> tuple[TextSource, list[Block]]:
    """The text of a DOCX and its blocks; *name* is for messages.

    Raises FormatError for what is no DOCX, is damaged or encrypted, or unpacks to too much.
    """
    with opened_package(BytesIO(data), name) as package:
        main = package.related("officeDocument") or "word/document.xml"
        root = package.root(main)
        body = child(root, "body")
        if local_name(root) != "document" or body is None:
            raise FormatError(f"holds no Word document but {local_name(root):.40}", name)
        styles = WordStyles(_part(package, "styles", main))
        numbering = _part(package, "numbering", main)
        notes = [_part(package, f"{kind}s", main) for kind in _NOTE_KINDS]
    for fields in (True, False):
        register = _NoteRegister(notes, body)
        reader = _ParagraphReader(styles, register, fields)
        walk = _Walk(styles, WordLists(numbering, styles), reader)
        drafts = [*walk.drafts(body), *_note_drafts(walk, register)]
        if not reader.open:
            break
    return composed(_with_title(_one_contents(drafts), walk.titles))


def _part(package: Package, kind: str, main: str) -> Element | None:
    """A part that a document may have or lack."""
    part = package.related(kind, main)
    return package.root(part) if part in package.names else None


def _note_drafts(walk: _Walk, register: _NoteRegister) -> Iterator[Draft]:
    """The notes that the text refers to, each one block; a note may refer to no other."""
    for kind in _NOTE_KINDS:
        for note in register.notes[kind]:
            lines = [line for draft in walk.drafts(note.body) for line in draft.lines]
            if lines:
                yield Draft(_glued(lines), number=note.number, kind="note")


def _glued(lines: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    """The lines of one block, each going on in the next."""
    glued = [replace(line, glue=glue(line.text, after.text)) for line, after in pairwise(lines)]
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


class _Bit(Struct, frozen=True):
    """Some text of a paragraph; "\\n" alone is a line break."""

    text: str
    bold: bool = False
    raised: bool = False


class _Walk(Struct):
    """A walk through the paragraphs of a document, which are counted from 1."""

    styles: WordStyles
    lists: WordLists
    reader: _ParagraphReader
    paragraph: int = 0
    blank: int = 0
    carried: list[_Bit] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)  # paragraphs in the style of a title

    def drafts(self, container: Element) -> Iterator[Draft]:
        """The blocks inside the body, a cell, a text box or a note."""
        stack = list(reversed(container))
        while stack:
            element = stack.pop()
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
                for box in reversed(self.reader.boxes):
                    stack += reversed(box)
            elif name == "AlternateContent":
                stack += reversed(_alternative(element))
            elif name not in _NO_BLOCKS and not _is_deleted_row(element):
                stack += reversed(element)

    def _paragraph(self, element: Element) -> Iterator[Draft]:
        self.paragraph += 1
        properties = child(element, "pPr")
        bits = [*self.carried, *self.reader.bits(element)]
        if _end_is_deleted(properties):
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
        bits.insert(0, _Bit(label, bits[0].bold))
        yield from self._blocks(bits, kind, self.styles.level(properties))

    def _blocks(self, bits: list[_Bit], kind: Kind, level: int | None) -> Iterator[Draft]:
        """The block of a paragraph, or one for each line where lines are broken on purpose."""
        drafts = _line_drafts(bits, Sheet(paragraph=self.paragraph), kind)
        lines = [draft.lines[0] for draft in drafts]
        if level and sum(len(line.text) for line in lines) <= _LONGEST_HEADING:
            drafts = [Draft(_glued(lines), level=level, kind=kind)]
        for draft in drafts:
            yield replace(draft, blank=self.blank)
            self.blank = 0


def _line_drafts(bits: Iterable[_Bit], sheet: Sheet, kind: Kind) -> list[Draft]:
    """A block for each line that is not blank."""
    drafts = []
    for line in _lines(bits):
        text = "".join(bit.text for bit in line).strip(SPACE)
        if not text:
            continue
        bold = all(bit.bold for bit in line if bit.text.strip(SPACE))
        drafts.append(Draft((DraftLine(text, sheet),), kind=kind, bold=bold))
    return drafts


def _lines(bits: Iterable[_Bit]) -> list[list[_Bit]]:
    """The bits between line breaks."""
    lines: list[list[_Bit]] = [[]]
    for bit in bits:
        if bit.text == "\n":
            lines.append([])
        else:
            lines[-1].append(bit)
    return lines


def _is_deleted_row(element: Element) -> bool:
    return local_name(element) == "tr" and child(element, "trPr", "del") is not None


def _end_is_deleted(properties: Element | None) -> bool:
    """Whether a tracked change deletes or moves the mark that ends a paragraph."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _alternative(alternate: Element) -> Element:
    """The one of several alternatives that is read: the newest, but one with text before all."""
    alternatives = [inner for inner in alternate if local_name(inner) in ("Choice", "Fallback")]
    for alternative in alternatives:
        if any(local_name(element) in ("t", "txbxContent") for element in alternative.iter()):
            return alternative
    return alternatives[0] if alternatives else alternate


# -- the text of one paragraph -----------------------------------------------------------------

_NO_TEXT = frozenset(
    "pPr rPr sdtPr sdtEndPr del delText moveFrom delInstrText rt rubyPr commentReference "
    "annotationRef footnoteRef endnoteRef pgNum tblPr trPr tcPr sectPr".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SYMBOLS = {  # code points of Symbol and Wingdings, fonts that number their signs themselves
    0xB7: "•", 0xA7: "▪", 0xA8: "◻", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆",
    0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗",
}  # fmt: skip
_UNKNOWN = "□"


class _Field(Struct):
    """A field that is open: its code, and whether its result has begun."""

    code: str = ""
    in_result: bool = False


class _ParagraphReader(Struct):
    """Reads the text of paragraphs, as it would be printed with all changes accepted.

    They are read one after another, for a field may reach over many. `boxes` are the text boxes
    met in the last paragraph; `contents` says that it stands in the field of a contents page.
    Without `fields`, all text is read: for documents whose fields do not end.
    """

    styles: WordStyles
    register: _NoteRegister
    fields: bool = True
    boxes: list[Element] = field(default_factory=list)
    contents: bool = False
    open: list[_Field] = field(default_factory=list)

    def bits(self, paragraph: Element) -> list[_Bit]:
        """The pieces of text of a paragraph in reading order."""
        self.boxes = []
        self.contents = self._in_contents()
        bits: list[_Bit] = []
        self._walk(paragraph, child(paragraph, "pPr"), None, bits)
        return _merged(bits)

    def _walk(
        self, element: Element, paragraph: Element | None, run: Element | None, bits: list[_Bit]
    ) -> None:
        for inner in element:
            name = local_name(inner)
            if name == "r":
                properties = child(inner, "rPr")
                if not self.styles.is_on("vanish", properties, paragraph):
                    self._walk(inner, paragraph, properties, bits)
            elif name == "txbxContent":
                self.boxes.append(inner)
            elif name == "AlternateContent":
                self._walk(_alternative(inner), paragraph, run, bits)
            elif name in ("fldChar", "instrText"):
                self._read_field(inner, name)
            elif name not in _NO_TEXT:
                text = self._text(inner, name)
                if text is None:
                    self._walk(inner, paragraph, run, bits)
                elif text and self._is_printed():
                    bold = self.styles.is_on("b", run, paragraph)
                    bits.append(_Bit(text, bold, self.styles.is_raised(run)))

    def _is_printed(self) -> bool:
        """Whether what stands here is printed: fields print their result and not their code."""
        if not all(open_field.in_result for open_field in self.open):
            return False
        self.contents |= self._in_contents()
        return True

    def _text(self, element: Element, name: str) -> str | None:
        """What an element prints; None for one that only holds others."""
        match name:
            case "t":
                return (element.text or "").replace("\xad", "").replace("\n", " ")
            case "br":
                return "\n" if attribute(element, "type") in (None, "textWrapping") else " "
            case "footnoteReference" | "endnoteReference":
                return self.register.mark(element)
            case "sym":
                return _symbol(element)
        return _SIGNS.get(name)

    def _read_field(self, element: Element, name: str) -> None:
        if not self.fields:
            return
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self.open.append(_Field())
            return
        if not self.open:
            return
        if name == "instrText":
            self.open[-1].code += (element.text or "")[:200]
        elif kind == "separate":
            self.open[-1].in_result = True
        elif kind == "end":
            self.open.pop()

    def _in_contents(self) -> bool:
        return any(open_field.code.split()[:1] == ["TOC"] for open_field in self.open)


def _symbol(element: Element) -> str:
    """A sign of a font of signs, as Unicode has it; a box where we do not know it."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, _UNKNOWN)
    return chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN


def _merged(bits: list[_Bit]) -> list[_Bit]:
    """The bits, neighbours that stand above the line in one, as raised digits where it is a number.

    Word cuts runs wherever it was edited or proofread.
    """
    merged: list[_Bit] = []
    for bit in bits:
        if merged and bit.raised and merged[-1].raised:
            merged[-1] = replace(merged[-1], text=merged[-1].text + bit.text)
        else:
            merged.append(bit)
    return [replace(bit, text=superscript(bit.text)) if bit.raised else bit for bit in merged]


# -- notes -------------------------------------------------------------------------------------


class _WordNote(Struct, frozen=True):
    """A note that the text refers to: its number, and the element that holds its paragraphs."""

    number: str
    body: Element


class _NoteRegister:
    """The notes by kind and id; they are numbered in the order in which the text names them.

    Numbers are plain ones whatever the numerals of the document, so that two languages can be
    compared. Where a document has notes of both kinds, its endnotes are i, ii, iii.
    """

    def __init__(self, parts: Iterable[Element | None], body: Element) -> None:
        self.notes: dict[str, list[_WordNote]] = {kind: [] for kind in _NOTE_KINDS}
        self._bodies: dict[tuple[str, str | None], Element] = {}
        for kind, part in zip(_NOTE_KINDS, parts, strict=True):
            for note in children(part, kind):
                if attribute(note, "type") not in _NO_NOTES:
                    self._bodies[kind, attribute(note, "id")] = note
        references = {local_name(element).removesuffix("Reference") for element in body.iter()}
        self._both_kinds = references.issuperset(_NOTE_KINDS)
        self._count = dict.fromkeys(_NOTE_KINDS, 0)

    def mark(self, reference: Element) -> str:
        """What stands in the text for a reference; "" where the text has a sign of its own."""
        kind = local_name(reference).removesuffix("Reference")
        body = self._bodies.pop((kind, attribute(reference, "id")), None)
        if body is None:
            return ""
        if (attribute(reference, "customMarkFollows") or "0") not in OFF:
            sign = "".join(e.text or "" for e in reference.itersiblings() if local_name(e) == "t")
            self.notes[kind].append(_WordNote(sign.strip() or "*", body))
            return ""
        self._count[kind] += 1
        number = str(self._count[kind])
        mark = superscript(number)
        if kind == "endnote" and self._both_kinds:
            number = numeral(self._count[kind], "lowerRoman")
            mark = f"[^{number}]"
        self.notes[kind].append(_WordNote(number, body))
        return mark
