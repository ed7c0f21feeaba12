"""The text of the paragraphs of a Word document, as it would be printed with all changes accepted.

Documents are read through here, and cells of tables too (`formats.bitexts.office_tables`): hidden
and deleted text, fields, signs of fonts, phonetic guides and text boxes are alike in both.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.files.office.packages import OFF, attribute, child, children
from nqpterms.files.office.word_styles import WordStyles, numeral
from nqpterms.files.xml import Element, local_name
from nqpterms.lang.numbers.numerals import superscript

NOTE_KINDS = ("footnote", "endnote")
# Types of what is none.
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class WordBit(Struct, frozen=True):
    """Some text of a paragraph; "\\n" alone is a line break. `element` is what prints it."""

    text: str
    bold: bool = False
    raised: bool = False
    element: Element | None = None


def is_deleted_row(element: Element) -> bool:
    """Whether an element is a row of a table that a tracked change deletes."""
    return (
        local_name(element) == "tr"
        and child(element, "trPr", "del") is not None
    )


def end_is_deleted(properties: Element | None) -> bool:
    """Whether a tracked change deletes or moves the mark that ends a paragraph."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def alternative(alternate: Element) -> Element:
    """The one of several alternatives that is read: the newest, but one with text before all."""
    alternatives = [
        inner
        for inner in alternate
        if local_name(inner) in ("Choice", "Fallback")
    ]
    for alternative in alternatives:
        if any(
            local_name(element) in ("t", "txbxContent")
            for element in alternative.iter()
        ):
            return alternative
    return alternatives[0] if alternatives else alternate


# -- the text of one paragraph -----------------------------------------------------------------

_NO_TEXT = frozenset(
    "pPr rPr sdtPr sdtEndPr del delText moveFrom delInstrText rt rubyPr commentReference "
    "annotationRef footnoteRef endnoteRef pgNum tblPr trPr tcPr sectPr".split()
)
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
_SYMBOLS = {  # code points of Symbol and Wingdings, fonts that number their signs themselves
    0xB7: "•", 0xA7: "▪", 0xA8: "◻", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆",
    0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗",
}  # fmt: skip
_UNKNOWN = "□"


class _Field(Struct):
    """A field that is open: its code, and whether its result has begun."""

    code: str = ""
    in_result: bool = False


class WordTextReader(Struct):
    """Reads the text of paragraphs, as it would be printed with all changes accepted.

    They are read one after another, for a field may reach over many. `boxes` are the text boxes
    met in the last paragraph; `contents` says that it stands in the field of a contents page.
    Without `fields`, all text is read: for documents whose fields do not end.
    """

    styles: WordStyles
    register: NoteRegister
    fields: bool = True
    boxes: list[Element] = field(default_factory=list)
    contents: bool = False
    open: list[_Field] = field(default_factory=list)

    def bits(self, paragraph: Element) -> list[WordBit]:
        """The pieces of text of a paragraph in reading order."""
        self.boxes = []
        self.contents = self._in_contents()
        bits: list[WordBit] = []
        self._walk(paragraph, child(paragraph, "pPr"), None, bits)
        return _merged(bits)

    def _walk(
        self,
        element: Element,
        paragraph: Element | None,
        run: Element | None,
        bits: list[WordBit],
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
                self._walk(alternative(inner), paragraph, run, bits)
            elif name in ("fldChar", "instrText"):
                self._read_field(inner, name)
            elif name not in _NO_TEXT:
                text = self._text(inner, name)
                if text is None:
                    self._walk(inner, paragraph, run, bits)
                elif text and self._is_printed():
                    bold = self.styles.is_on("b", run, paragraph)
                    bits.append(
                        WordBit(text, bold, self.styles.is_raised(run), inner)
                    )

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
                return (
                    (element.text or "").replace("\xad", "").replace("\n", " ")
                )
            case "br":
                return (
                    "\n"
                    if attribute(element, "type") in (None, "textWrapping")
                    else " "
                )
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
        return any(
            open_field.code.split()[:1] == ["TOC"] for open_field in self.open
        )


def _symbol(element: Element) -> str:
    """A sign of a font of signs, as Unicode has it; a box where we do not know it."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, _UNKNOWN)
    return chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN


def _merged(bits: list[WordBit]) -> list[WordBit]:
    """The bits, neighbours that stand above the line in one, as raised digits where it is a number.

    Word cuts runs wherever it was edited or proofread.
    """
    merged: list[WordBit] = []
    for bit in bits:
        if merged and bit.raised and merged[-1].raised:
            text = merged[-1].text + bit.text
            merged[-1] = replace(merged[-1], text=text, element=None)
        else:
            merged.append(bit)
    return [
        replace(bit, text=superscript(bit.text)) if bit.raised else bit
        for bit in merged
    ]


# -- notes -------------------------------------------------------------------------------------


class _WordNote(Struct, frozen=True):
    """A note that the text refers to: its number, what holds its paragraphs, and its mark."""

    number: str
    body: Element
    reference: Element


class NoteRegister:
    """The notes by kind and id; they are numbered in the order in which the text names them.

    Numbers are plain ones whatever the numerals of the document, so that two languages can be
    compared. Where a document has notes of both kinds, its endnotes are i, ii, iii.
    """

    def __init__(self, parts: Iterable[Element | None], body: Element) -> None:
        self.notes: dict[str, list[_WordNote]] = {
            kind: [] for kind in NOTE_KINDS
        }
        self._bodies: dict[tuple[str, str | None], Element] = {}
        for kind, part in zip(NOTE_KINDS, parts, strict=True):
            for note in children(part, kind):
                if attribute(note, "type") not in _NO_NOTES:
                    self._bodies[kind, attribute(note, "id")] = note
        references = {
            local_name(element).removesuffix("Reference")
            for element in body.iter()
        }
        self._both_kinds = references.issuperset(NOTE_KINDS)
        self._count = dict.fromkeys(NOTE_KINDS, 0)

    def mark(self, reference: Element) -> str:
        """What stands in the text for a reference; "" where the text has a sign of its own."""
        kind = local_name(reference).removesuffix("Reference")
        body = self._bodies.pop((kind, attribute(reference, "id")), None)
        if body is None:
            return ""
        if (attribute(reference, "customMarkFollows") or "0") not in OFF:
            sign = "".join(
                e.text or ""
                for e in reference.itersiblings()
                if local_name(e) == "t"
            )
            self.notes[kind].append(
                _WordNote(sign.strip() or "*", body, reference)
            )
            return ""
        self._count[kind] += 1
        number = str(self._count[kind])
        mark = superscript(number)
        if kind == "endnote" and self._both_kinds:
            number = numeral(self._count[kind], "lowerRoman")
            mark = f"[^{number}]"
        self.notes[kind].append(_WordNote(number, body, reference))
        return mark
