"""Two documents aligned from their sections down to their sentences.

    Document, Document ──align──▶ Alignment

Headings are paired first, then the paragraphs between them, then the sentences inside each bead
of paragraphs: what is paired on one level is a boundary on the next. The engine sees a level of
the whole document at once, so that what is rare is rare in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

from nqpterms.aligner.encoder import Encoder
from nqpterms.aligner.engine import align_texts
from nqpterms.aligner.lost_headings import recover_headings
from nqpterms.aligner.notes import pair_notes
from nqpterms.aligner.paragraphs import Joined, bead_paragraphs, mended
from nqpterms.aligner.pieces import bead_pieces
from nqpterms.aligner.sections import pair_sections
from nqpterms.aligner.stretches import Stretch, piece, stretches_of, woven
from nqpterms.aligner.trust import are_swapped, doubts
from nqpterms.aligner.weights import Weights
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Alignment, Bead, Row
from nqpterms.model.document import Document

Level = Literal["section", "paragraph", "sentence"]


def align(
    zh: Document,
    en: Document,
    *,
    level: Level = "paragraph",
    split: Literal["auto", "lines"] = "auto",
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
    >>> found = align(Document("a", "zh-Hans", zh), Document("b", "en", en))
    >>> [(bead.zh[0].text, bead.en[0].text) for bead in found.beads("paragraph")]
    [('今天天气很好。', 'Fine weather today.'), ('我们去公园。', 'We go to the park.')]
    """
    if swapped := are_swapped(zh, en):
        zh, en, anchors = en, zh, [(b, a) for a, b in anchors]
    lexicon = lexicon or load_lexicon()
    sections = pair_sections(zh, en, lexicon=lexicon, anchors=anchors)
    sections = recover_headings(sections, zh, en)
    rows: Iterable[Row] = sections
    if level != "section":
        run = partial(align_texts, lexicon=lexicon, weights=weights, encoder=encoder)
        found = stretches_of(sections, zh, en)
        pieces = [piece(stretch) for stretch in found]
        if split == "lines":
            plain = bead_pieces(pieces, level, run=run, anchors=anchors)
            joined = [[Joined(bead, ()) for bead in group] for group in plain]
        else:
            joined = bead_paragraphs(pieces, lexicon=lexicon, run=run, anchors=anchors)
        if level == "sentence":
            joined = mended(joined, run=run)
        rows = _text_rows(found, joined, sentences=level == "sentence")
    rows = (*rows, *pair_notes(zh, en))
    return Alignment(zh, en, rows, tuple(doubts(zh, en, rows, swapped=swapped)))


def _text_rows(
    found: Sequence[Stretch], joined: Sequence[Sequence[Joined]], *, sentences: bool
) -> Iterator[Row]:
    """The rows of sections and of beads, a paragraph's sentences right behind it."""
    for stretch, group in zip(found, joined, strict=True):
        inner = iter(group)
        for row in woven(stretch, [one.bead for one in group]):
            yield row
            if isinstance(row, Bead):
                behind = next(inner).sentences
                yield from (behind or ()) if sentences else ()
