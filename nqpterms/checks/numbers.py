"""N401 to N404: numbers of a translation that differ from the source, are missing or are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from nqpterms.checks.likelihood import sure
from nqpterms.checks.number_differences import Difference, number_differences
from nqpterms.checks.view import Check, DocumentView, around, in_file
from nqpterms.lang.numbers import Number
from nqpterms.lang.prose import words_of_prose
from nqpterms.model.alignment import other_side
from nqpterms.model.findings import Finding, Standing
from nqpterms.renderings.rows import Row

_SURE = 0.8  # confidence of an alignment from which its numbers can be compared
_FIRM = 0.95  # confidence above which a number is not looked for in the neighbouring segments


def _n401(view: DocumentView) -> Iterator[Finding]:
    """A number differs from that of the source, 万 and 亿 converted, is missing or is added."""
    return _findings(view, "N401")


def _n402(view: DocumentView) -> Iterator[Finding]:
    """A percentage or share differs from that of the source, is missing or is added."""
    return _findings(view, "N402")


def _n403(view: DocumentView) -> Iterator[Finding]:
    """A year, month or day differs from that of the source, is missing or is added."""
    return _findings(view, "N403")


def _n404(view: DocumentView) -> Iterator[Finding]:
    """A number has another currency or unit than in the source."""
    return _findings(view, "N404")


class RowDifference(Struct, frozen=True):
    """A difference of numbers in a row."""

    row: Row
    difference: Difference


def row_differences(view: DocumentView) -> list[RowDifference]:
    """The differences of numbers in the rows with two sides that surely belong together."""
    differences: list[RowDifference] = []
    differences_alone = view.by_texts(_differences_of)
    for at, row in enumerate(view.rows):
        neighbours = _neighbours(view.rows, at)
        of_row = (
            _differences_of(row, neighbours)
            if neighbours
            else differences_alone(at)
        )
        differences += [RowDifference(row, difference) for difference in of_row]
    return differences


def _differences_of(
    row: Row, neighbours: Sequence[tuple[str, str]] = ()
) -> list[Difference]:
    """The differences of numbers in a row, none where its sides may not belong together."""
    if row.segment.confidence < _SURE or not row.source_text or not row.text:
        return []
    source_text, text = _texts(row)
    return number_differences(
        source_text, text, language=row.side, neighbours=neighbours
    )


def _neighbours(rows: Sequence[Row], at: int) -> list[tuple[str, str]]:
    """The texts of the rows beside one, where the alignment of either is not firm."""
    near = [rows[of] for of in (at - 1, at + 1) if 0 <= of < len(rows)]
    own = rows[at].segment.confidence
    return [
        _texts(row) for row in near if min(own, row.segment.confidence) < _FIRM
    ]


def _texts(row: Row) -> tuple[str, str]:
    """Source and translation without the digits of addresses, placeholders and code."""
    source_side, segment = other_side(row.side), row.segment
    source = words_of_prose(row.source_text, segment.non_prose(source_side))
    return source, words_of_prose(row.text, segment.non_prose(row.side))


def _findings(view: DocumentView, code: str) -> Iterator[Finding]:
    """The findings of one code."""
    for each in view.once(row_differences):
        if each.difference.code == code:
            yield _finding(each.row, each.difference)


def _finding(row: Row, difference: Difference) -> Finding:
    """The finding at the number of the translation, or of what is missing there."""
    source, target = difference.source, difference.target
    source_surface = source.span.of(row.source_text) if source else ""
    surface = target.span.of(row.text) if target else ""
    start = row.segment.locate(row.side, target.span.start if target else 0)
    context = (
        around(row.text, target.span) if target else _around_source(row, source)
    )
    finding = Finding(
        difference.code,
        "warning",
        difference.message,
        file=row.segment.doc,
        place=start.place,
        segment=row.segment.row,
        unit="" if row.segment.row is None else row.segment.id,
        source_span=in_file(row, source.span, source=True) if source else None,
        matched=surface,
        span=in_file(row, target.span) if target else None,
        expected=(difference.expected,) if difference.expected else (),
        group=f"{difference.code}:{source_surface}:{surface}",
        context=context,
        stands=Standing(surface, in_file(row, target.span)) if target else None,
    )
    return sure(finding, pair=row.segment.confidence)


def _around_source(row: Row, number: Number | None) -> str:
    """The text round what is missing."""
    return around(row.source_text, number.span) if number else ""


CHECKS = (
    Check("N401", "warning", "source", _n401),
    Check("N402", "warning", "source", _n402),
    Check("N403", "warning", "source", _n403),
    Check("N404", "warning", "source", _n404),
)
