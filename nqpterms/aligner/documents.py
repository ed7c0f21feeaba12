"""Two documents aligned from their sections down to their sentences.

    Document, Document ──align──▶ Alignment

Headings are paired first (`sections.py`), then the paragraphs between them (`paragraphs.py`), then
the sentences inside each bead of paragraphs: what is paired on one level is a boundary on the
next. The engine (`engine.py`) sees a level of the whole document at once, so that what is rare is
rare in the document.

A *stretch* is what stands between two paired headings: the paragraphs of both texts, and the
headings alone. A paired heading is a boundary that no bead crosses. A heading without counterpart
is none: the text under it may well be there on the other side, so its paragraphs run on with
those before.

    section rows ──▶ stretches ──▶ pieces ──▶ beads ──▶ rows in reading order
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from statistics import fmean
from typing import Literal

from msgspec import Struct

from nqpterms.aligner.encoder import Encoder
from nqpterms.aligner.engine import Weights, align_texts
from nqpterms.aligner.paragraphs import (
    Joined,
    Piece,
    Run,
    bead_paragraphs,
    bead_pieces,
    mend_sentences,
)
from nqpterms.aligner.sections import pair_notes, pair_sections, recover_headings
from nqpterms.lang.chinese import count_han
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Alignment, Bead, Row, SectionPair
from nqpterms.model.document import Document, Passage

Level = Literal["section", "paragraph", "sentence"]
Split = Literal["auto", "lines"]

_Item = SectionPair | Passage
"""A heading that stands alone, or a paragraph."""

_HAN_TEXT = 0.2
"""Share of Han among a text's characters from which it is Chinese: prose has over .7, an English
text that quotes Chinese under .1."""
_DOUBTFUL = 0.5  # mean confidence of the beads: under it, more are wrong than right


def align(
    zh: Document,
    en: Document,
    *,
    level: Level = "paragraph",
    split: Split = "auto",
    lexicon: Lexicon | None = None,
    weights: Weights | None = None,
    encoder: Encoder | None = None,
    anchors: Sequence[tuple[int, int]] = (),
) -> Alignment:
    """The sections, lists, paragraphs and sentences of two documents, paired down to *level*.

    With *split* "lines" each paragraph is a sentence already. *anchors* are lines (Chinese,
    English; from 1) known to begin together, of headings or paragraphs. Two documents given the
    wrong way round are told by their script; the alignment's warnings say so.

    >>> from nqpterms.model.document import Passage, Section
    >>> zh = Section(None, None, 0, (Passage("今天天气很好。"), Passage("我们去公园。")))
    >>> en = Section(None, None, 0, (Passage("Fine weather today."), Passage("We go to the park.")))
    >>> alignment = align(Document("a", "zh-Hans", zh), Document("b", "en", en))
    >>> [(bead.zh[0].text, bead.en[0].text) for bead in alignment.beads("paragraph")]
    [('今天天气很好。', 'Fine weather today.'), ('我们去公园。', 'We go to the park.')]
    """
    swapped = _are_swapped(zh, en)
    if swapped:
        zh, en = en, zh
        anchors = [(b, a) for a, b in anchors]
    lexicon = lexicon or load_lexicon()
    sections = pair_sections(zh, en, lexicon=lexicon, anchors=anchors)
    sections = recover_headings(sections, zh, en)
    rows: list[Row] = [*sections]
    if level != "section":
        run = partial(align_texts, lexicon=lexicon, weights=weights, encoder=encoder)
        stretches = _stretches(sections, zh, en)
        pieces = [_piece(stretch) for stretch in stretches]
        if split == "lines":
            joined = _lines_joined(pieces, level, run=run, anchors=anchors)
        else:
            joined = bead_paragraphs(pieces, lexicon=lexicon, run=run, anchors=anchors)
        if level == "sentence":
            joined = mend_sentences(joined, run=run)
        rows = list(_text_rows(stretches, joined, sentences=level == "sentence"))
    rows += pair_notes(zh, en)
    return Alignment(zh, en, tuple(rows), tuple(_warnings(zh, en, rows, swapped=swapped)))


def _lines_joined(
    pieces: Sequence[Piece],
    level: Literal["paragraph", "sentence"],
    *,
    run: Run,
    anchors: Sequence[tuple[int, int]],
) -> list[list[Joined]]:
    """The beads of paragraphs that are lines, and have no sentences of their own."""
    beads = bead_pieces(pieces, level, run=run, anchors=anchors)
    return [[Joined(bead) for bead in group] for group in beads]


# --- stretches ---


class _Stretch(Struct, frozen=True):
    """A paired heading (None at the start of the texts) and all up to the next pair."""

    head: SectionPair | None
    zh: list[_Item]
    en: list[_Item]


def _stretches(rows: Sequence[SectionPair], zh: Document, en: Document) -> list[_Stretch]:
    """The stretches of two texts whose sections are paired as in *rows*."""
    stretches = [_Stretch(None, [*zh.body.paragraphs], [*en.body.paragraphs])]
    for row in rows:
        if row.zh and row.en:
            stretches.append(_Stretch(row, [*row.zh.paragraphs], [*row.en.paragraphs]))
        elif row.zh:
            stretches[-1].zh.extend([row, *row.zh.paragraphs])
        elif row.en:
            stretches[-1].en.extend([row, *row.en.paragraphs])
    return stretches


def _piece(stretch: _Stretch) -> Piece:
    """The paragraphs of a stretch, and why a side has none where the other has some."""
    zh = [item for item in stretch.zh if isinstance(item, Passage)]
    en = [item for item in stretch.en if isinstance(item, Passage)]
    confidence = stretch.head.confidence if stretch.head else 1.0
    if zh and en:
        return Piece(zh, en, confidence)
    language = "English" if zh else "Chinese"
    reason = f"the {language} text of this section is missing"
    if stretch.head is None:
        reason = f"the {language} text has nothing here"
    return Piece(zh, en, confidence, reason)


def _text_rows(
    stretches: Sequence[_Stretch], joined: Sequence[Sequence[Joined]], *, sentences: bool
) -> Iterator[Row]:
    """The rows of sections and of beads, a paragraph's sentences right behind it."""
    for stretch, group in zip(stretches, joined, strict=True):
        inner = iter(group)
        for row in _woven(stretch, [one.bead for one in group]):
            yield row
            if not isinstance(row, Bead):
                continue
            behind = next(inner).sentences
            if sentences and behind:
                yield from behind


def _woven(stretch: _Stretch, beads: Iterable[Bead]) -> Iterator[SectionPair | Bead]:
    """The rows of a stretch in reading order, each heading alone before what follows it."""
    if stretch.head:
        yield stretch.head
    left, right = iter(stretch.zh), iter(stretch.en)
    for bead in beads:
        yield from _headings(left, before=len(bead.zh))
        yield from _headings(right, before=len(bead.en))
        yield bead
    for item in (*left, *right):
        if isinstance(item, SectionPair):
            yield item


def _headings(items: Iterator[_Item], *, before: int) -> Iterator[SectionPair]:
    """The headings that stand before the next *before* paragraphs; both are used up."""
    while before:
        item = next(items)
        if isinstance(item, SectionPair):
            yield item
        else:
            before -= 1


# --- warnings ---


def _are_swapped(zh: Document, en: Document) -> bool:
    """Whether the text given as Chinese is the one with less Han, and the other one is Chinese.

    >>> from nqpterms.model.document import Passage, Section
    >>> chinese, english = (
    ...     Document(name, "und", Section(None, None, 0, (Passage(text),)))
    ...     for name, text in (("a", "天气很好。"), ("b", "Fine weather."))
    ... )
    >>> _are_swapped(chinese, english), _are_swapped(english, chinese)
    (False, True)
    """
    return _han_share(en) > max(_han_share(zh), _HAN_TEXT)


def _han_share(document: Document) -> float:
    """The share of Han characters in a document's text, 0 to 1."""
    texts = [passage.text for passage in document.passages()]
    return sum(map(count_han, texts)) / max(1, sum(map(len, texts)))


def _warnings(zh: Document, en: Document, rows: Sequence[Row], *, swapped: bool) -> Iterator[str]:
    """A sentence for each thing that a reader of the alignment must know first."""
    if swapped:
        yield f"{zh.name} is the Chinese text, {en.name} the English one: they were given swapped"
    for document, language in ((zh, "Chinese"), (en, "English")):
        if not any(passage.text for passage in document.passages()):
            yield f"the {language} text is empty"
        elif (_han_share(document) > _HAN_TEXT) != (language == "Chinese"):
            yield f"{document.name} does not read as {language}"
    if _no_heading_answers(rows):
        yield "no heading of one text answers one of the other: they may not belong together"
    beads = [row.confidence for row in rows if isinstance(row, Bead) and row.zh and row.en]
    if beads and fmean(beads) < _DOUBTFUL:
        yield f"the beads are uncertain (mean confidence {fmean(beads):.2f}): check before use"


def _no_heading_answers(rows: Iterable[Row]) -> bool:
    """Whether both texts have headings, and no two of them are paired."""
    sections = [row for row in rows if isinstance(row, SectionPair)]
    if any(row.zh and row.en for row in sections):
        return False
    return any(row.zh for row in sections) and any(row.en for row in sections)
