"""The cells of the page: passages with their terms and findings marked, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup
from msgspec import Struct

from nqpterms.matching.matcher import Matcher, TermReading
from nqpterms.model.alignment import Alignment, Bead, Side
from nqpterms.model.document import Passage
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span, position
from nqpterms.report.marking import Mark, marked


class Placed(NamedTuple):
    """Finding *number* (from 0) shows something at a span of a file; `id` is that of its mark."""

    span: Span
    number: int
    finding: Finding
    id: str


class Cell(NamedTuple):
    """One side of a row as HTML, and by the number of each finding in it the id of its mark."""

    html: Markup
    marks: dict[int, str]


class Painter(Struct, frozen=True):
    """Turns the passages of one page into marked HTML.

    Findings win over terms; of two findings in one place the first is marked, and the other is
    reached by its mark. `findings` are in order of place, `numbers` those of the concepts.
    """

    matcher: Matcher
    findings: Mapping[Side, Sequence[Placed]]
    numbers: Mapping[str, int]

    def cell(self, side: Side, passages: Iterable[Passage], beads: Sequence[Bead]) -> Cell:
        """The paragraphs of one side; each sentence of *beads* in a span that numbers its bead."""
        html, marks = [], {}
        for passage in passages:
            pieces = [
                (number, sentence)
                for number, bead in enumerate(beads)
                for sentence in (bead.zh if side == "zh" else bead.en)
                if _inside(sentence, passage)
            ]
            if pieces:
                spans = []
                for number, sentence in pieces:
                    painted = self.passage(side, sentence)
                    marks.update(painted.marks)
                    whole = Markup('<span class="s" data-b="{}">{}</span>')
                    spans.append(whole.format(number, painted.html))
                body = Markup("" if side == "zh" else " ").join(spans)
            else:
                body, more = self.passage(side, passage)
                marks.update(more)
            html.append(Markup('<p data-l="{}">{}</p>').format(lines_of(passage), body))
        return Cell(Markup("").join(html), marks)

    def passage(self, side: Side, passage: Passage) -> Cell:
        """One passage without a paragraph around it."""
        placed: list[Mark] = []
        shown: dict[int, str] = {}
        for span, number, finding, name in _near(self.findings[side], passage):
            place = _local(span, passage)
            if place is None:
                continue
            there = next((mark.id for mark in placed if mark.span.overlaps(place)), "")
            if not there:
                kind, hint = f"f {finding.severity}", f"{finding.code}: {finding.message}"
                placed.append(Mark(place, kind, hint, name, self._target(finding.concept)))
            shown[number] = there or name
        return Cell(marked(passage.text, [*placed, *self._terms(passage.text)]), shown)

    def _terms(self, text: str) -> Iterator[Mark]:
        for match in self.matcher.find(text):
            best = match.candidates[0]
            yield Mark(match.span, _kind(best), _hint(best), "", self._target(best.concept.id))

    def _target(self, concept: str | None) -> str:
        number = self.numbers.get(concept or "")
        return "" if number is None else f"c{number}"


def placed_findings(alignment: Alignment, findings: Iterable[Finding]) -> dict[Side, list[Placed]]:
    """The places of all findings by side, each in order; a source term's stand on the other side.

    The mark of finding k has the id ``fk``, that of its source term ``sk``.
    """
    sides: dict[Side, list[Placed]] = {"zh": [], "en": []}
    names = {alignment.zh.name: sides["zh"], alignment.en.name: sides["en"]}
    one_file = len(names) == 1  # offsets tell the sides of a page with both texts apart
    for number, finding in enumerate(findings):
        here = names.get(finding.file)
        if here is None:
            continue
        there = sides["en"] if here is sides["zh"] else sides["zh"]
        if finding.span:
            here.append(Placed(finding.span, number, finding, f"f{number}"))
        if finding.source_span:
            there.append(Placed(finding.source_span, number, finding, f"s{number}"))
    if one_file:
        sides["zh"] = sides["en"] = sides["zh"] + sides["en"]
    for found in sides.values():
        found.sort(key=lambda place: (place.span, place.number))
    return sides


def lines_of(passage: Passage) -> str:
    """ "12", "12–14" or "" for the margin."""
    if not passage.lines:
        return ""
    first, last = passage.lines[0], passage.lines[-1]
    return str(first) if first == last else f"{first}–{last}"


def _kind(candidate: TermReading) -> str:
    """The class of a term; what is wrong only beside its Chinese is no more than a term here."""
    status = "" if candidate.term.scope == "pair" else candidate.term.status
    return f"t {status}".strip()


def _hint(candidate: TermReading) -> str:
    other = "en" if candidate.term.lang.startswith("zh") else "zh"
    return candidate.concept.preferred(other) or ""


def _near(places: Sequence[Placed], passage: Passage) -> Sequence[Placed]:
    """The places between the first and the last code point of a passage."""
    if not passage.anchors:
        return ()
    first = passage.anchors[0].offset
    last = passage.locate(len(passage.text)).offset
    begin = bisect_left(places, first, key=lambda place: place.span.start)
    end = bisect_left(places, last, key=lambda place: place.span.start)
    return places[begin:end]


def _local(span: Span, passage: Passage) -> Span | None:
    """A span of the file as one of the passage, if it stands there."""
    start = position(passage.anchors, span.start, len(passage.text))
    end = position(passage.anchors, span.end - 1, len(passage.text))
    return None if start is None or end is None else Span(start, end + 1)


def _inside(sentence: Passage, passage: Passage) -> bool:
    """Whether a sentence was cut from a passage, by their offsets in the file."""
    if not sentence.anchors or not passage.anchors:
        return False
    return position(passage.anchors, sentence.anchors[0].offset, len(passage.text)) is not None
