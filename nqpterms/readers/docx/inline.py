"""The text inside one paragraph of a DOCX, as it would be printed with all changes accepted."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from nqpterms.files.office.packages import attribute, child
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.blocks import superscript
from nqpterms.readers.docx.notes import NoteRegister
from nqpterms.readers.docx.styles import Styles

_LEFT_OUT = frozenset(
    "pPr rPr sdtPr sdtEndPr del delText moveFrom delInstrText rt rubyPr commentReference "
    "annotationRef footnoteRef endnoteRef pgNum tblPr trPr tcPr sectPr".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SYMBOLS = {  # code points of Symbol and Wingdings, fonts that number their signs themselves
    0xB7: "•", 0xA7: "▪", 0xA8: "◻", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆",
    0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗",
}  # fmt: skip
_UNKNOWN = "□"


class Bit(NamedTuple):
    """Some text of a paragraph; "\\n" alone is a line break."""

    text: str
    bold: bool = False
    raised: bool = False


class _Field(Struct):
    """A field that is open: its code, and whether its result has begun."""

    code: str = ""
    shown: bool = False


class Inline(Struct):
    """Reads paragraphs one after another, for a field may reach over many.

    `boxes` are the text boxes met in the last paragraph; `contents` says that it stands in the
    field of a contents page. Without `fields`, all text is shown: for documents whose fields do
    not end.
    """

    styles: Styles
    notes: NoteRegister
    fields: bool = True
    boxes: list[Element] = field(default_factory=list)
    contents: bool = False
    open: list[_Field] = field(default_factory=list)

    def bits(self, paragraph: Element) -> list[Bit]:
        """The pieces of text of a paragraph in reading order."""
        self.boxes, self.contents = [], self._in_contents()
        found: list[Bit] = []
        self._walk(paragraph, child(paragraph, "pPr"), None, found)
        return _merged(found)

    def _walk(
        self, element: Element, paragraph: Element | None, run: Element | None, found: list[Bit]
    ) -> None:
        for inner in element:
            name = local_name(inner)
            if name in _LEFT_OUT:
                continue
            if name == "r":
                properties = child(inner, "rPr")
                if not self.styles.is_on("vanish", properties, paragraph):
                    self._walk(inner, paragraph, properties, found)
            elif name == "txbxContent":
                self.boxes.append(inner)
            elif name == "AlternateContent":
                self._walk(chosen(inner), paragraph, run, found)
            elif name in ("fldChar", "instrText"):
                self._field(inner, name)
            elif (text := self._text(inner, name)) is None:
                self._walk(inner, paragraph, run, found)
            elif text and all(opened.shown for opened in self.open):
                self.contents |= self._in_contents()
                bold = self.styles.is_on("b", run, paragraph)
                found.append(Bit(text, bold, self.styles.is_raised(run)))

    def _text(self, element: Element, name: str) -> str | None:
        """What an element prints; None for one that only holds others."""
        if name == "t":
            return (element.text or "").replace("\xad", "").replace("\n", " ")
        if name == "br":
            return "\n" if attribute(element, "type") in (None, "textWrapping") else " "
        if name in ("footnoteReference", "endnoteReference"):
            return self.notes.mark(element)
        return _symbol(element) if name == "sym" else _SIGNS.get(name)

    def _field(self, element: Element, name: str) -> None:
        if not self.fields:
            return
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self.open.append(_Field())
        elif self.open and name == "instrText":
            self.open[-1].code += (element.text or "")[:200]
        elif self.open and kind == "separate":
            self.open[-1].shown = True
        elif self.open and kind == "end":
            self.open.pop()

    def _in_contents(self) -> bool:
        return any(opened.code.split()[:1] == ["TOC"] for opened in self.open)


def chosen(alternate: Element) -> Element:
    """The one of several alternatives that is read: the newest, but one with text before all."""
    found = [inner for inner in alternate if local_name(inner) in ("Choice", "Fallback")]
    told = [i for i in found if any(local_name(e) in ("t", "txbxContent") for e in i.iter())]
    return (told or found or [alternate])[0]


def _symbol(element: Element) -> str:
    """A sign of a font of signs, as Unicode has it; a box where we do not know it."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, _UNKNOWN)
    return chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN


def _merged(bits: list[Bit]) -> list[Bit]:
    """The bits, neighbours that stand above the line in one, as raised digits where it is a number.

    Word cuts runs wherever it was edited or proofread.
    """
    merged: list[Bit] = []
    for bit in bits:
        if merged and bit.raised and merged[-1].raised:
            merged[-1] = merged[-1]._replace(text=merged[-1].text + bit.text)
        else:
            merged.append(bit)
    return [bit._replace(text=superscript(bit.text)) if bit.raised else bit for bit in merged]
