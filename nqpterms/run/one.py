"""One Unit from start to end: how a text, a pair, a page and a bitext become findings.

    Unit ──documents_of──▶ Documents ──aligned──▶ Alignment ──segments──▶ checks ──▶ Result
    Unit ──segments_of──▶ Segments                                          ▲
                                                                 Project ───┘

This is the only road from an input to a finding; commands, Python and servers take it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.checks.registry import (
    check_document,
    check_segments,
    chosen_codes,
)
from nqpterms.checks.statistical_variants import MOST_ROWS
from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.progress import stage
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Segment, Side, lone_segments
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.project.fixing import fixed
from nqpterms.project.project import Project
from nqpterms.project.settings import PathSettings, Settings
from nqpterms.project.suppression import unsuppressed
from nqpterms.readers.reading import read, read_either, read_page
from nqpterms.run.corrected_pairs import aligned_as_known
from nqpterms.run.inputs import Unit

Note = Callable[[int | None, Exception], None]
"""Is given what went wrong in a part of a unit, and its line or row; then the work goes on."""


class RowFailure(NamedTuple):
    """A part of a unit that failed: its line or row (None: the whole), and why."""

    row: int | None
    reason: str


class Part(Struct, frozen=True):
    """One document of a unit: its findings, and its segments where it stands in a bitext."""

    findings: Sequence[Finding]
    segments: Sequence[Segment] = ()


class Result(Struct, frozen=True):
    """What came of a unit: document by document, the texts that were read, and what failed.

    The parts of a long bitext come one by one, and no more than one of them is held; `failures`
    is whole when they have been gone through. `met` are the fingerprints of findings that nobody
    wants to see again and that came up in another process.
    """

    unit: Unit
    parts: Iterable[Part] = ()
    documents: tuple[Document, ...] = ()
    alignment: Alignment | None = None
    failures: list[RowFailure] = field(default_factory=list)
    met: frozenset[str] = frozenset()

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, in reading order."""
        for part in self.parts:
            yield from part.findings


def check_unit(
    unit: Unit, project: Project, *, broken: Note | None = None
) -> Result:
    """What an editor should look at in a unit, by the rules that hold for its path.

    *broken* is given the rows of a bitext that cannot be read, and the documents of it on which a
    check fails; without it they are raised. Raises FormatError for what cannot be read.
    """
    if unit.is_bitext:
        return Result(unit, _bitext_parts(unit, project, broken))
    stage("reading")
    documents = documents_of(unit)
    finder, codes = project.finder(unit.path), codes_of(unit.path, project)
    if len(documents) == 1:
        rules = project.settings.house_rules
        findings = check_document(
            documents[0], finder, codes=codes, rules=rules
        )
        part = Part(list(project.sieve(findings)))
        return Result(unit, (part,), documents)
    target, source = documents
    side: Side = "zh" if target.lang.startswith("zh") else "en"
    stage("aligning")
    alignment = aligned(target, source, unit)
    stage("checking")
    alone = alignment.segments(target=side, alone=True)
    segments = chain(alignment.front(target=side), alone)
    findings = check_segments(
        segments,
        finder,
        target=side,
        codes=codes,
        rules=project.settings.house_rules,
    )
    audible = unsuppressed(findings, target.text)
    return Result(
        unit, (Part(list(project.sieve(audible))),), documents, alignment
    )


def codes_of(path: str, project: Project) -> frozenset[str]:
    """The codes that are checked in a file."""
    rules = project.rules(path)
    return chosen_codes(
        rules.select, rules.ignore, project.settings.house_rules
    )


def check_codes(project: Project) -> None:
    """Raise NqptermsError where the settings name a code that no check has."""
    every: tuple[Settings | PathSettings, ...] = (
        project.settings,
        *project.settings.per_path,
    )
    for rules in every:
        severities = [code for code, _ in rules.severity]
        chosen_codes(
            rules.select,
            (*rules.ignore, *severities),
            project.settings.house_rules,
        )


def documents_of(unit: Unit) -> tuple[Document, ...]:
    """The text that is checked, then its source where there is one.

    Of a page with both languages the English text is the translation.
    """
    if unit.documents:
        return unit.documents
    if unit.source:
        target = read(unit.path, type=unit.type or None)
        return target, read(unit.source, type=unit.source_type or None)
    return read_either(unit.path, type=unit.type or None)[::-1]


def pair_of(unit: Unit) -> tuple[Document, Document]:
    """The Chinese document, then the English one; raises NqptermsError where one is missing."""
    if len(unit.documents) == 1 or not (unit.documents or unit.source):
        return read_page(unit.path, type=unit.type or None)
    target, source = documents_of(unit)
    return in_order(source, target)


def in_order(first: Document, second: Document) -> tuple[Document, Document]:
    """The Chinese document, then the English one; NqptermsError where both are in one language."""
    first_is_chinese = first.lang.startswith("zh")
    if first_is_chinese == second.lang.startswith("zh"):
        language = "Chinese" if first_is_chinese else "English"
        raise NqptermsError(
            f"{first.name} and {second.name} are both {language}: "
            "expected one Chinese and one English text"
        )
    return (first, second) if first_is_chinese else (second, first)


def aligned(one: Document, other: Document, unit: Unit) -> Alignment:
    """Two documents of a unit aligned to the sentence, whichever of them is the Chinese one."""
    return aligned_as_known(*in_order(one, other), unit, level="sentence")


def segments_of(
    unit: Unit, *, alone: bool = False, broken: Note | None = None
) -> Iterator[Segment]:
    """The segments of a unit; two documents are aligned on the way.

    A segment of a bitext that names no document gets the unit's name. With *alone* everything of
    the source comes, titles and what is still to be translated too; without it a text in one
    language raises NqptermsError.
    """
    if unit.is_bitext:
        for segment in _rows_of(unit, broken, untranslated=alone):
            yield segment if segment.doc else replace(segment, doc=unit.name)
        return
    if not alone:
        yield from aligned(*pair_of(unit), unit).segments()
        return
    documents = documents_of(unit)
    if len(documents) == 1:
        yield from lone_segments(documents[0])
    else:
        target, source = documents
        yield from _segments_of_source(target, source, unit)


def _segments_of_source(
    target: Document, source: Document, unit: Unit
) -> Iterator[Segment]:
    """Everything of a source, its titles first, beside the translation where there is one."""
    side: Side = "zh" if target.lang.startswith("zh") else "en"
    alignment = aligned(target, source, unit)
    rows = alignment.segments(target=side, alone=True)
    for segment in chain(alignment.front(target=side), rows):
        if segment.text("en" if side == "zh" else "zh"):
            yield segment


def _rows_of(
    unit: Unit, broken: Note | None, *, untranslated: bool = False
) -> Iterable[Segment]:
    """The segments of a bitext that are worked on, from its file or from memory."""
    segments = unit.segments
    if segments is None:
        leave_out = None if broken is None else partial(_note_broken, broken)
        segments = load_segments(
            unit.path,
            type=unit.type,
            broken=leave_out,
            untranslated=untranslated,
        )
    return filter(unit.states.admits, segments)


def _note_broken(note: Note, error: FormatError) -> None:
    note(error.line, error)


def _bitext_parts(
    unit: Unit, project: Project, broken: Note | None
) -> Iterator[Part]:
    """A bitext, document by document; the first segment of each says which side is checked."""
    # Here: a glossary that is broken is no fault of a row.
    finder = project.finder(unit.path)
    codes = codes_of(unit.path, project)
    house_rules = project.settings.house_rules
    segments = iter(_rows_of(unit, broken))
    first = list(islice(segments, MOST_ROWS + 1))
    is_short = len(first) <= MOST_ROWS  # then there is time to learn from it
    for _, document in groupby(
        chain(first, segments), key=lambda segment: segment.doc
    ):
        rows = list(document)
        try:
            findings = check_segments(
                rows,
                finder,
                target=rows[0].target,
                file=unit.path,
                codes=codes,
                has_time=is_short,
                rules=house_rules,
            )
        except Exception as error:
            if broken is None:
                raise
            broken(_line_of(rows[0]), error)
            findings = []
        yield Part(_with_fixed(project.sieve(findings), rows), rows)


def _with_fixed(
    findings: Iterable[Finding], rows: Sequence[Segment]
) -> list[Finding]:
    """The findings of some rows; those with a fix have the translation as it is with it."""
    by_number = {segment.row: segment for segment in rows}
    whole = []
    for finding in findings:
        row = (
            by_number.get(finding.segment)
            if finding.edits and finding.segment
            else None
        )
        if row is not None:
            mended = fixed(row.text(row.target), [finding])
            if mended != row.text(row.target):
                finding = replace(finding, fixed=mended)
        whole.append(finding)
    return whole


def _line_of(segment: Segment) -> int | None:
    """Where a segment stands: its line, or its number where the file has no lines."""
    anchors = segment.zh_anchors
    line = anchors[0].place.line if anchors else None
    return line or segment.row


def report_of(
    alignment: Alignment,
    findings: Sequence[Finding] | None,
    *,
    matcher: Matcher,
    target: Side = "en",
) -> str:
    """The report of an aligned pair as the text of one HTML file; findings None: not checked."""
    from nqpterms.report.page import render_report

    return render_report(alignment, findings, matcher, target=target)


def in_memory(result: Result) -> Result:
    """A Result whose parts can be gone through again, all of them in memory."""
    return replace(result, parts=tuple(result.parts))


def page_of(results: Sequence[Result], project: Project) -> str:
    """The HTML file that shows the findings of some texts.

    One text is shown alone, a translation beside its source, a bitext row by row, and several
    texts of one language as a comparison. The results are `in_memory` ones. Raises NqptermsError
    for any other company of texts.
    """
    if not shares_a_page(
        [result.unit for result in results]
    ) or not _is_comparable(results):
        raise NqptermsError(
            "one page shows one text, a pair, a bitext, or several texts of one language: for "
            "others name a folder, which gets a page for each and an index: "
            "--format html -o FOLDER"
        )
    matcher = project.matcher(results[0].unit.path)
    if len(results) > 1:
        from nqpterms.report.comparison import render_comparison

        findings = [list(result.findings) for result in results]
        return render_comparison(
            [r.documents[0] for r in results], findings, matcher
        )
    [result] = results
    if result.unit.is_bitext:
        return _page_of_bitext(result, matcher)
    alignment = result.alignment
    if alignment is None:
        from nqpterms.report.parts import one_text

        alignment = one_text(result.documents[0])
    side: Side = "zh" if result.documents[0].lang.startswith("zh") else "en"
    return report_of(
        alignment, list(result.findings), matcher=matcher, target=side
    )


def shares_a_page(units: Sequence[Unit]) -> bool:
    """Whether some units can stand on one page: a unit alone, or texts without a source."""
    return len(units) == 1 or not any(_stands_alone(unit) for unit in units)


def _stands_alone(unit: Unit) -> bool:
    """Whether a unit has two texts beside each other, and so no room for another one."""
    return unit.is_bitext or bool(unit.source) or len(unit.documents) > 1


def _is_comparable(results: Sequence[Result]) -> bool:
    """Whether results are one, or several texts alone in one language."""
    if len(results) == 1:
        return True
    languages = {
        result.documents[0].lang.startswith("zh") for result in results
    }
    return len(languages) == 1 and not any(
        result.alignment for result in results
    )


def _page_of_bitext(result: Result, matcher: Matcher) -> str:
    """The page of a bitext, the target that its first segment names beside the source."""
    from nqpterms.report.bitext_rows import BitextDocument, bitext_rows

    documents = [
        BitextDocument(part.segments, part.findings) for part in result.parts
    ]
    alignment, findings = bitext_rows(documents, result.unit.path)
    target: Side = documents[0].segments[0].target if documents else "en"
    return report_of(alignment, findings, matcher=matcher, target=target)
