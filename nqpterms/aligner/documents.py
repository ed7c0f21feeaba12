"""Two documents aligned from their sections down to their sentences.

    Document, Document ──align──▶ Alignment

Headings are paired first (`sections.py`), then the paragraphs between them (`paragraphs.py`), then
the sentences inside each bead of paragraphs: what is paired on one level is a boundary on the
next. The engine (`engine.py`) sees a level of the whole document at once, so that what is rare is
rare in the document.

A *stretch* is what stands between two paired headings. A paired heading is a boundary that no
bead crosses. A heading without counterpart is none: the text under it may well be there on the
other side, so its paragraphs run on with those before.

    section rows ──▶ stretches ──▶ pieces ──▶ beads ──▶ rows in reading order

What one text alone takes for a heading, an item of a list or a line of a contents page may be a
paragraph to the other: 一、穿戴手套。 is a heading where it is numbered like one, and "1. Wear
gloves." a paragraph. So it stands among the paragraphs when they are aligned. If it finds a
partner there, it is one; if not, it stays what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from statistics import fmean
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

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
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    ListKind,
    NotePair,
    Row,
    SectionPair,
    Side,
)
from nqpterms.model.document import Document, Passage, Section

Level = Literal["section", "paragraph", "sentence"]
Split = Literal["auto", "lines"]

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
    notes = pair_notes(zh, en)
    rows: list[Row] = [*sections]
    if level != "section":
        run = partial(align_texts, lexicon=lexicon, weights=weights, encoder=encoder)
        stretches = _stretches(sections, notes, zh, en)
        pieces = [_piece(stretch) for stretch in stretches]
        if split == "lines":
            joined = _lines_joined(pieces, level, run=run, anchors=anchors)
        else:
            joined = bead_paragraphs(pieces, lexicon=lexicon, run=run, anchors=anchors)
            joined = _headings_apart(stretches, joined)
        if level == "sentence":
            joined = mend_sentences(joined, run=run)
        rows = list(_text_rows(stretches, joined, sentences=level == "sentence"))
        notes = _unpaired(notes, rows)
    rows += notes
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


class _Item(Struct, frozen=True):
    """A paragraph, or what is one unless the other text disagrees.

    That is a heading, an item of a list or a line of a contents page that stands in one text only.
    `row` says that it stands alone, where such a thing has a row.
    """

    passage: Passage
    row: SectionPair | NotePair | None = None
    is_paragraph: bool = True


class _Stretch(Struct, frozen=True):
    """A paired heading (None at the start of the texts) and all up to the next pair."""

    head: SectionPair | None
    zh: list[_Item]
    en: list[_Item]

    def side(self, side: Side) -> list[_Item]:
        """The items of one side."""
        return self.zh if side == "zh" else self.en


def _stretches(
    rows: Sequence[SectionPair], notes: Sequence[NotePair], zh: Document, en: Document
) -> list[_Stretch]:
    """The stretches of two texts whose sections are paired as in *rows*."""
    stretches = [_Stretch(None, _paragraphs(zh.body), _paragraphs(en.body))]
    for row in rows:
        if row.zh and row.en:
            stretches.append(_Stretch(row, _paragraphs(row.zh), _paragraphs(row.en)))
        elif row.zh:
            stretches[-1].zh.extend([*_heading(row, "zh"), *_paragraphs(row.zh)])
        elif row.en:
            stretches[-1].en.extend([*_heading(row, "en"), *_paragraphs(row.en)])
    for item in _one_sided(notes, zh, en, "zh"):
        _insert(stretches, item, "zh")
    for item in _one_sided(notes, en, zh, "en"):
        _insert(stretches, item, "en")
    return stretches


def _paragraphs(section: Section) -> list[_Item]:
    return [_Item(paragraph) for paragraph in section.paragraphs]


def _heading(row: SectionPair, side: Side) -> list[_Item]:
    """The heading of a section alone, if it has one."""
    return [_Item(title, row, is_paragraph=False) for title in row.passages(side)]


def _one_sided(
    notes: Sequence[NotePair], own: Document, other: Document, side: Side
) -> Iterator[_Item]:
    """What stands in a list or a contents page of one text, where the other text has none."""
    if not other.contents:
        for line in own.contents:
            if line.title:
                yield _Item(line.title, is_paragraph=False)
    lists: dict[ListKind, int] = {"note": len(other.notes), "entry": len(other.entries)}
    for row in notes:
        if lists.get(row.kind) == 0:
            for passage in row.passages(side):
                yield _Item(passage, row, is_paragraph=False)


def _insert(stretches: Sequence[_Stretch], item: _Item, side: Side) -> None:
    """Puts an item where it stands in its text."""
    line = item.passage.line
    if line is None:
        return
    for stretch in reversed(stretches):
        section = stretch.head.section(side) if stretch.head else None
        if section is not None and (section.line or 0) > line:
            continue
        items = stretch.side(side)
        later = [k for k, other in enumerate(items) if (other.passage.line or 0) > line]
        items.insert(later[0] if later else len(items), item)
        return


def _piece(stretch: _Stretch) -> Piece:
    """The passages of a stretch, and why a side has none where the other has some."""
    zh = [item.passage for item in stretch.zh]
    en = [item.passage for item in stretch.en]
    confidence = stretch.head.confidence if stretch.head else 1.0
    if zh and en:
        return Piece(zh, en, confidence)
    language = "English" if zh else "Chinese"
    reason = f"the {language} text of this section is missing"
    if stretch.head is None:
        reason = f"the {language} text has nothing here"
    return Piece(zh, en, confidence, reason)


def _headings_apart(
    stretches: Sequence[_Stretch], joined: Sequence[Sequence[Joined]]
) -> list[list[Joined]]:
    """The beads without the headings alone that begin one with paragraphs of their own side.

    A heading that has taken no paragraph's place is none: it stands before its text.
    """
    apart: list[list[Joined]] = []
    for stretch, group in zip(stretches, joined, strict=True):
        items = (*stretch.zh, *stretch.en)
        headings = {id(item.passage) for item in items if isinstance(item.row, SectionPair)}
        apart.append([])
        for one in group:
            bead = one.bead
            zh = _leading(bead.zh, headings)
            en = _leading(bead.en, headings)
            if not (zh or en):
                apart[-1].append(one)
                continue
            apart[-1] += [Joined(_alone(passage, "zh")) for passage in bead.zh[:zh]]
            apart[-1] += [Joined(_alone(passage, "en")) for passage in bead.en[:en]]
            rest = replace(bead, zh=bead.zh[zh:], en=bead.en[en:])
            apart[-1].append(Joined(rest, sentences=None))
    return apart


def _leading(passages: Sequence[Passage], headings: Collection[int]) -> int:
    """How many headings begin a row of passages that has others too."""
    count = 0
    while count < len(passages) and id(passages[count]) in headings:
        count += 1
    return count if count < len(passages) else 0


def _alone(passage: Passage, side: Side) -> Bead:
    """A heading as a bead without partner: it stands for the heading's own row."""
    zh, en = ((passage,), ()) if side == "zh" else ((), (passage,))
    return Bead("paragraph", zh, en, 0.0)


def _text_rows(
    stretches: Sequence[_Stretch], joined: Sequence[Sequence[Joined]], *, sentences: bool
) -> Iterator[Row]:
    """The rows of sections and of beads, a paragraph's sentences right behind it.

    A heading alone that found no partner stays a heading; what else is no paragraph and found
    none has its row elsewhere.
    """
    for stretch, group in zip(stretches, joined, strict=True):
        if stretch.head:
            yield stretch.head
        items = {id(item.passage): item for item in (*stretch.zh, *stretch.en)}
        for one in group:
            bead = one.bead
            item = items[id((bead.zh or bead.en)[0])]
            if not (item.is_paragraph or (bead.zh and bead.en)):
                if isinstance(item.row, SectionPair):
                    yield item.row
                continue
            yield bead
            if sentences and one.sentences:
                yield from one.sentences


def _unpaired(notes: Sequence[NotePair], rows: Iterable[Row]) -> list[NotePair]:
    """The rows of lists whose items did not turn out to be paragraphs."""
    paragraphs: set[int] = set()
    for row in rows:
        if isinstance(row, Bead):
            paragraphs |= {id(passage) for passage in row.zh + row.en}
    return [
        row
        for row in notes
        if not any(id(p) in paragraphs for p in row.passages("zh") + row.passages("en"))
    ]


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
