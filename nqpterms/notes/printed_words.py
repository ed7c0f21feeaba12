"""Where the words of a finding are printed in a Word document.

Finding, PrintedText ──words_of_finding──▶ PrintedWords: the elements that print them
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter

from msgspec import Struct

from nqpterms.checks.quotes import word_before
from nqpterms.files.xml import Element, local_name
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding
from nqpterms.model.places import Place, Span
from nqpterms.readers.docx.word_document import PrintedLine, PrintedText

_LEFT_OUT = "O60"


class PrintedPiece(Struct, frozen=True):
    """Some signs of what an element prints: from one number to another, of all of them."""

    element: Element
    start: int
    end: int
    length: int


class PrintedWords(Struct, frozen=True):
    """The elements that print some words, in order; of words in a note its number and the words,
    and the element that is its mark in the body."""

    pieces: tuple[PrintedPiece, ...]
    note: str = ""
    text: str = ""

    @property
    def first(self) -> PrintedPiece:
        """Where the words begin."""
        return self.pieces[0]

    @property
    def last(self) -> PrintedPiece:
        """Where they end."""
        return self.pieces[-1]


def words_of_finding(
    finding: Finding, printed: PrintedText, whole: Iterable[Span] = ()
) -> PrintedWords | None:
    """What prints the words of a finding; None where nothing of the document does.

    Of a term that is missing they are its sentence, of what is left out the word before the gap.
    They reach over all of each *whole* span of which they hold a part.
    """
    span = _span_of(finding, printed)
    if span is None:
        return None
    for other in whole:
        if span.overlaps(other):
            span = Span(min(span.start, other.start), max(span.end, other.end))
    line = line_at(printed, span.start)
    if line is None:
        return None
    if line.mark is not None:
        text = one_line(span.of(printed.text)) if _has_words(finding) else ""
        return PrintedWords(
            (PrintedPiece(line.mark, 0, 1, 1),), line.note, text
        )
    pieces = pieces_of(span, printed) or pieces_of(_whole(line), printed)
    return PrintedWords(pieces) if pieces else None


def pieces_of(span: Span, printed: PrintedText) -> tuple[PrintedPiece, ...]:
    """The elements that print a span of the text, those of one paragraph or box alone."""
    pieces = list(_pieces(span, printed))
    if not pieces:
        return ()
    story = _story(pieces[0].element)
    return tuple(piece for piece in pieces if _story(piece.element) is story)


def line_at(printed: PrintedText, offset: int) -> PrintedLine | None:
    """The line of an offset of the text."""
    at = bisect_right(printed.lines, offset, key=attrgetter("offset")) - 1
    return printed.lines[at] if at >= 0 else None


def _pieces(span: Span, printed: PrintedText) -> Iterator[PrintedPiece]:
    at = max(
        0, bisect_right(printed.lines, span.start, key=attrgetter("offset")) - 1
    )
    for line in printed.lines[at:]:
        if line.offset >= span.end:
            return
        if line.mark is not None:
            continue
        begin = line.offset - line.skipped
        for bit in line.bits:
            start, end = (
                max(span.start - begin, 0),
                min(span.end - begin, len(bit.text)),
            )
            begin += len(bit.text)
            if bit.element is None or start >= end:
                continue
            yield _piece(bit.element, start, end, len(bit.text))


def _piece(element: Element, start: int, end: int, length: int) -> PrintedPiece:
    """A piece of a text; what prints other signs than its own is taken as a whole."""
    own = (
        (element.text or "").replace("\xad", "")
        if local_name(element) == "t"
        else ""
    )
    if len(own) != length:
        return PrintedPiece(element, 0, length, length)
    return PrintedPiece(element, start, end, length)


def _story(element: Element) -> Element | None:
    """The text box in which an element stands, if any."""
    return next(element.iterancestors("{*}txbxContent"), None)


def _whole(line: PrintedLine) -> Span:
    length = sum(len(bit.text) for bit in line.bits) - line.skipped
    return Span(line.offset, line.offset + length)


def _has_words(finding: Finding) -> bool:
    return bool(finding.span or finding.stands)


def _span_of(finding: Finding, printed: PrintedText) -> Span | None:
    """The span of the text that a finding is about."""
    if finding.span:
        return finding.span
    if finding.stands:
        return finding.stands.span
    offset = _offset(finding.place, printed)
    if offset is None:
        return _first_word(printed)
    line = line_at(printed, offset)
    if line is None:
        return None
    whole = _whole(line)
    if finding.code.startswith(_LEFT_OUT):
        word = word_before(whole.of(printed.text), offset - whole.start)
        return Span(whole.start + word.start, whole.start + word.end)
    quote = finding.target_quote
    end = offset + len(quote.text) if quote else whole.end
    if quote and printed.text[offset:end] == quote.text:
        return Span(offset, end)
    return Span(offset, whole.end)


def _first_word(printed: PrintedText) -> Span | None:
    """The first word of a document: for what has no place in it."""
    if not printed.lines:
        return None
    whole = _whole(printed.lines[0])
    word = word_before(whole.of(printed.text), 0)
    return Span(whole.start + word.start, whole.start + word.end)


def _offset(place: Place, printed: PrintedText) -> int | None:
    """The offset of a place; None where it has none."""
    if place.line is None or place.line > len(printed.starts):
        return None
    return printed.starts[place.line - 1] + (place.column or 1) - 1
