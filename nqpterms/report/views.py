"""What the report's template shows: rows of two cells, ready-made and escaped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from nqpterms.alignment import Alignment, Bead, NotePair, Row, SectionPair
from nqpterms.document import Passage
from nqpterms.findings import Finding
from nqpterms.places import Span, position
from nqpterms.report.marking import Mark, marked

TermMarks = Callable[[str], Iterable[Mark]]
_Placed = tuple[Span, str, Finding]  # where in the file, the id of the mark, what is said


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of the page: two cells, how sure the alignment is, and why a side is empty."""

    kind: str
    level: int
    zh: Markup
    en: Markup
    zh_lines: str
    en_lines: str
    percent: int
    reason: str
    anchor: str


def row_views(
    alignment: Alignment, findings: Iterable[Finding], *, terms: TermMarks
) -> list[RowView]:
    """The rows of the page in reading order; a paragraph's sentences stand inside its cells.

    The mark of finding number k (from 0) has the id ``fk``, that of its source term ``sk``; one
    that stands nowhere has no mark.
    """
    marks: dict[str, list[_Placed]] = {alignment.zh.name: [], alignment.en.name: []}
    other = {alignment.zh.name: alignment.en.name, alignment.en.name: alignment.zh.name}
    for number, finding in enumerate(findings):
        if finding.file not in marks:
            continue
        if finding.span:
            marks[finding.file].append((finding.span, f"f{number}", finding))
        if finding.source_span:
            marks[other[finding.file]].append((finding.source_span, f"s{number}", finding))
    for placed in marks.values():
        placed.sort(key=lambda mark: mark[0])
    painter = _Painter(alignment, marks, terms)
    return [painter.row(*group) for group in _grouped(alignment.rows)]


def _grouped(rows: Iterable[Row]) -> list[tuple[int, Row, tuple[Bead, ...]]]:
    """Each row but the sentences, with its running number and the sentences behind it."""
    groups: list[tuple[Row, list[Bead]]] = []
    for row in rows:
        if isinstance(row, Bead) and row.level == "sentence" and groups:
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    return [(number, row, tuple(beads)) for number, (row, beads) in enumerate(groups)]


@dataclass(frozen=True, slots=True)
class _Painter:
    """Turns passages into marked HTML."""

    alignment: Alignment
    findings: dict[str, list[_Placed]]
    terms: TermMarks

    def row(self, number: int, row: Row, sentences: tuple[Bead, ...]) -> RowView:
        zh, en = _texts(row, "zh"), _texts(row, "en")
        return RowView(
            kind=_kind(row),
            level=_level(row),
            zh=self._cell("zh", zh, number, sentences),
            en=self._cell("en", en, number, sentences),
            zh_lines=_lines(zh),
            en_lines=_lines(en),
            percent=round(100 * row.confidence),
            reason=row.reason,
            anchor=f"r{number}",
        )

    def _cell(
        self, side: str, passages: tuple[Passage, ...], number: int, sentences: tuple[Bead, ...]
    ) -> Markup:
        """The passages of one side; with sentences, each in a span that names its bead."""
        html = []
        for passage in passages:
            pieces = [
                (sentence, f"{number}-{k}")
                for k, bead in enumerate(sentences)
                for sentence in (bead.zh if side == "zh" else bead.en)
                if passage.anchors and _inside(sentence, passage)
            ]
            body = Markup("" if side == "zh" else " ").join(
                Markup('<span class="s" data-bead="{}">{}</span>').format(
                    bead, self._paint(side, sentence)
                )
                for sentence, bead in pieces
            )
            html.append(Markup("<p>{}</p>").format(body or self._paint(side, passage)))
        return Markup("").join(html)

    def _paint(self, side: str, passage: Passage) -> Markup:
        """One passage with its findings and terms marked; findings win over terms."""
        file = (self.alignment.zh if side == "zh" else self.alignment.en).name
        marks = [
            Mark(span, f"finding {finding.severity}", finding.concept or "", _hint(finding), name)
            for place, name, finding in _near(self.findings[file], passage)
            for span in (_local(place, passage),)
            if span
        ]
        return marked(passage.text, [*marks, *self.terms(passage.text)])


def _near(marks: list[_Placed], passage: Passage) -> list[_Placed]:
    """The marks between the first and the last code point of a passage, by their file's offsets."""
    if not passage.anchors:
        return []
    first = passage.anchors[0].offset
    last = passage.locate(len(passage.text)).offset
    begin = bisect_left(marks, first, key=lambda mark: mark[0].start)
    end = bisect_left(marks, last, key=lambda mark: mark[0].start)
    return marks[begin:end]


def _local(span: Span, passage: Passage) -> Span | None:
    """A span of the file as one of the passage, if it stands there."""
    start = position(passage.anchors, span.start, len(passage.text))
    end = position(passage.anchors, span.end - 1, len(passage.text))
    return None if start is None or end is None else Span(start, end + 1)


def _hint(finding: Finding) -> str:
    return f"{finding.code}: {finding.message}"


def _inside(sentence: Passage, passage: Passage) -> bool:
    """Whether a sentence was cut from a passage, by their offsets in the file."""
    if not sentence.anchors:
        return False
    return position(passage.anchors, sentence.anchors[0].offset, len(passage.text)) is not None


def _texts(row: Row, side: str) -> tuple[Passage, ...]:
    if isinstance(row, SectionPair):
        section = row.zh if side == "zh" else row.en
        return (section.title,) if section and section.title else ()
    if isinstance(row, NotePair):
        note = row.zh if side == "zh" else row.en
        return (note.body,) if note else ()
    return row.zh if side == "zh" else row.en


def _kind(row: Row) -> str:
    if isinstance(row, SectionPair):
        return "section"
    return row.kind if isinstance(row, NotePair) else row.level


def _level(row: Row) -> int:
    if not isinstance(row, SectionPair):
        return 0
    section = row.zh or row.en
    return section.level if section else 1


def _lines(passages: tuple[Passage, ...]) -> str:
    """ "12", "12–14" or "" for the margin."""
    lines = [line for passage in passages for line in passage.lines]
    if not lines:
        return ""
    return str(lines[0]) if lines[0] == lines[-1] else f"{lines[0]}–{lines[-1]}"
