"""The cells of the text page: passages as HTML with their terms and findings marked.

    passage, Matcher, findings ──Painter──▶ Marks ──marked──▶ HTML

All that is not a mark is escaped. Findings win over terms, and of two findings in one place the
first is marked; the other is reached by its mark.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from nqpterms.matching.matcher import Matcher, TermReading
from nqpterms.model.alignment import Alignment, Bead, Side
from nqpterms.model.document import Passage
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span, position
from nqpterms.renderings.rows import in_prose

_SENTENCE = Markup('<span class="s" data-b="{}">{}</span>')
_PARAGRAPH = Markup('<p data-l="{}">{}</p>')


class Mark(Struct, frozen=True):
    """A range of a passage: its class, the words on hover, its own id, the id it leads to, and
    the id of the note that says what it is."""

    span: Span
    kind: str
    hint: str = ""
    id: str = ""
    target: str = ""
    note: str = ""


class Cell(Struct, frozen=True):
    """One side of a row as HTML, and by the number of each finding in it the id of its mark."""

    html: Markup = Markup("")
    marks: Mapping[int, str] = {}


class _FindingPlace(Struct, frozen=True):
    """Finding *number* (from 0) shows something at a span of a file; `id` is that of its mark."""

    span: Span
    number: int
    finding: Finding
    id: str


class Painter(Struct, frozen=True):
    """Turns the passages of one page into marked HTML.

    `findings` are in order of place, `numbers` those of the concepts.
    """

    matcher: Matcher
    findings: Mapping[Side, Sequence[_FindingPlace]]
    numbers: Mapping[str, int]

    def cell(
        self, side: Side, passages: Iterable[Passage], beads: Sequence[Bead]
    ) -> Cell:
        """The paragraphs of one side; each sentence of *beads* in a span that numbers its bead."""
        paragraphs: list[Markup] = []
        marks: dict[int, str] = {}
        for passage in passages:
            body = self._sentences(side, passage, beads) or self.passage(
                side, passage
            )
            marks.update(body.marks)
            paragraphs.append(_PARAGRAPH.format(line_range(passage), body.html))
        return Cell(Markup("").join(paragraphs), marks)

    def passage(self, side: Side, passage: Passage) -> Cell:
        """One passage without a paragraph around it."""
        marks: list[Mark] = []
        ids: dict[int, str] = {}
        for place in _places_in(self.findings[side], passage):
            span = _span_in(passage, place.span)
            if span is None:
                continue
            first = next(
                (mark for mark in marks if mark.span.overlaps(span)), None
            )
            if first is None:
                first = self._finding_mark(span, place)
                marks.append(first)
            ids[place.number] = first.id
        marks.extend(self._term_marks(passage))
        return Cell(marked(passage.text, marks), ids)

    def _sentences(
        self, side: Side, passage: Passage, beads: Sequence[Bead]
    ) -> Cell | None:
        """The sentences of a passage, each in a span; None where no bead has one of them."""
        spans: list[Markup] = []
        marks: dict[int, str] = {}
        for number, bead in enumerate(beads):
            for sentence in bead.passages(side):
                if not _is_cut_from(passage, sentence):
                    continue
                cell = self.passage(side, sentence)
                marks.update(cell.marks)
                spans.append(_SENTENCE.format(number, cell.html))
        if not spans:
            return None
        return Cell(Markup("" if side == "zh" else " ").join(spans), marks)

    def _finding_mark(self, span: Span, place: _FindingPlace) -> Mark:
        finding = place.finding
        hint = f"{finding.code}: {finding.message}"
        target = self._card(finding.concept)
        return Mark(
            span,
            f"f {finding.severity}",
            hint=hint,
            id=place.id,
            target=target,
            note=f"n{place.number}",
        )

    def _term_marks(self, passage: Passage) -> Iterator[Mark]:
        matches = self.matcher.find(passage.text)
        for match in in_prose(matches, passage.text, passage.non_prose):
            best = match.candidates[0]
            target = self._card(best.concept.id)
            yield Mark(
                match.span,
                _class_of(best),
                hint=_other_name(best),
                target=target,
            )

    def _card(self, concept: str | None) -> str:
        """The id of the card of a concept, "" where it has none."""
        number = self.numbers.get(concept or "")
        return "" if number is None else f"c{number}"


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as safe HTML; where two marks overlap, the first wins.

    What leads somewhere is a link, what has an id a ``<mark>``; what has both is a link in one.

    >>> str(marked("a <b> c", [Mark(Span(2, 5), "f", hint="T101", id="f0")]))
    'a <mark class="f" title="T101" id="f0">&lt;b&gt;</mark> c'
    >>> str(marked("a b", [Mark(Span(2, 3), "t", target="c1")]))
    'a <a class="t" href="#c1">b</a>'
    """
    pieces: list[Markup] = []
    behind = 0
    for mark in _without_overlaps(marks):
        pieces.append(escape(text[behind : mark.span.start]))
        pieces.append(_element(mark, mark.span.of(text)))
        behind = mark.span.end
    pieces.append(escape(text[behind:]))
    return Markup("").join(pieces)


def finding_places(
    alignment: Alignment, findings: Iterable[Finding]
) -> dict[Side, list[_FindingPlace]]:
    """The places of all findings by side, each in order; a source term's stand on the other side.

    The mark of finding k has the id ``fk``, that of its source term ``sk``. Where no words are
    matched, those are marked that stand in the place of what was expected.
    """
    places: dict[Side, list[_FindingPlace]] = {"zh": [], "en": []}
    sides: dict[str, Side] = {alignment.zh.name: "zh", alignment.en.name: "en"}
    for number, finding in enumerate(findings):
        side = sides.get(finding.file)
        if side is None:
            continue
        words = finding.span or (
            finding.stands.span if finding.stands else None
        )
        if words:
            places[side].append(
                _FindingPlace(words, number, finding, f"f{number}")
            )
        if finding.source_span:
            other: Side = "zh" if side == "en" else "en"
            place = _FindingPlace(
                finding.source_span, number, finding, f"s{number}"
            )
            places[other].append(place)
    if (
        len(sides) == 1
    ):  # offsets tell the sides of a page with both texts apart
        places["zh"] = places["en"] = places["zh"] + places["en"]
    for side_places in places.values():
        side_places.sort(key=lambda place: (place.span, place.number))
    return places


def line_range(passage: Passage) -> str:
    """ "12", "12–14" or "" for the margin."""
    if not passage.lines:
        return ""
    first, last = passage.lines[0], passage.lines[-1]
    return str(first) if first == last else f"{first}–{last}"


# Marks as elements


def _without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order of place, without those that overlap one given before them."""
    apart: list[Mark] = []
    for mark in marks:
        if mark.span.start >= mark.span.end:
            continue
        if not any(mark.span.overlaps(other.span) for other in apart):
            apart.append(mark)
    return sorted(apart, key=lambda mark: mark.span)


def _element(mark: Mark, text: str) -> Markup:
    attributes = {"class": mark.kind, "title": mark.hint}
    target = f"#{mark.target}" if mark.target else ""
    if mark.id:
        link = (
            _tag("a", text, {"class": "t", "href": target})
            if target
            else escape(text)
        )
        return _tag(
            "mark",
            link,
            attributes | {"aria-describedby": mark.note, "id": mark.id},
        )
    if target:
        return _tag("a", text, attributes | {"href": target})
    return _tag("span", text, attributes)


def _tag(name: str, content: str, attributes: Mapping[str, str]) -> Markup:
    """An element with those of its attributes that have a value; *name* is one of ours."""
    pairs = [
        Markup(' {}="{}"').format(*pair)
        for pair in attributes.items()
        if pair[1]
    ]
    return Markup("<{0}{1}>{2}</{0}>").format(
        name, Markup("").join(pairs), content
    )


def _class_of(reading: TermReading) -> str:
    """The class of a term; what is wrong only beside its Chinese is no more than a term here."""
    status = "" if reading.term.scope == "pair" else reading.term.status
    return f"t {status}".strip()


def _other_name(reading: TermReading) -> str:
    """What the concept of a term is called in the other language."""
    other = "en" if reading.term.lang.startswith("zh") else "zh"
    return reading.concept.preferred(other) or ""


# Places of a file and of a passage


def _places_in(
    places: Sequence[_FindingPlace], passage: Passage
) -> Sequence[_FindingPlace]:
    """The places between the first and the last code point of a passage."""
    if not passage.anchors:
        return ()
    first = passage.anchors[0].offset
    last = passage.locate(len(passage.text)).offset
    begin = bisect_left(places, first, key=lambda place: place.span.start)
    end = bisect_left(places, last, key=lambda place: place.span.start)
    return places[begin:end]


def _span_in(passage: Passage, span: Span) -> Span | None:
    """A span of the file as one of the passage, if it stands there."""
    start = position(passage.anchors, span.start, len(passage.text))
    end = position(passage.anchors, span.end - 1, len(passage.text))
    return None if start is None or end is None else Span(start, end + 1)


def _is_cut_from(passage: Passage, sentence: Passage) -> bool:
    """Whether a sentence was cut from a passage, by their offsets in the file."""
    if not sentence.anchors or not passage.anchors:
        return False
    return (
        position(passage.anchors, sentence.anchors[0].offset, len(passage.text))
        is not None
    )
