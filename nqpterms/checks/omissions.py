"""O601 to O607: what is left out, what is added, and what is not translated.

One omission takes the place of all that other checks miss inside it: `without_what_is_inside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from nqpterms.checks.left_out import OneSided, RowSpan, left_out
from nqpterms.checks.view import Check, DocumentView, around, has_words, in_file
from nqpterms.lang.chinese import HAN, count_han, has_han, simplified
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.model.alignment import Side, other_side
from nqpterms.model.findings import NOWHERE, Finding, Standing
from nqpterms.model.places import Place, Span
from nqpterms.renderings.rows import Row

_QUOTED: dict[Side, int] = {
    "zh": 24,
    "en": 60,
}  # code points of a text that a message quotes
_MOSTLY = 0.5  # share of empty targets from which a bitext is unfinished
_HAN_RUN = re.compile(rf"[{HAN}][{HAN}，、；：。]*")
_LATIN_RUN = re.compile(r"[a-z]{2,}(?:[ ,;'’-]+[A-Za-z]+){4,}")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_EDGE_SIGNS = re.compile(r"^[^\w《“「]+|[^\w》”」]+$")
_QUOTE = re.compile(
    r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|《[^》]*》|「[^」]*」|[(（][^()（）]*[)）]"
)
_LEFT_HAN = 4  # characters of a stretch of Chinese that an English text does not hold by itself
_SENTENCE = 3  # English words that are more than a name
_LEAST_WORDS: dict[Side, int] = {
    "zh": 6,
    "en": 4,
}  # characters or words of a translation that repeats by no chance
_ALIKE = 0.4  # share of pairs of characters from which two sources say nearly the same


def _o601(view: DocumentView) -> Iterator[Finding]:
    """A sentence of the source is left out."""
    for stretch in view.once(left_out).omissions:
        if not stretch.is_whole:
            yield _omission(
                "O601", "a sentence of the source is left out", stretch
            )


def _o602(view: DocumentView) -> Iterator[Finding]:
    """A paragraph, heading, list item or note of the source is left out."""
    for stretch in view.once(left_out).omissions:
        if stretch.is_whole:
            yield _omission(
                "O602", f"{_what(stretch)} of the source is left out", stretch
            )


def _o603(view: DocumentView) -> Iterator[Finding]:
    """The translation says what nothing in the source says."""
    for stretch in view.once(left_out).additions:
        yield _addition(stretch)


def _o604(view: DocumentView) -> Iterator[Finding]:
    """A segment of a bitext has no translation."""
    pairs = [
        row
        for row in view.rows
        if row.segment.row is not None and row.source_text.strip()
    ]
    empty = [row for row in pairs if not row.text.strip()]
    if len(empty) > 1 and len(empty) > _MOSTLY * len(pairs):
        message = f"{len(empty)} of {len(pairs)} segments are not translated"
        yield _of_row("O604", message, empty[0])
        return
    for row in empty:
        quoted = _quoted(row.source_text, other_side(row.side))
        yield _of_row("O604", f"the segment is not translated: {quoted}", row)


def _o605(view: DocumentView) -> Iterator[Finding]:
    """A translation is left in the language of the source, wholly or in part."""
    for row in view.rows:
        if (
            not row.source_text
            or not row.text
            or row.segment.kind == "reference"
        ):
            continue
        for span in _untranslated(row):
            if has_words(row, span) and not _is_missing_term(row, span):
                yield _left_untranslated(row, span)


def _o606(view: DocumentView) -> Iterator[Finding]:
    """A translation repeats that of another source."""
    first: dict[str, Row] = {}
    repeatable_text = view.by_texts(_repeatable_text)
    for number, row in enumerate(view.rows):
        text = repeatable_text(number)
        if not text:
            continue
        earlier = first.setdefault(text, row)
        is_same = earlier.source_text == row.source_text
        if not is_same and not _are_alike(earlier.source_text, row.source_text):
            quoted = _quoted(earlier.source_text, other_side(row.side))
            yield _of_row(
                "O606",
                f"the translation is that of another source: {quoted}",
                row,
            )


def _o607(view: DocumentView) -> Iterator[Finding]:
    """A large part of the source, or its begin or end, has no translation."""
    for stretch in view.once(left_out).gaps:
        yield _omission(
            "O607", "a large part of the source has no translation", stretch
        )


def without_what_is_inside(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those on terms and numbers inside what is left out or added."""
    wide_by_segment: dict[int | None, list[Finding]] = {}
    for finding in findings:
        if finding.code.startswith("O"):
            wide_by_segment.setdefault(finding.segment, []).append(finding)
    outside = []
    for finding in findings:
        wide = wide_by_segment.get(finding.segment, ())
        if not any(_is_inside(finding, omission) for omission in wide):
            outside.append(finding)
    return outside


def _is_inside(finding: Finding, wide: Finding) -> bool:
    """Whether a missing term, or a number of one side, stands in the text of a wide finding of
    its segment.

    A term of the source is missing whether or not what stands in its place has been added.
    """
    if wide.source_span:
        if not finding.code.startswith(("T201", "T202", "N")):
            return False
        return _holds(wide.source_span, finding.source_span)
    return finding.code.startswith("N") and _holds(wide.span, finding.span)


def _holds(wide: Span | None, inner: Span | None) -> bool:
    """Whether one span lies in another; no span lies nowhere."""
    if wide is None or inner is None:
        return False
    return wide.start <= inner.start and inner.end <= wide.end


# --- findings ---


def _omission(code: str, what: str, stretch: OneSided) -> Finding:
    """The finding that a stretch of the source has no translation, at the gap it leaves."""
    row, span = stretch.first
    side = other_side(row.side)
    start = in_file(row, span, source=True).start
    end = in_file(*stretch.last, source=True).end
    place = (
        _end_of(stretch.gap) if stretch.gap else _start_of(stretch.following)
    )
    text = span.of(row.source_text)
    return Finding(
        code,
        "warning",
        f"{what}: {_quoted(text, side)}{_between(stretch)}",
        file=row.segment.doc,
        place=place,
        segment=row.segment.row,
        unit="" if row.segment.row is None else row.segment.id,
        source_span=Span(start, end),
        group=f"{code}:{text}",
        context=one_line(text),
    )


def _addition(stretch: OneSided) -> Finding:
    """The finding that a stretch of the translation has no source."""
    row, span = stretch.first
    text = span.of(row.text)
    where = in_file(row, span)
    if stretch.last == stretch.first:
        whole = where
    else:
        whole = Span(where.start, in_file(*stretch.last).end)
    return Finding(
        "O603",
        "info",
        f"nothing in the source says this: {_quoted(text, row.side)}",
        file=row.segment.doc,
        place=row.segment.locate(row.side, span.start).place,
        segment=row.segment.row,
        unit="" if row.segment.row is None else row.segment.id,
        matched=text,
        span=whole,
        stands=Standing(text, whole),
        group=f"O603:{text}",
        context=one_line(text),
    )


def _of_row(code: str, message: str, row: Row) -> Finding:
    """A finding about the translation of a row."""
    return Finding(
        code,
        "warning",
        message,
        file=row.segment.doc,
        place=row.segment.locate(row.side, 0).place,
        segment=row.segment.row,
        unit="" if row.segment.row is None else row.segment.id,
        source_span=in_file(row, Span(0, len(row.source_text)), source=True),
        group=f"{code}:{row.source_text}",
        context=one_line(row.source_text),
    )


def _left_untranslated(row: Row, span: Span) -> Finding:
    """The finding that a span of the translation is text of the source, with its place there."""
    text = span.of(row.text)
    is_all = text.strip() == row.text.strip()
    what = "the translation" if is_all else "a part of the translation"
    message = f"{what} is left in the language of the source: {_quoted(text, other_side(row.side))}"
    whole = _of_row("O605", message, row)
    at = row.source_text.find(text)
    copied = (
        in_file(row, Span(at, at + len(text)), source=True) if at >= 0 else None
    )
    return replace(
        whole,
        place=row.segment.locate(row.side, span.start).place,
        source_span=whole.source_span if is_all else copied,
        matched=text,
        span=in_file(row, span),
        context=around(row.text, span),
        stands=Standing(text, in_file(row, span)),
    )


def _what(stretch: OneSided) -> str:
    """What a whole passage is, with its article."""
    kind = stretch.first.row.segment.kind
    if stretch.passages > 1:
        return (
            "a section"
            if kind == "heading"
            else f"a run of {stretch.passages} passages"
        )
    return f"an {kind}" if kind == "entry" else f"a {kind}"


def _between(stretch: OneSided) -> str:
    """Where nothing stands for a stretch, in words of the translation."""
    side = stretch.first.row.side
    before = _tail(stretch.gap, side) if stretch.gap else ""
    behind = _head(stretch.following, side) if stretch.following else ""
    if before and behind:
        return f"; nothing stands for it between {before} and {behind}"
    if before:
        return f"; the translation ends with {before}"
    return f"; the translation begins with {behind}" if behind else ""


def _head(sentence: RowSpan, side: Side) -> str:
    """The first words of a sentence of the translation."""
    return _quoted(sentence.span.of(sentence.row.text), side)


def _tail(sentence: RowSpan, side: Side) -> str:
    """The last words of a sentence of the translation."""
    text = one_line(sentence.span.of(sentence.row.text)).strip()
    size = _QUOTED[side] // 2
    if len(text) <= size:
        return f"“{text}”"
    end = text[-size:]
    return (
        f"“… {end.partition(' ')[2] or end}”" if side == "en" else f"“…{end}”"
    )


def _quoted(text: str, side: Side) -> str:
    """A text in quotation marks, a long one cut behind a word."""
    text = one_line(text).strip()
    size = _QUOTED[side]
    if len(text) <= size:
        return f"“{text}”"
    start = text[:size]
    return (
        f"“{start.rpartition(' ')[0] or start} …”"
        if side == "en"
        else f"“{start}…”"
    )


def _end_of(gap: RowSpan) -> Place:
    """The last character of what stands before a gap."""
    return gap.row.segment.locate(gap.row.side, gap.span.end - 1).place


def _start_of(following: RowSpan | None) -> Place:
    if following is None:
        return NOWHERE
    return following.row.segment.locate(
        following.row.side, following.span.start
    ).place


# --- what a single row shows ---


def _untranslated(row: Row) -> list[Span]:
    """The stretches of a translation that are still in the language of its source."""
    if row.side == "en":
        return _left_in_chinese(row.text)
    return _left_in_english(row)


def _is_missing_term(row: Row, span: Span) -> bool:
    """Whether a span is a term that nothing else renders: T201 says so, and what is expected.

    The mark of a heading or a list before it, and a sign behind it, are no part of the term.
    """
    text = _EDGE_SIGNS.sub("", span.of(row.text))
    for place in row.source_terms:
        if place.span.of(row.source_text) == text:
            return place.concepts.isdisjoint(row.rendered)
    return False


def _left_in_chinese(text: str) -> list[Span]:
    """The whole of an English text that is Chinese, or what of it is, quotations left out."""
    if text.isascii() or not _HAN_RUN.search(text):
        return []
    if not _LATIN_WORD.search(text):
        return [Span(0, len(text))]
    blotted = _blotted(text)
    runs = [Span(*run.span()) for run in _HAN_RUN.finditer(blotted)]
    return [run for run in runs if count_han(run.of(text)) >= _LEFT_HAN]


def _left_in_english(row: Row) -> list[Span]:
    """The whole of a Chinese text that is the English of its source, or the words it copies."""
    source = fold(row.source_text)
    words = _LATIN_WORD.findall(row.text)
    if (
        len(words) >= _SENTENCE
        and fold(row.text) == source
        and not has_han(row.text)
    ):
        return [Span(0, len(row.text))]
    blotted = _blotted(row.text)
    copied = [Span(*run.span()) for run in _LATIN_RUN.finditer(blotted)]
    return [run for run in copied if fold(run.of(row.text)) in source]


def _blotted(text: str) -> str:
    """A text of the same length without what stands in brackets or quotation marks."""
    return _QUOTE.sub(lambda quote: "\0" * len(quote[0]), text)


def _repeatable_text(row: Row) -> str:
    """The translation of a row as it is compared with others; "" where that would tell nothing."""
    return (
        fold(one_line(row.text))
        if row.source_text and _is_long_enough(row)
        else ""
    )


def _is_long_enough(row: Row) -> bool:
    """Whether a translation has so many words that it repeats another by no chance."""
    if row.side == "zh":
        return count_han(row.text) >= _LEAST_WORDS["zh"]
    return len(_LATIN_WORD.findall(row.text)) >= _LEAST_WORDS["en"]


def _are_alike(one: str, two: str) -> bool:
    """Whether two sources say nearly the same, by the pairs of characters that they share.

    >>> _are_alike("会议结束。", "会议已结束。"), _are_alike("会议结束。", "关闭工厂。")
    (True, False)
    """
    left, right = _pairs_of(one), _pairs_of(two)
    if not left or not right:
        return True
    return len(left & right) >= _ALIKE * min(len(left), len(right))


def _pairs_of(text: str) -> set[str]:
    """Each two characters that stand side by side, signs left out."""
    signs = [sign for sign in fold(simplified(text)) if sign.isalnum()]
    return {one + two for one, two in pairwise(signs)}


CHECKS = (
    Check("O601", "warning", "source", _o601),
    Check("O602", "warning", "source", _o602),
    Check("O603", "info", "source", _o603),
    Check("O604", "warning", "source", _o604),
    Check("O605", "warning", "source", _o605),
    Check("O606", "warning", "source", _o606),
    Check("O607", "warning", "source", _o607),
)
