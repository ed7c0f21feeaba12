"""Which side of a system's rows is its translation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nqpterms.lang.chinese import has_han
from nqpterms.model.alignment import Segment, Side
from nqpterms.scoring.row_terms import RowTerms


def found_target(
    segments: Sequence[Segment],
    references: Sequence[Segment],
    own: Sequence[RowTerms] | None,
) -> Side:
    """The side that is the translation.

    It is the one in which a system differs from the reference, where only one does; else the one
    that the rows' own terms are not in; else what the file of the system says.

    >>> system = [Segment("税", "duty"), Segment("法", "law")]
    >>> found_target(system, [Segment("税", "tax"), Segment("法", "law")], None)
    'en'
    >>> found_target([Segment("赋税", "tax")], [Segment("税", "tax")], None)
    'zh'
    """
    if len(segments) == len(references):
        pairs = list(zip(segments, references, strict=True))
        zh_is_same = _is_same("zh", pairs)
        if zh_is_same != _is_same("en", pairs):
            return "en" if zh_is_same else "zh"
    sources = [source for terms in own or () for source, _ in terms]
    if sources:
        chinese = sum(map(has_han, sources))
        return "en" if 2 * chinese >= len(sources) else "zh"
    return segments[0].target if segments else "en"


def _is_same(side: Side, pairs: Iterable[tuple[Segment, Segment]]) -> bool:
    """Whether all rows of a system and a reference have the same text on a side."""
    return all(
        one.text(side).strip() == two.text(side).strip() for one, two in pairs
    )
