"""The report of a pair: one self-contained HTML file with the texts, pictures and terms.

Alignment ──parts──▶ text ─┐
    └────uses──▶ strips ───┼──frame──▶ HTML
    └────────────▶ cards ──┘
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Segment, Side, TextLevel
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.model.termbase import Concept
from nqpterms.report.alignment_figures import bins, dot_plot, section_marks
from nqpterms.report.frame import fold_pairs, rendered, short_names
from nqpterms.report.parts import (
    DOUBT,
    PagePart,
    TextView,
    columns_of,
    parts_of,
    text_view,
)
from nqpterms.report.strips import (
    LegendEntry,
    Strip,
    legend,
    most_wavering,
    share_bar,
    strip,
)
from nqpterms.report.uses import TermUses, term_uses

_COLUMNS = 44
"""Sections side by side in a strip: more would be narrower than their numbers on a desk."""
_STRIPS = 40  # concepts that get a picture of their own
_BARS = 20  # concepts whose shares are compared


class Column(Struct, frozen=True):
    """A group of sections in the pictures: its short and its full name, and its first part."""

    short: str
    label: str
    part: int


class _Card(Struct, frozen=True):
    """A concept with what is known of its places: `legend` is empty where none was counted."""

    number: int
    concept: Concept
    legend: tuple[LegendEntry, ...]
    total: int
    source: int
    findings: int

    @property
    def wavers(self) -> bool:
        """Whether the text says the concept in several ways."""
        return sum(1 for entry in self.legend if entry.wording.text) > 1

    @property
    def asks(self) -> bool:
        """Whether there is something to look at: findings, or several wordings."""
        return self.findings > 0 or self.wavers


def render_report(
    alignment: Alignment,
    findings: Sequence[Finding] | None,
    matcher: Matcher,
    *,
    target: Side = "en",
) -> str:
    """The report of an aligned pair as the text of an HTML file.

    *findings* is None where nothing was checked, and the page says so. An alignment without any
    row of one side, as `one_text` makes it, is shown in one column. *target* is the side whose
    renderings the pictures show.
    """
    checked = findings is not None
    findings = findings or ()
    parts = parts_of(alignment)
    text = text_view(alignment, findings, parts, matcher=matcher)
    columns, uses = uses_by_column(alignment, parts, matcher, target)
    return rendered(
        "report.html.j2",
        title=_title(alignment),
        alignment=alignment,
        sides=_sides(alignment),
        names=_file_names(alignment),
        text=text,
        doubt=DOUBT,
        checked=checked,
        summary=_summary(alignment, findings, parts),
        codes=sorted(Counter(finding.code for finding in findings).items()),
        columns=columns,
        strips=strips(uses, [column.label for column in columns]),
        shares=shares(uses),
        bins=bins(parts),
        marks=section_marks(parts),
        dots=dot_plot(parts),
        cards=cards(
            matcher.base.concepts,
            uses,
            marked=_marked_concepts(text),
            findings=findings,
        ),
        fold=fold_pairs("".join(_texts(alignment))),
    )


def uses_by_column(
    alignment: Alignment,
    parts: Sequence[PagePart],
    matcher: Matcher,
    target: Side,
) -> tuple[list[Column], tuple[TermUses, ...]]:
    """The columns of the pictures, and how each concept is said in them."""
    groups = columns_of(parts, most=_COLUMNS)
    columns = [_column(group, parts) for group in groups]
    segments = [_segments(alignment, group) for group in groups]
    return columns, term_uses(segments, matcher, target=target)


def strips(uses: Sequence[TermUses], labels: Sequence[str]) -> list[Strip]:
    """The pictures of the concepts that waver most, along columns of these names."""
    return [strip(use, labels) for use in most_wavering(uses, most=_STRIPS)]


def shares(uses: Sequence[TermUses]) -> list[Strip]:
    """The bars of the concepts with most places."""
    ranked = sorted(
        (use for use in uses if use.total),
        key=lambda use: (-use.total, use.number),
    )
    return [share_bar(use, ranked[0].total) for use in ranked[:_BARS]]


def cards(
    concepts: Sequence[Concept],
    uses: Sequence[TermUses],
    *,
    marked: Iterable[int] = (),
    findings: Iterable[Finding] = (),
) -> list[_Card]:
    """The concepts that a page speaks of: first those that have findings or waver, then the
    others, those with most places first.

    *marked* are the numbers of concepts that some mark leads to.
    """
    uses_by_number = {use.number: use for use in uses}
    findings_by_concept = Counter(finding.concept for finding in findings)
    chosen = []
    for number in {*marked, *uses_by_number}:
        concept = concepts[number]
        count = findings_by_concept[concept.id]
        use = uses_by_number.get(number)
        if use is None:
            card = _Card(
                number, concept, legend=(), total=0, source=0, findings=count
            )
        else:
            entries, source = legend(use.wordings), sum(use.sources)
            card = _Card(number, concept, entries, use.total, source, count)
        chosen.append(card)
    return sorted(chosen, key=_by_need)


def _by_need(card: _Card) -> tuple[bool, int, int, int]:
    """What asks for a look before what does not; then findings, places and the base's order."""
    return (
        not card.asks,
        -card.findings,
        -max(card.total, card.source),
        card.number,
    )


def _column(group: Sequence[PagePart], parts: Sequence[PagePart]) -> Column:
    first = group[0]
    sections = (first.head.en, first.head.zh) if first.head else ()
    numbers = [
        section.number for section in sections if section and section.number
    ]
    return Column(
        numbers[0] if numbers else "·", first.label, parts.index(first)
    )


def _segments(
    alignment: Alignment, group: Sequence[PagePart]
) -> Iterable[Segment]:
    rows = tuple(row for part in group for row in part.rows)
    return replace(alignment, rows=rows).segments(alone=True)


def _sides(alignment: Alignment) -> tuple[Side, ...]:
    """The sides that have any text: two of a pair, one of a text alone."""
    sides: tuple[Side, Side] = ("zh", "en")
    with_text = [
        side
        for side in sides
        if any(getattr(row, side) for row in alignment.rows)
    ]
    return tuple(with_text) or sides


def _summary(
    alignment: Alignment, findings: Iterable[Finding], parts: Sequence[PagePart]
) -> dict[str, int]:
    """The figures at the top of the page."""
    severities = Counter(finding.severity for finding in findings)
    return {
        "sections": sum(
            1 for pair in alignment.sections() if pair.zh and pair.en
        ),
        "paragraphs": _pairs(alignment, "paragraph"),
        "sentences": _pairs(alignment, "sentence"),
        "notes": sum(1 for pair in alignment.notes() if pair.zh and pair.en),
        "alone": sum(part.alone for part in parts),
        **{severity: severities[severity] for severity in SEVERITIES},
    }


def _pairs(alignment: Alignment, level: TextLevel) -> int:
    """How many beads of a level have both sides."""
    return sum(1 for bead in alignment.beads(level) if bead.zh and bead.en)


def _title(alignment: Alignment) -> str:
    for document in (alignment.en, alignment.zh):
        if document.title:
            return document.title.text
    return Path(alignment.en.name or alignment.zh.name).name


def _file_names(alignment: Alignment) -> list[str]:
    """The names of the files that the page shows; one where both texts stand in one file."""
    names = [getattr(alignment, side).name for side in _sides(alignment)]
    return short_names(list(dict.fromkeys(names)))


def _texts(alignment: Alignment) -> Iterator[str]:
    for segment in alignment.segments(alone=True):
        yield segment.zh
        yield segment.en


def _marked_concepts(text: TextView) -> set[int]:
    """The concepts that some mark of the page leads to."""
    cells = "".join(row.zh + row.en for part in text.parts for row in part.rows)
    return {int(number) for number in re.findall(r' href="#c(\d+)"', cells)}
