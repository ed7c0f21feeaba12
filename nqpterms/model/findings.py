"""What a check has to say about a text."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import Counter
from typing import Any, Literal, SupportsIndex, overload

from msgspec import Struct

from nqpterms.model.html_tables import (
    ShownCell,
    ShownTable,
    TextPrinter,
    counted,
    first_rows,
    html_of,
    text_of,
)
from nqpterms.model.places import Place, Span

Severity = Literal["info", "warning", "error"]
NOWHERE = Place()
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

CONTEXT_REACH = 40
"""Code points of context on either side of what a finding is about."""
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')]*(?:\s|\Z)|[。！？；]")

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
    "O603": "Addition",
    "O605": "Untranslated",
    "O606": "Mistranslation",
    "O": "Omission",
}
"""Beginnings of codes and their names in MQM-Full (themqm.org, 2024), the longer ones first."""


def mqm(code: str) -> str:
    """The MQM name of what a code reports; "" for the term base itself.

    >>> mqm("T101"), mqm("T301"), mqm("G501")
    ('Inconsistent with terminology resource', 'Inconsistent use of terminology', '')
    """
    return next(
        (name for start, name in _MQM.items() if code.startswith(start)), ""
    )


class Edit(Struct, frozen=True):
    """A change of a text: *new* in the place of *old*, which stands at *span*.

    The span is counted as that of a Finding is.
    """

    span: Span
    old: str
    new: str
    place: Place = NOWHERE


class Standing(Struct, frozen=True):
    """The words that stand in the place of what was expected, and how sure that is, 0–1.

    The span is counted as that of a Finding is.
    """

    text: str
    span: Span
    score: float = 1.0


class Quote(Struct, frozen=True):
    """A sentence, heading, note or cell as it is read, and the words in it that are meant.

    The span counts in the text; it is empty where no words are meant. `lang` is the side of the
    pair, "zh" or "en"; `before` the sentence before a short one, by which it is understood. `place`
    is where the words stand in their file, or the sentence begins.
    """

    text: str
    span: Span = Span(0, 0)
    lang: str = "en"
    before: str = ""
    place: Place = NOWHERE


class Finding(Struct, frozen=True):
    """One thing that an editor should look at, with its place.

    `code` names the check (T101). `span` is the range of `matched` in the file's decoded text or,
    in a bitext, in the target cell. `segment` is the number of a segment of a bitext as its tool
    shows it, or of the data row from 1; `unit` is the file's own name of it. `expected` lists the
    renderings that would be right, best first; `fix` is a replacement of `matched` that is safe
    without a reader, or None; `further_edits` have to be made with it (the article before another
    word). Findings that people read as one share a `group`. `consistency` (above 0 up to 1) says
    of a term with several renderings how steady it is.
    `stands` are the words that the translation has in the place of what was expected, also where
    nothing is `matched`. `confidence` (0–1) is how likely a reader would act on it, None where
    nobody has asked. `source_quote` and `target_quote` are the sentences in which it stands,
    where there are such; of what is left out, the target's is marked before the gap. `fixed`, in a
    row of a bitext, is the whole translation with the fix; "" where there is none.
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
    unit: str = ""
    stands: Standing | None = None
    confidence: float | None = None
    source_quote: Quote | None = None
    target_quote: Quote | None = None
    fixed: str = ""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All changes that the fix makes, that of `matched` first; empty where there is none.

        Where nothing is matched, what stands there is changed.
        """
        if self.fix is None:
            return ()
        if self.span:
            first = Edit(self.span, self.matched, self.fix, self.place)
        elif self.stands:
            first = Edit(
                self.stands.span, self.stands.text, self.fix, self.place
            )
        else:
            return ()
        return (first, *self.further_edits)

    @property
    def fingerprint(self) -> str:
        """A name for this finding: rule, term and the words around it in its own sentence.

        It survives moved lines and changes in neighbouring sentences.
        """
        pivot = self.matched or self.source_term or ""
        return self._sum_with(
            _own_sentence(" ".join(self.context.split()), pivot)
        )

    @property
    def fingerprints(self) -> tuple[str, str]:
        """Its fingerprint, and the one that 0.1 gave it, which knew no sentences."""
        return self.fingerprint, self._sum_with(self.context)

    def _repr_html_(self) -> str:
        """The finding as a notebook shows it."""
        return Findings([self])._repr_html_()

    def _sum_with(self, context: str) -> str:
        parts = (
            self.code,
            self.concept or "",
            self.source_term or "",
            self.matched,
            context,
        )
        text = "\x1f".join(
            unicodedata.normalize("NFC", " ".join(p.split())) for p in parts
        )
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


class Findings(list[Finding]):
    """A list of findings that a notebook shows as a table and a data frame takes.

    >>> findings = Findings([Finding("T101", "warning", "“x” is deprecated", matched="x")])
    >>> findings.to_dicts()[0]["matched"], findings[:1] == findings
    ('x', True)
    """

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...

    @overload
    def __getitem__(self, index: slice, /) -> Findings: ...

    def __getitem__(
        self, index: SupportsIndex | slice, /
    ) -> Finding | Findings:
        """One finding, or a stretch of them, which a notebook shows as the whole."""
        if isinstance(index, slice):
            return Findings(list.__getitem__(self, index))
        return list.__getitem__(self, index)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row a finding, named as in JSON Lines, for a data frame.

        Every row has every key and every key one type, so that pandas and polars take the list as
        it is: "" for no text, 0 for no number of a line, column, page, paragraph or segment (they
        count from 1), NaN for no confidence. `source` and `target` are the sentences.
        """
        return [_finding_row(finding) for finding in self]

    def _repr_html_(self) -> str:
        return html_of(self._as_table())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._as_table()))

    def _as_table(self) -> ShownTable:
        """The findings as a notebook shows them, the gravest first."""
        counts = Counter(finding.severity for finding in self)
        severities = [
            f"{counts[s]} {s}" for s in reversed(SEVERITIES) if counts[s]
        ]
        ranked = sorted(
            self, key=lambda finding: -SEVERITIES.index(finding.severity)
        )
        return ShownTable(
            ": ".join(
                filter(
                    None, (counted(len(self), "finding"), ", ".join(severities))
                )
            ),
            ("", "code", "where", "what", "sentence", "expected"),
            first_rows(map(_finding_cells, ranked)),
            len(self),
        )


_SIGNS: dict[Severity, str] = {"info": "●", "warning": "▲", "error": "■"}


def _finding_cells(finding: Finding) -> tuple[ShownCell | str, ...]:
    """A finding as a line of a table."""
    at = (
        finding.place.label
        if finding.segment is None
        else f"segment {finding.segment}"
    )
    quote = (
        finding.target_quote or finding.source_quote or Quote(finding.context)
    )
    return (
        _SIGNS[finding.severity],
        finding.code,
        ":".join(filter(None, (finding.file, at))),
        finding.message,
        ShownCell(quote.text, quote.lang, quote.span),
        "; ".join(finding.expected),
    )


def _text_of(quote: Standing | Quote | None) -> str:
    """The text of a quotation that a finding may have, or ""."""
    return quote.text if quote else ""


def _finding_row(finding: Finding) -> dict[str, Any]:
    """A finding as a row of a data frame."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "confidence": float(
            math.nan if finding.confidence is None else finding.confidence
        ),
        "file": finding.file,
        "line": place.line or 0,
        "column": place.column or 0,
        "page": place.page or 0,
        "paragraph": place.paragraph or 0,
        "segment": finding.segment or 0,
        "unit": finding.unit,
        "concept": finding.concept or "",
        "source_term": finding.source_term or "",
        "matched": finding.matched,
        "stands": _text_of(finding.stands),
        "expected": list(finding.expected),
        "fix": finding.fix or "",
        "fixed": finding.fixed,
        "source": _text_of(finding.source_quote),
        "target": _text_of(finding.target_quote),
        "group": finding.group,
        "fingerprint": finding.fingerprint,
    }


def _own_sentence(context: str, pivot: str) -> str:
    """The part of a context that lies in the sentence of what stands in its middle.

    Signs alone tell where a sentence ends: a splitter that grows better would move fingerprints.
    """
    pivot = " ".join(pivot.split())
    start = (
        context.rfind(pivot, 0, CONTEXT_REACH + len(pivot) + 1) if pivot else -1
    )
    if start < 0:
        return context
    before, behind = context[:start], context[start + len(pivot) :]
    *_, before = _SENTENCE_END.split(before)
    stop = _SENTENCE_END.search(behind)
    return before + pivot + (behind[: stop.start()] if stop else behind)
