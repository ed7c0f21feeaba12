"""What one text says and the other does not: sentences, paragraphs, headings, notes.

    DocumentView ──left_out──▶ LeftOut(omissions, additions, gaps)

An aligned pair has its sentences in beads already. A row of a bitext is as good as a paragraph: its
sentences are aligned here, and one that was left out stands alone or brings nothing to its bead
(`aligner/unanswered.py`). Where much is missing the translation is an excerpt, or unfinished: that
is one thing to know and not a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from nqpterms.checks.view import DocumentView
from nqpterms.lang.prose import find_non_prose
from nqpterms.lang.sentences import split_sentences
from nqpterms.model.alignment import Side, other_side
from nqpterms.model.non_prose import without_wordless
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row

if TYPE_CHECKING:
    from nqpterms.aligner.sentence_beads import SentenceBead

_EXCERPT = 0.3  # share of the source without partner from which the translation is an excerpt
_FEWEST = 10  # sentences of a source from which a share tells something
_RUN = 5  # passages one behind the other that are one gap, and sentences that are a cut end
_SHORTER = 0.75  # of the usual length; in a long bitext only rows so short are looked into
# No running text: a title and its translation need not agree.
_APART = ("title", "contents")


class RowSpan(NamedTuple):
    """Some text of one side of a row."""

    row: Row
    span: Span


class OneSided(Struct, frozen=True):
    """What stands on one side alone: from the start of `first` to the end of `last`.

    Mostly both are one. `gap` is the sentence of the other side behind which it would stand,
    `following` the one before which it would. `is_whole`: it is all that an aligned text has in
    one place, a paragraph, a heading, a note, or `passages` of them.
    """

    first: RowSpan
    last: RowSpan
    gap: RowSpan | None
    following: RowSpan | None
    is_whole: bool
    passages: int


class LeftOut(Struct, frozen=True):
    """What has no translation, what has no source, and large parts that have no translation."""

    omissions: tuple[OneSided, ...] = ()
    additions: tuple[OneSided, ...] = ()
    gaps: tuple[OneSided, ...] = ()


class PlacedSentence(NamedTuple):
    """A sentence by the number of its row, its span on one side of it, and its bead's number."""

    row: int
    span: Span
    bead: int


class PlacedBead(NamedTuple):
    """The sentences of a bead with their places."""

    source: tuple[PlacedSentence, ...]
    target: tuple[PlacedSentence, ...]
    confidence: float


def left_out(view: DocumentView) -> LeftOut:
    """What the translation leaves out, and what it adds, in reading order."""
    pair = SentencePair.of(view)
    if all(len(bead.source) == len(bead.target) == 1 for bead in pair.beads):
        return LeftOut()
    if not any(bead.source and bead.target for bead in pair.beads):
        return LeftOut()
    alone = [
        sentence
        for bead in pair.beads
        if not bead.target
        for sentence in bead.source
    ]
    if _is_much(alone, of=[bead.source for bead in pair.beads]):
        return LeftOut(gaps=(pair.stretch(alone),))
    ends = [end for end in pair.cut_ends() if end]
    apart = {sentence for end in ends for sentence in end}
    omitted, added = pair.unanswered()
    if _is_much(added, of=[bead.target for bead in pair.beads]):
        added = []  # another text, which has a translation in it
    return LeftOut(
        tuple(pair.stretches([s for s in omitted if s not in apart])),
        tuple(pair.stretches(added, is_source=False)),
        tuple(pair.stretch(end) for end in ends),
    )


class SentencePair(Struct, frozen=True):
    """The sentences of both sides of a document, in beads."""

    rows: Sequence[Row]
    beads: list[PlacedBead]

    @classmethod
    def of(cls, view: DocumentView) -> SentencePair:
        """The sentences of a document; rows that have nothing to align are beads as they are."""
        shortest = 0.0 if view.has_time else _usual_length(view.rows) * _SHORTER
        beads: list[PlacedBead] = []
        beads_in = view.by_texts(lambda row: list(_beads_in(row, shortest)))
        for number in range(len(view.rows)):
            for bead in beads_in(number):
                beads.append(_placed(bead, number, len(beads)))
        return cls(view.rows, beads)

    def cut_ends(self) -> list[list[PlacedSentence]]:
        """The sentences at the begin and at the end of the source, if many have no partner."""
        begin = [*takewhile(_is_source_alone, self.beads)]
        end = [*takewhile(_is_source_alone, reversed(self.beads))]
        ends = []
        for beads in (begin, end[::-1]):
            sentences = [sentence for bead in beads for sentence in bead.source]
            ends.append(sentences if len(sentences) >= _RUN else [])
        return ends

    def sentence_beads(self) -> list[SentenceBead]:
        """The texts of the beads, as the aligner takes them."""
        from nqpterms.aligner.sentence_beads import SentenceBead  # with numpy

        beads = []
        for bead in self.beads:
            source = self._texts(bead.source, is_source=True)
            target = self._texts(bead.target, is_source=False)
            is_to_chinese = self.target == "zh"
            zh, en = (target, source) if is_to_chinese else (source, target)
            beads.append(SentenceBead(zh, en, bead.confidence))
        return beads

    @property
    def target(self) -> Side:
        """The language of the translation."""
        return self.rows[0].side

    def unanswered(self) -> tuple[list[PlacedSentence], list[PlacedSentence]]:
        """The sentences of the source that nothing answers, and those of the translation."""
        from nqpterms.aligner.unanswered import find_unanswered

        omitted: list[PlacedSentence] = []
        added: list[PlacedSentence] = []
        source = other_side(self.target)
        for unanswered in find_unanswered(self.sentence_beads(), source=source):
            bead = self.beads[unanswered.bead]
            if unanswered.side == source:
                omitted.append(bead.source[unanswered.number])
            else:
                added.append(bead.target[unanswered.number])
        return omitted, added

    def stretches(
        self, sentences: Sequence[PlacedSentence], *, is_source: bool = True
    ) -> Iterator[OneSided]:
        """The sentences as stretches: those that follow each other in a row are one, and so are
        many passages one behind the other."""
        run: list[list[PlacedSentence]] = []
        for part in self._parts(sentences, is_source=is_source):
            is_next = run and part[0].row == run[-1][0].row + 1
            if run and not (
                is_next and self._is_whole(part) and self._is_whole(run[-1])
            ):
                yield from self._of_run(run, is_source=is_source)
                run = []
            run.append(part)
        yield from self._of_run(run, is_source=is_source)

    def stretch(
        self, sentences: Sequence[PlacedSentence], *, is_source: bool = True
    ) -> OneSided:
        """The stretch from the first to the last of some sentences."""
        first, last = sentences[0], sentences[-1]
        if first.row == last.row:
            whole = RowSpan(
                self.rows[first.row], Span(first.span.start, last.span.end)
            )
            ends = whole, whole
        else:
            ends = self._row_span(first), self._row_span(last)
        before, behind = self._gap(first.bead, last.bead, is_source=is_source)
        return OneSided(
            *ends,
            before,
            behind,
            is_whole=self._is_whole(sentences),
            passages=len({sentence.row for sentence in sentences}),
        )

    def _gap(
        self, first: int, last: int, *, is_source: bool
    ) -> tuple[RowSpan | None, RowSpan | None]:
        """The sentences across before and behind some beads, by the numbers of these."""
        across = [
            bead.target if is_source else bead.source for bead in self.beads
        ]
        before = [bead[-1] for bead in across[: first + 1] if bead]
        behind = [bead[0] for bead in across[last + 1 :] if bead]
        return (
            self._row_span(before[-1]) if before else None,
            self._row_span(behind[0]) if behind else None,
        )

    def _of_run(
        self, run: Sequence[list[PlacedSentence]], *, is_source: bool
    ) -> Iterator[OneSided]:
        """A section, or a long run of passages, as one; the parts of a short run each alone."""
        is_section = (
            len(run) > 1 and self.rows[run[0][0].row].segment.kind == "heading"
        )
        if is_section or len(run) >= _RUN:
            yield self.stretch(
                [s for part in run for s in part], is_source=is_source
            )
            return
        for part in run:
            yield self.stretch(part, is_source=is_source)

    def _parts(
        self, sentences: Sequence[PlacedSentence], *, is_source: bool
    ) -> Iterator[list[PlacedSentence]]:
        """The sentences that follow each other in one row, together."""
        part: list[PlacedSentence] = []
        for sentence in sentences:
            if part:
                row = self.rows[sentence.row]
                text = row.source_text if is_source else row.text
                between = text[part[-1].span.end : sentence.span.start]
                if part[-1].row != sentence.row or between.strip():
                    yield part
                    part = []
            part.append(sentence)
        if part:
            yield part

    def _is_whole(self, sentences: Sequence[PlacedSentence]) -> bool:
        """Whether sentences are all that stands in their row, a paragraph or the like."""
        row = self.rows[sentences[0].row]
        if not row.segment.kind or (row.text and row.source_text):
            return False
        text = row.text or row.source_text
        length = sum(
            s.span.end - s.span.start
            for s in sentences
            if s.row == sentences[0].row
        )
        return length >= len("".join(text.split()))

    def _row_span(self, sentence: PlacedSentence) -> RowSpan:
        return RowSpan(self.rows[sentence.row], sentence.span)

    def _texts(
        self, sentences: Sequence[PlacedSentence], *, is_source: bool
    ) -> tuple[str, ...]:
        """What sentences of one side say."""
        texts = []
        for sentence in sentences:
            row = self.rows[sentence.row]
            text = row.source_text if is_source else row.text
            texts.append(sentence.span.of(text))
        return tuple(texts)


class _InnerBead(NamedTuple):
    """A bead inside a row: the spans of its sentences."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    confidence: float


def _beads_in(row: Row, shortest: float) -> Iterator[_InnerBead]:
    """The beads of a row; none where it has nothing to say or is not looked into.

    *shortest* is the length, in characters of the source, from which a row of a bitext is whole.
    """
    is_of_bitext = row.segment.row is not None
    if row.segment.kind in _APART or (
        is_of_bitext and not (row.text and row.source_text)
    ):
        return
    if not (_has_words(row, row.side) or _has_words(row, other_side(row.side))):
        return
    if shortest and len(row.text) >= shortest * len(row.source_text):
        return
    source = tuple(split_sentences(row.source_text, other_side(row.side)))
    target = tuple(split_sentences(row.text, row.side))
    if is_of_bitext and len(source) + len(target) > 2:
        yield from _aligned_inside(row, source, target)
    elif source and target:
        yield _InnerBead(source, target, row.segment.confidence)
    else:
        for span in source:
            yield _InnerBead((span,), (), row.segment.confidence)
        for span in target:
            yield _InnerBead((), (span,), row.segment.confidence)


def _has_words(row: Row, side: Side) -> bool:
    """Whether there is more on a side than code, addresses and what is not to be translated."""
    text = row.segment.text(side)
    words = without_wordless(
        text, find_non_prose(text, row.segment.non_prose(side))
    )
    return any(sign.isalpha() for sign in words)


def _aligned_inside(
    row: Row, source: Sequence[Span], target: Sequence[Span]
) -> Iterator[_InnerBead]:
    """The sentences of a row of a bitext in beads."""
    # With numpy, which few bitexts need.
    from nqpterms.aligner.engine import align_texts

    source_texts = [span.of(row.source_text) for span in source]
    target_texts = [span.of(row.text) for span in target]
    if row.side == "en":
        for bead in align_texts(source_texts, target_texts):
            yield _inner(source, target, bead.zh, bead.en, bead.confidence)
    else:
        for bead in align_texts(target_texts, source_texts):
            yield _inner(source, target, bead.en, bead.zh, bead.confidence)


def _inner(
    source: Sequence[Span],
    target: Sequence[Span],
    of_source: Iterable[int],
    of_target: Iterable[int],
    confidence: float,
) -> _InnerBead:
    """A bead with the spans of its sentences for their numbers."""
    return _InnerBead(
        tuple(source[number] for number in of_source),
        tuple(target[number] for number in of_target),
        confidence,
    )


def _placed(bead: _InnerBead, row: int, number: int) -> PlacedBead:
    """A bead of a row whose sentences know where they stand."""
    return PlacedBead(
        tuple(PlacedSentence(row, span, number) for span in bead.source),
        tuple(PlacedSentence(row, span, number) for span in bead.target),
        bead.confidence,
    )


def _is_much(
    alone: Sequence[PlacedSentence], *, of: Iterable[Sequence[PlacedSentence]]
) -> bool:
    """Whether so much of a side has no partner that it is not a translation of the whole."""
    whole = sum(len(sentences) for sentences in of)
    return whole >= _FEWEST and len(alone) >= _EXCERPT * whole


def _is_source_alone(bead: PlacedBead) -> bool:
    return not bead.target


def _usual_length(rows: Sequence[Row]) -> float:
    """The length of a translation for each character of its source, in the middle of all rows."""
    ratios = [
        len(row.text) / len(row.source_text)
        for row in rows
        if row.text and row.source_text
    ]
    return sorted(ratios)[len(ratios) // 2] if ratios else 0.0
