"""N401 to N404: numbers of a translation that differ from the source, are missing or are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nqpterms.checks.number_differences import Difference, number_differences
from nqpterms.checks.reading import Differing, Reading, Row
from nqpterms.checks.reporting import Verdict, around, in_file
from nqpterms.lang.numbers import Number
from nqpterms.model.findings import Finding

_SURE = 0.8  # confidence of an alignment from which its numbers can be compared
_FIRM = 0.95  # confidence above which a number is not looked for in the neighbouring segments


def n401(reading: Reading) -> Iterator[Finding]:
    """A number differs from that of the source, 万 and 亿 converted, is missing or is added."""
    return _findings(reading, "N401")


def n402(reading: Reading) -> Iterator[Finding]:
    """A percentage or share differs from that of the source, is missing or is added."""
    return _findings(reading, "N402")


def n403(reading: Reading) -> Iterator[Finding]:
    """A year, month or day differs from that of the source, is missing or is added."""
    return _findings(reading, "N403")


def n404(reading: Reading) -> Iterator[Finding]:
    """A number has another currency or unit than in the source."""
    return _findings(reading, "N404")


def differing(rows: Sequence[Row]) -> Iterator[Differing]:
    """The differences of numbers in the rows with two sides that surely belong together."""
    for at, row in enumerate(rows):
        if row.segment.confidence < _SURE or not row.source_text or not row.text:
            continue
        found = number_differences(
            row.source_text, row.text, language=row.side, neighbours=_neighbours(rows, at)
        )
        for difference in found:
            yield Differing(at, difference)


def _neighbours(rows: Sequence[Row], at: int) -> list[tuple[str, str]]:
    """The texts of the rows beside one, where the alignment of either is not firm."""
    near = [rows[of] for of in (at - 1, at + 1) if 0 <= of < len(rows)]
    own = rows[at].segment.confidence
    return [(row.source_text, row.text) for row in near if min(own, row.segment.confidence) < _FIRM]


def _findings(reading: Reading, code: str) -> Iterator[Finding]:
    """The findings of one code."""
    for at, difference in reading.differing:
        if difference.code == code:
            yield _finding(reading.rows[at], difference)


def _finding(row: Row, difference: Difference) -> Finding:
    """The finding at the number of the translation, or of what is missing there."""
    number, candidate = difference.source, difference.target
    stands = candidate.span.of(row.text) if candidate else ""
    named = number.span.of(row.source_text) if number else ""
    start = row.segment.locate(row.side, candidate.span.start if candidate else 0)
    verdict = Verdict(difference.code, "warning", difference.message)
    context = around(row.text, candidate.span) if candidate else _around_source(row, number)
    return Finding(
        *verdict,
        file=row.segment.doc,
        place=start.place,
        segment=row.segment.row,
        source_span=in_file(row, number.span, source=True) if number else None,
        matched=stands,
        span=in_file(row, candidate.span) if candidate else None,
        expected=(difference.expected,) if difference.expected else (),
        group=f"{difference.code}:{named}:{stands}",
        context=context,
    )


def _around_source(row: Row, number: Number | None) -> str:
    """The text round what is missing."""
    return around(row.source_text, number.span) if number else ""
