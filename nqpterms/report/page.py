"""The report of a pair: one self-contained HTML file with the texts, pictures and terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Segment, Side
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.model.termbase import Concept
from nqpterms.report.confidence import bins, dot_plot, section_marks
from nqpterms.report.parts import Part, columns_of, parts_of
from nqpterms.report.searching import fold_pairs
from nqpterms.report.shell import rendered
from nqpterms.report.strips import Entry, share_bar, slots, strip, wavering
from nqpterms.report.uses import TermUses, term_uses
from nqpterms.report.views import DOUBT, TextView, text_view

COLUMNS = 44
"""Sections side by side in a strip: more would be narrower than their numbers on a desk."""
STRIPS = 40  # concepts that get a picture of their own
BARS = 20  # concepts whose shares are compared


class Column(Struct, frozen=True):
    """A group of sections in the pictures: its short and its full name, and its first part."""

    short: str
    label: str
    part: int


class Card(Struct, frozen=True):
    """A concept with what is known of its places: `legend` is empty where none was counted."""

    number: int
    concept: Concept
    legend: tuple[Entry, ...]
    total: int
    source: int
    found: int


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
    found = findings or ()
    parts = parts_of(alignment)
    text = text_view(alignment, found, parts, matcher=matcher)
    groups = columns_of(parts, most=COLUMNS)
    columns = tuple(_column(group, parts) for group in groups)
    uses = term_uses([_segments(alignment, group) for group in groups], matcher, target=target)
    labels = [column.label for column in columns]
    ranked = sorted((u for u in uses if u.total), key=lambda u: (-u.total, u.number))
    most = ranked[0].total if ranked else 1
    return rendered(
        "report.html.j2",
        title=_title(alignment),
        alignment=alignment,
        sides=_sides(alignment),
        text=text,
        doubt=DOUBT,
        checked=findings is not None,
        summary=_summary(alignment, found, parts),
        codes=_codes(found),
        columns=columns,
        strips=[strip(u, labels) for u in wavering(uses, most=STRIPS)],
        shares=[share_bar(u, most) for u in ranked[:BARS]],
        bins=bins(parts),
        marks=section_marks(parts),
        dots=dot_plot(parts),
        cards=cards(matcher.base.concepts, uses, named=_named(text), findings=found),
        fold=fold_pairs("".join(_texts(alignment))),
    )


def cards(
    concepts: Sequence[Concept],
    uses: Sequence[TermUses],
    *,
    named: Iterable[int],
    findings: Iterable[Finding],
) -> list[Card]:
    """The concepts that a page speaks of, those with most places first.

    *named* are the numbers of concepts that some mark leads to.
    """
    counted = {use.number: use for use in uses}
    found = Counter(finding.concept for finding in findings)
    made = []
    for number in {*named, *counted}:
        use, concept = counted.get(number), concepts[number]
        ways = use.wordings if use else ()
        legend = tuple(Entry(s, w) for s, w in zip(slots(ways), ways, strict=True))
        total, source = (use.total, sum(use.sources)) if use else (0, 0)
        made.append(Card(number, concept, legend, total, source, found[concept.id]))
    return sorted(made, key=lambda card: (-max(card.total, card.source), card.number))


def _column(group: Sequence[Part], parts: Sequence[Part]) -> Column:
    first = group[0]
    head = first.head
    numbers = [s.number for s in (head.en, head.zh) if s and s.number] if head else []
    return Column(numbers[0] if numbers else "·", first.label, parts.index(first))


def _segments(alignment: Alignment, group: Sequence[Part]) -> Iterable[Segment]:
    rows = tuple(row for part in group for row in part.rows)
    return replace(alignment, rows=rows).segments(alone=True)


def _sides(alignment: Alignment) -> tuple[Side, ...]:
    """The sides that have any text: two of a pair, one of a text alone."""
    sides: tuple[Side, Side] = ("zh", "en")
    there = tuple(s for s in sides if any(getattr(row, s) for row in alignment.rows))
    return there or sides


def _summary(
    alignment: Alignment, findings: Iterable[Finding], parts: Sequence[Part]
) -> dict[str, int]:
    """The figures at the top of the page."""
    paragraphs, sentences = (
        sum(1 for bead in beads if bead.zh and bead.en)
        for beads in (alignment.beads("paragraph"), alignment.beads("sentence"))
    )
    severities = Counter(finding.severity for finding in findings)
    return {
        "sections": sum(1 for pair in alignment.sections() if pair.zh and pair.en),
        "paragraphs": paragraphs,
        "sentences": sentences,
        "alone": sum(part.alone for part in parts),
        **{severity: severities[severity] for severity in SEVERITIES},
    }


def _codes(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    return sorted(Counter(finding.code for finding in findings).items())


def _title(alignment: Alignment) -> str:
    for document in (alignment.en, alignment.zh):
        if document.title:
            return document.title.text
    return Path(alignment.en.name or alignment.zh.name).name


def _texts(alignment: Alignment) -> Iterable[str]:
    return (text for segment in alignment.segments(alone=True) for text in (segment.zh, segment.en))


def _named(text: TextView) -> set[int]:
    """The concepts that some mark of the page leads to."""
    cells = "".join(row.zh + row.en for part in text.parts for row in part.rows)
    return {int(number) for number in re.findall(r' href="#c(\d+)"', cells)}
