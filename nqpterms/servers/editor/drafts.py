"""What is open in an editor becomes a Unit, is checked, and its findings get their place in it.

    EditorDraft ──unit_of_draft──▶ Unit ──check_unit──▶ findings ──▶ CheckedDraft

A draft is checked as the command would check the file if it were saved: alone, beside its source,
or row by row where it is a bitext.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.edits import RawText
from nqpterms.files.remarks import overhearing
from nqpterms.files.xml import declared_encoding
from nqpterms.formats.bitext_formats import is_bitext, load_segments
from nqpterms.formats.term_bases import is_table_of_terms
from nqpterms.model.alignment import Segment, Side, lone_segments
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.readers.reading import is_text, read, read_buffer
from nqpterms.run.inputs import Unit
from nqpterms.run.one import Result, RowFailure, check_codes, check_unit
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_positions import TextLines

_EMPTY = "holds no text"
_XLIFF = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
_CELLS_OF_LINES = (".tsv", ".csv")


class EditorDraft(Struct, frozen=True):
    """A text as it stands in an editor, and the text of which it is the translation.

    `path` is its file, `type` its kind where the suffix does not say it. `source` is the file of
    the source, "" where it is checked alone, and `source_text` what stands in it where the editor
    has it open too.
    """

    path: str
    text: str
    type: str = ""
    source: str = ""
    source_text: str | None = None


class PlacedFinding(Struct, frozen=True):
    """A finding with the range of the file's text that it is about; an empty one is a place.

    Of a bitext `pieces` spell the translation in the file, as XML where `is_xml`.
    """

    finding: Finding
    span: Span
    pieces: tuple[RawText, ...] = ()
    is_xml: bool = False


class CheckedDraft(Struct, frozen=True):
    """A draft with what was found in it.

    `segments` are those that were checked, in the order of the target; `side` is the language that
    is the translation. `source_text` is that in which places of the source count. Of a bitext
    `cells` has what spells each translation, by the number of its segment. `failures` say what
    could not be read.
    """

    draft: EditorDraft
    findings: tuple[PlacedFinding, ...] = ()
    segments: tuple[Segment, ...] = ()
    side: Side = "en"
    source_text: str = ""
    cells: dict[int | None, tuple[RawText, ...]] = field(default_factory=dict)
    failures: tuple[RowFailure, ...] = ()


def is_draft(path: str | Path) -> bool:
    """Whether a file is of a kind that is checked in an editor.

    >>> is_draft("draft.md"), is_draft("memory.xlf"), is_draft("report.docx")
    (True, True, False)
    """
    return is_text(path) or Path(path).suffix.lower() in (
        *_XLIFF,
        *_CELLS_OF_LINES,
    )


def check_draft(shelf: ProjectShelf, draft: EditorDraft) -> CheckedDraft:
    """A draft with its findings, those that the command has for the file as it stands there."""
    if not draft.text.strip():
        return CheckedDraft(draft)
    failures: list[RowFailure] = []

    def note(row: int | None, error: Exception) -> None:
        failures.append(_failure(draft, error, row))

    try:
        with overhearing():
            project = shelf.of(draft.path)
            check_codes(project)
            unit = unit_of_draft(draft, broken=failures)
            result = check_unit(unit, project, broken=note)
            return _checked(draft, result, failures)
    except NqptermsError as error:
        if isinstance(error, FormatError) and error.message == _EMPTY:
            return CheckedDraft(draft)
        return CheckedDraft(draft, failures=(*failures, _failure(draft, error)))


def unit_of_draft(
    draft: EditorDraft, *, broken: list[RowFailure] | None = None
) -> Unit:
    """A draft as something to be checked. Raises FormatError for what cannot be read.

    The rows of a bitext that are broken are left out, and said in *broken*.
    """
    name = Path(draft.path).name
    if is_bitext(draft.path):
        return Unit(name, draft.path, segments=_segments_of(draft, broken))
    documents = read_buffer(draft.text, name=draft.path, type=draft.type)[::-1]
    if draft.source and len(documents) == 1:
        source = source_of(draft)
        if source.lang.startswith("zh") != documents[0].lang.startswith("zh"):
            documents = (documents[0], source)
    return Unit(name, draft.path, documents=documents)


def source_of(draft: EditorDraft) -> Document:
    """The source of a draft, from its file or as it stands in the editor."""
    if draft.source_text is not None and is_text(draft.source):
        return read_buffer(draft.source_text, name=draft.source)[0]
    return read(draft.source)


def _segments_of(
    draft: EditorDraft, broken: list[RowFailure] | None
) -> list[Segment]:
    """The segments of a bitext that may not be saved yet."""

    def leave_out(error: FormatError) -> None:
        if broken is not None:
            broken.append(_failure(draft, error, error.line))

    with tempfile.TemporaryDirectory(prefix="nqpterms-") as folder:
        path = _draft_file(draft, Path(folder))
        if is_table_of_terms(path):
            return []
        return list(load_segments(path, broken=leave_out))


def _draft_file(draft: EditorDraft, folder: Path) -> Path:
    """A draft in a file of its own, in the encoding that it declares."""
    path = folder / Path(draft.path).name
    data = draft.text.encode("utf-8", "surrogatepass")
    encoding = (
        declared_encoding(data, str(path)) if _is_xliff(draft) else "utf-8"
    )
    with suppress(
        LookupError, UnicodeError
    ):  # whoever reads it says what is wrong
        data = draft.text.encode(encoding)
    path.write_bytes(data)
    return path


def _is_xliff(draft: EditorDraft) -> bool:
    return Path(draft.path).suffix.lower() in _XLIFF


def _failure(
    draft: EditorDraft, error: Exception, row: int | None = None
) -> RowFailure:
    """What could not be read, in a line; of another file (settings, a source) with its name."""
    if not isinstance(error, FormatError):
        return RowFailure(row, str(error))
    if (
        error.path is not None
        and Path(error.path).name != Path(draft.path).name
    ):
        return RowFailure(None, str(error))
    return RowFailure(row or error.line, error.message)


# -- from a result to places in the text --------------------------------------------------------


def _checked(
    draft: EditorDraft, result: Result, failures: list[RowFailure]
) -> CheckedDraft:
    """The result of a draft with the place of each finding."""
    findings = list(result.findings)  # this fills the failures of a bitext
    unit = result.unit
    cells: dict[int | None, tuple[RawText, ...]] = {}
    if unit.is_bitext:
        segments = tuple(unit.segments or ())
        cells = dict(_pieces_of_rows(draft, segments))
        placed = _placed_in_cells(draft, findings, cells)
    else:
        segments = tuple(segments_of_result(result))
        placed = [
            placed_in_text(draft.text, finding, segments)
            for finding in findings
        ]
    side: Side = segments[0].target if segments else "en"
    source_text = result.documents[1].text if result.alignment else ""
    return CheckedDraft(
        draft,
        findings=tuple(placed),
        segments=segments,
        side=side,
        source_text=source_text,
        cells=cells,
        failures=tuple(failures),
    )


def segments_of_result(result: Result) -> Iterator[Segment]:
    """The segments that were checked of a text, or of a pair, as `check_unit` has them."""
    target = result.documents[0]
    side: Side = "zh" if target.lang.startswith("zh") else "en"
    if result.alignment is None:
        for segment in lone_segments(target):
            yield replace(segment, target=side)
        return
    front = result.alignment.front(target=side)
    yield from chain(front, result.alignment.segments(target=side, alone=True))


def placed_in_text(
    text: str, finding: Finding, segments: Sequence[Segment]
) -> PlacedFinding:
    """Where a finding stands in a text: its words, what stands in their place, or its sentence."""
    span = finding.span or (finding.stands.span if finding.stands else None)
    if span is None:
        span = _sentence_of(text, finding, segments)
    span = Span(min(span.start, len(text)), min(span.end, len(text)))
    return PlacedFinding(finding, span)


def _sentence_of(
    text: str, finding: Finding, segments: Sequence[Segment]
) -> Span:
    """The sentence in which something is missing, or the word before the gap; else the line."""
    if not finding.place.line:
        return Span(0, 0)
    lines = TextLines(text)
    start = (
        lines.start(finding.place.line - 1) + (finding.place.column or 1) - 1
    )
    quote = finding.target_quote
    for segment in segments:
        side = segment.target
        sentence = segment_span(segment, side)
        if sentence is None or not sentence.start <= start <= sentence.end:
            continue
        if (
            quote is None
            or quote.text != segment.text(side)
            or quote.span.start >= quote.span.end
        ):
            return sentence
        first = segment.locate(side, quote.span.start).offset
        return Span(first, segment.locate(side, quote.span.end - 1).offset + 1)
    return _whole_line(lines, finding.place.line)


def segment_span(segment: Segment, side: Side) -> Span | None:
    """The stretch of its file in which one side of a segment stands; None where it is empty."""
    text = segment.text(side)
    if not text:
        return None
    start = segment.locate(side, 0).offset
    return Span(start, segment.locate(side, len(text) - 1).offset + 1)


def _placed_in_cells(
    draft: EditorDraft,
    findings: Sequence[Finding],
    cells: Mapping[int | None, tuple[RawText, ...]],
) -> list[PlacedFinding]:
    """The findings of a bitext with the ranges of its file that spell what they are about."""
    lines = TextLines(draft.text)
    placed = []
    for finding in findings:
        pieces = cells.get(finding.segment)
        span = finding.span or (finding.stands.span if finding.stands else None)
        if pieces:
            whole = Span(0, sum(len(piece.text) for piece in pieces))
            place = raw_span(pieces, span or whole)
            placed.append(
                PlacedFinding(finding, place, pieces, _is_xliff(draft))
            )
        else:
            placed.append(
                PlacedFinding(finding, _whole_line(lines, finding.place.line))
            )
    return placed


def _whole_line(lines: TextLines, number: int | None) -> Span:
    """A line from its first character to its last, by its number from 1."""
    line = (number or 1) - 1
    return Span(lines.start(line), lines.start(line) + len(lines.line(line)))


def _pieces_of_rows(
    draft: EditorDraft, segments: Sequence[Segment]
) -> Iterator[tuple[int | None, tuple[RawText, ...]]]:
    """The number of each segment with the pieces of the file that spell its translation.

    A segment whose translation is not spelt there as it is read has none.
    """
    if _is_xliff(draft):
        pieces_in_order = _xliff_pieces(draft)
    else:
        pieces_in_order = list(_cell_pieces(draft, segments))
    if len(pieces_in_order) != len(segments):
        return
    for segment, pieces in zip(segments, pieces_in_order, strict=True):
        if "".join(piece.text for piece in pieces) == segment.text(
            segment.target
        ):
            yield segment.row, pieces


def _xliff_pieces(draft: EditorDraft) -> list[tuple[RawText, ...]]:
    """The translations of an XLIFF file in its own characters; none where they are not told."""
    from nqpterms.formats.bitexts.in_place import raw_translations
    from nqpterms.formats.bitexts.xliff import targets

    with tempfile.TemporaryDirectory(prefix="nqpterms-") as folder:
        try:
            return raw_translations(_draft_file(draft, Path(folder)), targets)
        except FormatError:
            return []


def _cell_pieces(
    draft: EditorDraft, segments: Iterable[Segment]
) -> Iterator[tuple[RawText, ...]]:
    """The cell of each translation in a table of lines; none of a cell that is spelt otherwise."""
    lines = TextLines(draft.text)
    for segment in segments:
        text = segment.text(segment.target)
        place = segment.locate(segment.target, 0).place
        line = (place.line or 1) - 1
        start = lines.start(line) + (place.column or 1) - 1
        if not place.column or draft.text[start : start + len(text)] != text:
            start = draft.text.find(
                text, lines.start(line), lines.start(line + 1)
            )
        yield (RawText(start, start + len(text), text),) if start >= 0 else ()


def raw_span(pieces: Sequence[RawText], span: Span) -> Span:
    """The range of a file that spells a span of a text in pieces.

    >>> raw_span([RawText(5, 7, "a "), RawText(10, 15, "&"), RawText(15, 17, " b")], Span(2, 4))
    Span(start=10, end=16)
    """
    at = 0
    start = end = pieces[0].start
    is_begun = False
    for piece in pieces:
        size = len(piece.text)
        is_even = piece.end - piece.start == size
        low, high = max(span.start, at), min(span.end, at + size)
        if low < high:
            if not is_begun:
                start = piece.start + (low - at if is_even else 0)
                is_begun = True
            end = piece.start + high - at if is_even else piece.end
        at += size
    return Span(start, end)
