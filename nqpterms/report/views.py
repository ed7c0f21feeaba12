"""What the report's template shows: rows of two cells, ready-made and escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from nqpterms.alignment import Alignment, Bead, NotePair, Row, SectionPair
from nqpterms.document import Passage
from nqpterms.findings import Finding
from nqpterms.places import Span, position
from nqpterms.report.marking import Mark, marked

TermMarks = Callable[[str], Iterable[Mark]]


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

    The mark of finding number k (from 0) has the id ``fk``; one that stands nowhere has no mark.
    """
    by_line: dict[tuple[str, int], list[tuple[str, Finding]]] = {}
    for number, finding in enumerate(findings):
        if finding.place.line is not None and finding.span is not None:
            place = (finding.file, finding.place.line)
            by_line.setdefault(place, []).append((f"f{number}", finding))
    painter = _Painter(alignment, by_line, terms)
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
    findings: dict[tuple[str, int], list[tuple[str, Finding]]]
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
            for line in passage.lines
            for name, finding in self.findings.get((file, line), ())
            for span in (_local(finding, passage),)
            if span
        ]
        return marked(passage.text, [*marks, *self.terms(passage.text)])


def _local(finding: Finding, passage: Passage) -> Span | None:
    """Where a finding stands in a passage, if it stands there."""
    if finding.span is None:
        return None
    start = position(passage.anchors, finding.span.start, len(passage.text))
    end = position(passage.anchors, finding.span.end - 1, len(passage.text))
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
