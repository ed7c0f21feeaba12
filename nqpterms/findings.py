"""What a check has to say about a text."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Literal

from nqpterms.places import Place, Span

Severity = Literal["info", "warning", "error"]
NOWHERE = Place()
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should look at, with its place.

    `code` names the check (T101). `span` is the range of `matched` in the file's decoded text or,
    in a bitext, in the target cell. `segment` counts the data rows of a bitext from 1. `expected`
    lists the renderings that would be right, best first; `fix` is a replacement of `matched` that
    is safe without a reader, or None. Findings that people read as one share a `group`.
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
    group: str = ""
    context: str = ""

    @property
    def fingerprint(self) -> str:
        """A name for this finding that survives moved lines: rule, term and the text around it."""
        parts = (self.code, self.concept or "", self.source_term or "", self.matched, self.context)
        text = "\x1f".join(unicodedata.normalize("NFC", " ".join(p.split())) for p in parts)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
