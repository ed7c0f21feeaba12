"""Footnotes and endnotes of a DOCX: which number each has, and what stands in the text for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nqpterms.files.office.packages import OFF, attribute, children
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.blocks import superscript
from nqpterms.readers.docx.numerals import numeral

KINDS = ("footnote", "endnote")
_APART = ("separator", "continuationSeparator", "continuationNotice")  # types of what is no note


class FoundNote(NamedTuple):
    """A note that the text refers to: its number, and the element that holds its paragraphs."""

    number: str
    body: Element


class NoteRegister:
    """The notes by kind and id; they are numbered in the order in which the text names them.

    Numbers are plain ones whatever the numerals of the document, so that two languages can be
    compared. Where a document has notes of both kinds, its endnotes are i, ii, iii.
    """

    def __init__(self, parts: Iterable[Element | None], body: Element) -> None:
        self._bodies = {
            (kind, attribute(note, "id")): note
            for kind, part in zip(KINDS, parts, strict=True)
            for note in children(part, kind)
            if attribute(note, "type") not in _APART
        }
        used = {local_name(element).removesuffix("Reference") for element in body.iter()}
        self._both = used.issuperset(KINDS)
        self._count = dict.fromkeys(KINDS, 0)
        self.found: dict[str, list[FoundNote]] = {kind: [] for kind in KINDS}

    def mark(self, reference: Element) -> str:
        """What stands in the text for a reference; "" where the text has a sign of its own."""
        kind = local_name(reference).removesuffix("Reference")
        body = self._bodies.pop((kind, attribute(reference, "id")), None)
        if body is None:
            return ""
        if (attribute(reference, "customMarkFollows") or "0") not in OFF:
            sign = "".join(e.text or "" for e in reference.itersiblings() if local_name(e) == "t")
            self.found[kind].append(FoundNote(sign.strip() or "*", body))
            return ""
        self._count[kind] += 1
        number = self._count[kind]
        if kind == "endnote" and self._both:
            roman = numeral(number, "lowerRoman")
            self.found[kind].append(FoundNote(roman, body))
            return f"[^{roman}]"
        self.found[kind].append(FoundNote(str(number), body))
        return superscript(str(number))
