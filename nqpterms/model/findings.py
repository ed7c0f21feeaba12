"""What a check has to say about a text."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Literal

from msgspec import Struct

from nqpterms.model.places import Place, Span

Severity = Literal["info", "warning", "error"]
NOWHERE = Place()
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

_MQM = {
    "T102": "Spelling",
    "T104": "Inconsistent use of terminology",
    "T105": "Inconsistent use of terminology",
    "T106": "Inconsistent use of terminology",
    "T204": "Punctuation",
    "T206": "Punctuation",
    "T3": "Inconsistent use of terminology",
    "T": "Inconsistent with terminology resource",
    "N": "Mistranslation",
}
"""Beginnings of codes and their names in MQM-Full (themqm.org, 2024), the longer ones first."""


def mqm(code: str) -> str:
    """The MQM name of what a code reports; "" for the term base itself.

    >>> mqm("T101"), mqm("T301"), mqm("G501")
    ('Inconsistent with terminology resource', 'Inconsistent use of terminology', '')
    """
    return next((name for start, name in _MQM.items() if code.startswith(start)), "")


class Edit(Struct, frozen=True):
    """A change of a text: *new* in the place of *old*, which stands at *span*.

    The span is counted as that of a Finding is.
    """

    span: Span
    old: str
    new: str
    place: Place = NOWHERE


class Finding(Struct, frozen=True):
    """One thing that an editor should look at, with its place.

    `code` names the check (T101). `span` is the range of `matched` in the file's decoded text or,
    in a bitext, in the target cell. `segment` counts the data rows of a bitext from 1. `expected`
    lists the renderings that would be right, best first; `fix` is a replacement of `matched` that
    is safe without a reader, or None; `further_edits` have to be made with it (the article before
    another word). Findings that people read as one share a `group`.
    `consistency` (above 0 up to 1) says of a term with several renderings how steady it is.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    place: Place = NOWHERE
    segment: int | None = None
    concept: str | None = None
    source_term: str | None = None
    source_span: Span | None = None
    matched: str = ""
    span: Span | None = None
    expected: tuple[str, ...] = ()
    fix: str | None = None
    further_edits: tuple[Edit, ...] = ()
    group: str = ""
    context: str = ""
    consistency: float | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All changes that the fix makes, that of `matched` first; empty where there is none."""
        if self.fix is None or self.span is None:
            return ()
        return (Edit(self.span, self.matched, self.fix, self.place), *self.further_edits)

    @property
    def fingerprint(self) -> str:
        """A name for this finding that survives moved lines: rule, term and the text around it."""
        parts = (self.code, self.concept or "", self.source_term or "", self.matched, self.context)
        text = "\x1f".join(unicodedata.normalize("NFC", " ".join(p.split())) for p in parts)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
