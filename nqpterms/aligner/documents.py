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
gloves." a paragraph. So it stands among the paragraphs when they are aligned first. If it finds a
partner there, it is one; if not, it stays what it was, and the others are aligned without it.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Sequence,
)
from functools import partial
from itertools import chain
from statistics import fmean
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.encoder import Encoder
from nqpterms.aligner.engine import Weights, align_texts
from nqpterms.aligner.likeness import text_odds, unit_odds
from nqpterms.aligner.list_pairs import pair_notes
from nqpterms.aligner.paragraphs import (
    Joined,
    ParagraphPiece,
    Run,
    bead_paragraphs,
    bead_pieces,
    mend_sentences,
)
from nqpterms.aligner.sections import (
    pair_alone,
    pair_sections,
    recover_headings,
)
from nqpterms.lang.chinese import count_han
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    NotePair,
    Row,
    SectionPair,
    Side,
    paired_share,
)
from nqpterms.model.document import Document, Passage, Section

Level = Literal["section", "paragraph", "sentence"]
Split = Literal["auto", "lines"]
_SIDES: tuple[Side, Side] = ("zh", "en")
_ANSWERS_NOT: dict[Side, str] = {
    "zh": "no heading of the English text answers this one",
    "en": "no heading of the Chinese text answers this one",
}
"""Why a heading of one side stands alone."""
_Join = Callable[[Sequence[ParagraphPiece]], list[list[Joined]]]
"""Pieces to the beads of each."""

_HAN_TEXT = 0.2
"""Share of Han among a text's characters from which it is Chinese: prose has over .7, an English
text that quotes Chinese under .1."""
_SETTLED = 0.99  # confidence of a pair of headings from which its text need not confirm it
# From it on, two headings alone that pair as paragraphs do are one.
_AS_HEADINGS = 0.5
_PROOF = 0.98  # how sure the text under two headings can be that they belong together, at most
_TORN = 0.03  # share of each text that stands alone, above which the walls are doubted
# Log odds from their words, under which two headings may be strangers.
_STRANGERS = -1.0
_SURE_ACROSS = 0.5  # confidence of a bead from which it speaks against a wall
_FEW = 0.5  # share of a text that found a partner: a translation with gaps has the other whole
# Mean confidence of the beads: under it, more are wrong than right.
_DOUBTFUL = 0.5


def align(  # noqa: PLR0913  # each is a part of the engine that somebody may bring along
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
    notes = pair_notes(zh, en, lexicon=lexicon)
    rows: list[Row] = [*sections]
    if level != "section":
        engine = partial(
            align_texts, lexicon=lexicon, weights=weights, encoder=encoder
        )
        run = _remembering(lambda zh, en, walls: engine(zh, en, walls=walls))
        join: _Join = partial(
            bead_paragraphs, lexicon=lexicon, run=run, anchors=anchors
        )
        if split == "lines":
            join = partial(_lines_joined, level=level, run=run, anchors=anchors)
        stretches, joined = _best_divided(
            sections, notes, zh, en, join=join, lexicon=lexicon
        )
        if level == "sentence":
            joined = mend_sentences(joined, run=run)
        rows = list(
            _text_rows(stretches, joined, sentences=level == "sentence")
        )
        notes = _unpaired(notes, rows)
    rows += notes
    return Alignment(
        zh, en, tuple(rows), tuple(_warnings(zh, en, rows, swapped=swapped))
    )


def _lines_joined(
    pieces: Sequence[ParagraphPiece],
    *,
    level: Literal["paragraph", "sentence"],
    run: Run,
    anchors: Sequence[tuple[int, int]],
) -> list[list[Joined]]:
    """The beads of paragraphs that are lines, and have no sentences of their own."""
    beads = bead_pieces(pieces, level, run=run, anchors=anchors)
    return [[Joined(bead) for bead in group] for group in beads]


# --- walls ---


def _best_divided(
    sections: Sequence[SectionPair],
    notes: Sequence[NotePair],
    zh: Document,
    en: Document,
    *,
    join: _Join,
    lexicon: Lexicon,
) -> tuple[list[_Stretch], list[list[Joined]]]:
    """The stretches between the paired headings that the text agrees with, and their beads.

    A pair of headings that do not belong together tears the text under both: what should pair
    stands alone on both sides of the wall. Then, or where a heading may have taken the partner of
    something that stands alone, all lines are aligned as if there were no
    headings, and the pairs that this contradicts are parted, if more of the text pairs so.
    """
    divided = _divided(sections, notes, zh, en, join=join)
    alone = _alone_shares(*divided)
    is_torn = min(alone) > _TORN
    has_strangers = max(alone) > 0 and _has_strangers(sections, lexicon)
    if not (is_torn or has_strangers):
        return divided
    agreed = _agreed(sections, zh, en, join=join)
    if agreed == list(sections):
        return divided
    anew = _divided(agreed, notes, zh, en, join=join)
    return max(divided, anew, key=lambda each: _paired_length(each[1]))


def _divided(
    sections: Sequence[SectionPair],
    notes: Sequence[NotePair],
    zh: Document,
    en: Document,
    *,
    join: _Join,
) -> tuple[list[_Stretch], list[list[Joined]]]:
    """The stretches of some pairs of headings, and their beads."""
    by_place = _paired_by_place(sections, notes, zh, en, join=join)
    return _settled(_stretches(by_place, notes, zh, en), join)


def _alone_shares(
    stretches: Sequence[_Stretch], joined: Sequence[Sequence[Joined]]
) -> list[float]:
    """The share of each text that stands alone; a translation with gaps has one side whole."""
    shares: list[float] = []
    for side in _SIDES:
        whole = alone = 0
        for one in chain(*joined):
            length = _length(one.bead.passages(side))
            whole += length
            if not (one.bead.zh and one.bead.en):
                alone += length
        for stretch in stretches:
            for row in stretch.headings(side).values():
                alone += _length(row.passages(side))
        shares.append(alone / max(1, whole))
    return shares


def _has_strangers(sections: Iterable[SectionPair], lexicon: Lexicon) -> bool:
    """Whether the words of two paired headings say nothing alike."""
    zh: list[str] = []
    en: list[str] = []
    for row in sections:
        if row.zh and row.en and row.zh.title and row.en.title:
            zh.append(row.zh.title.text)
            en.append(row.en.title.text)
    odds = text_odds(zh, en, lexicon=lexicon)
    return bool((odds.diagonal() < _STRANGERS).any())


def _paired_length(joined: Sequence[Sequence[Joined]]) -> float:
    """How much of the Chinese text has a partner, in characters weighed by confidence."""
    length = 0.0
    for one in chain(*joined):
        if one.bead.en:
            length += one.bead.confidence * _length(one.bead.zh)
    return length


def _length(passages: Iterable[Passage]) -> int:
    return sum(len(passage.text) for passage in passages)


def _agreed(
    sections: Sequence[SectionPair],
    zh: Document,
    en: Document,
    *,
    join: _Join,
) -> list[SectionPair]:
    """The rows, those pairs parted that the text contradicts when it is aligned without walls."""
    zh_lines, en_lines = list(_lines(zh)), list(_lines(en))
    zh_places = {id(passage): k for k, passage in enumerate(zh_lines)}
    en_places = {id(passage): k for k, passage in enumerate(en_lines)}
    beads: list[tuple[range, range]] = []
    for one in chain(*join([ParagraphPiece(zh_lines, en_lines)])):
        bead = one.bead
        if bead.zh and bead.en and bead.confidence >= _SURE_ACROSS:
            left = [zh_places[id(passage)] for passage in bead.zh]
            right = [en_places[id(passage)] for passage in bead.en]
            beads.append(
                (
                    range(left[0], left[-1] + 1),
                    range(right[0], right[-1] + 1),
                )
            )
    rows: list[SectionPair] = []
    for row in sections:
        wall: tuple[int, int] | None = None
        if row.zh and row.en and row.zh.title and row.en.title:
            wall = zh_places[id(row.zh.title)], en_places[id(row.en.title)]
        if wall is None or not _is_crossed(wall, beads):
            rows.append(row)
            continue
        sure = 1 - row.confidence
        rows.append(SectionPair(row.zh, None, sure, _ANSWERS_NOT["zh"]))
        rows.append(SectionPair(None, row.en, sure, _ANSWERS_NOT["en"]))
    return rows


def _lines(document: Document) -> Iterator[Passage]:
    """The headings and paragraphs of a text in reading order."""
    for section in document.sections():
        if section.title:
            yield section.title
        yield from section.paragraphs


def _is_crossed(
    wall: tuple[int, int], beads: Sequence[tuple[range, range]]
) -> bool:
    """Whether a heading has another partner, or what stands before one stands behind the other."""
    i, j = wall
    crossing = 0
    for left, right in beads:
        if (i in left) != (j in right):
            return True
        crossing += (left.start < i) != (right.start < j)
    return crossing > 1


# --- stretches ---


class _Item(Struct, frozen=True):
    """A paragraph, or what is one unless the other text disagrees.

    That is a heading, an item of a list or a line of a contents page that stands in one text only.
    `row` says that it stands alone, where such a thing has a row.
    """

    passage: Passage
    row: SectionPair | NotePair | None = None
    is_paragraph: bool = True

    def settled(self, paired: Collection[int]) -> _Item:
        """The item, a paragraph if its passage is *paired*, by identity."""
        if self.is_paragraph or id(self.passage) not in paired:
            return self
        return _Item(self.passage)


class _Stretch(Struct, frozen=True):
    """A paired heading (None at the start of the texts) and all up to the next pair."""

    head: SectionPair | None
    zh: list[_Item]
    en: list[_Item]

    def side(self, side: Side) -> list[_Item]:
        """The items of one side."""
        return self.zh if side == "zh" else self.en

    def headings(self, side: Side) -> dict[int, SectionPair]:
        """The rows of one side's headings alone, by the identity of their passage."""
        rows: dict[int, SectionPair] = {}
        for item in self.side(side):
            if isinstance(item.row, SectionPair):
                rows[id(item.passage)] = item.row
        return rows

    def has_candidates(self) -> bool:
        """Whether it has anything but paragraphs."""
        return not all(item.is_paragraph for item in (*self.zh, *self.en))


def _stretches(
    rows: Sequence[SectionPair],
    notes: Sequence[NotePair],
    zh: Document,
    en: Document,
) -> list[_Stretch]:
    """The stretches of two texts whose sections are paired as in *rows*."""
    stretches = [_Stretch(None, _paragraphs(zh.body), _paragraphs(en.body))]
    for row in rows:
        if row.zh and row.en:
            stretches.append(
                _Stretch(row, _paragraphs(row.zh), _paragraphs(row.en))
            )
        elif row.zh:
            stretches[-1].zh.extend(
                [*_heading(row, "zh"), *_paragraphs(row.zh)]
            )
        elif row.en:
            stretches[-1].en.extend(
                [*_heading(row, "en"), *_paragraphs(row.en)]
            )
    for item in _one_sided(notes, zh, en, "zh"):
        _insert(stretches, item, "zh")
    for item in _one_sided(notes, en, zh, "en"):
        _insert(stretches, item, "en")
    return stretches


def _paragraphs(section: Section) -> list[_Item]:
    return [_Item(paragraph) for paragraph in section.paragraphs]


def _heading(row: SectionPair, side: Side) -> list[_Item]:
    """The heading of a section alone, if it has one."""
    return [
        _Item(title, row, is_paragraph=False) for title in row.passages(side)
    ]


def _one_sided(
    notes: Sequence[NotePair], own: Document, other: Document, side: Side
) -> Iterator[_Item]:
    """What is a list, a contents page or a title to one text, where the other has none like it.

    The first line of a text may look like its title and be its first heading.
    """
    if own.title and not other.title:
        yield _Item(own.title, is_paragraph=False)
    if not other.contents:
        for line in own.contents:
            if line.title:
                yield _Item(line.title, is_paragraph=False)
    paired_kinds = {row.kind for row in notes if row.zh and row.en}
    for row in notes:
        if row.kind not in paired_kinds:
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
        later = [
            k
            for k, other in enumerate(items)
            if (other.passage.line or 0) > line
        ]
        items.insert(later[0] if later else len(items), item)
        return


def _settled(
    stretches: Sequence[_Stretch], join: _Join
) -> tuple[list[_Stretch], list[list[Joined]]]:
    """The stretches with what turned out to be a paragraph, and the beads of all paragraphs.

    First all that may be a paragraph takes part. What found no partner stays what it was, and the
    rest is joined as if it had not been there. A pair of headings is the surer for the text that
    pairs under it, and so is that text.
    """
    joined = join(
        [_piece(stretch, with_candidates=True) for stretch in stretches]
    )
    settled: list[_Stretch] = []
    for stretch, group in zip(stretches, joined, strict=True):
        settled.append(_confirmed(_settle(stretch, group), group))
    changed = any(
        after.has_candidates() or after.head is not before.head
        for before, after in zip(stretches, settled, strict=True)
    )
    if changed:
        joined = join([_piece(stretch) for stretch in settled])
    return settled, joined


def _confirmed(stretch: _Stretch, joined: Sequence[Joined]) -> _Stretch:
    """The stretch, its heading as sure as the text under it makes it.

    Two sections that do not belong together hardly hold paragraphs that translate each other. So
    by how much likelier these are translations than not, the headings are likelier a pair.
    """
    head = stretch.head
    if head is None or head.confidence >= _SETTLED:
        return stretch
    paired = [one.bead for one in joined if one.bead.zh and one.bead.en]
    length = sum(len(passage.text) for bead in paired for passage in bead.zh)
    if not length:
        return stretch
    sure = 0.0
    for bead in paired:
        sure += bead.confidence * sum(len(passage.text) for passage in bead.zh)
    # A bead is as sure as its engine makes it and as its boundaries are: the latter not again.
    likely = min(max(sure / length / head.confidence, 1 - _PROOF), _PROOF)
    odds = head.confidence / (1 - head.confidence) * likely / (1 - likely)
    return replace(stretch, head=replace(head, confidence=odds / (1 + odds)))


def _paired_by_place(
    sections: Sequence[SectionPair],
    notes: Sequence[NotePair],
    zh: Document,
    en: Document,
    *,
    join: _Join,
) -> Sequence[SectionPair]:
    """The sections, with those headings paired that stand alone and find each other as paragraphs.

    What two headings have in common may be too little to pair them by, as 第五条 and Article 5 have
    where one of the two outlines is wrong. Where they stand among the paragraphs says it.
    """
    stretches = _stretches(sections, notes, zh, en)
    if not any(
        stretch.headings("zh") and stretch.headings("en")
        for stretch in stretches
    ):
        return sections
    joined = join(
        [_piece(stretch, with_candidates=True) for stretch in stretches]
    )
    pairs: list[tuple[SectionPair, SectionPair, float]] = []
    for stretch, group in zip(stretches, joined, strict=True):
        zh_rows, en_rows = stretch.headings("zh"), stretch.headings("en")
        for bead in (one.bead for one in group):
            if len(bead.zh) != 1 or len(bead.en) != 1:
                continue
            left, right = (
                zh_rows.get(id(bead.zh[0])),
                en_rows.get(id(bead.en[0])),
            )
            if left and right and _is_by_place(left, right, bead):
                pairs.append((left, right, bead.confidence))
    return pair_alone(sections, pairs)


def _is_by_place(zh: SectionPair, en: SectionPair, bead: Bead) -> bool:
    """Whether a bead makes a pair of two headings alone: what it is not sure of makes no wall."""
    if zh.zh is None or en.en is None:
        return False
    units = unit_odds(zh.zh, en.en)
    return units > 0 or (units == 0 and bead.confidence >= _AS_HEADINGS)


def _settle(stretch: _Stretch, joined: Sequence[Joined]) -> _Stretch:
    """The stretch, each candidate that found a partner as a paragraph."""
    paired: set[int] = set()
    headings = {**stretch.headings("zh"), **stretch.headings("en")}
    for one in joined:
        bead = one.bead
        if bead.zh and bead.en:
            zh, en = _leading(bead.zh, headings), _leading(bead.en, headings)
            paired |= {id(passage) for passage in bead.zh[zh:] + bead.en[en:]}
    return _Stretch(
        stretch.head,
        [item.settled(paired) for item in stretch.zh],
        [item.settled(paired) for item in stretch.en],
    )


def _leading(passages: Sequence[Passage], headings: Collection[int]) -> int:
    """How many headings begin the passages of a bead that has others of their side too.

    Such a heading has taken no paragraph's place: it stands before its text.
    """
    count = 0
    while count < len(passages) and id(passages[count]) in headings:
        count += 1
    return count if count < len(passages) else 0


def _remembering(run: Run) -> Run:
    """The engine, which aligns the same texts once."""
    beads: dict[Hashable, list[TextBead]] = {}

    def aligned(
        zh: Sequence[str], en: Sequence[str], walls: Sequence[tuple[int, int]]
    ) -> list[TextBead]:
        key = tuple(zh), tuple(en), tuple(walls)
        if key not in beads:
            beads[key] = run(zh, en, walls)
        return beads[key]

    return aligned


def _piece(
    stretch: _Stretch, *, with_candidates: bool = False
) -> ParagraphPiece:
    """The paragraphs of a stretch, and why a side has none where the other has some."""
    zh = [
        item.passage
        for item in stretch.zh
        if with_candidates or item.is_paragraph
    ]
    en = [
        item.passage
        for item in stretch.en
        if with_candidates or item.is_paragraph
    ]
    confidence = stretch.head.confidence if stretch.head else 1.0
    if zh and en:
        return ParagraphPiece(zh, en, confidence)
    language = "English" if zh else "Chinese"
    place = "of this section is missing" if stretch.head else "has nothing here"
    return ParagraphPiece(zh, en, confidence, f"the {language} text {place}")


def _text_rows(
    stretches: Sequence[_Stretch],
    joined: Sequence[Sequence[Joined]],
    *,
    sentences: bool,
) -> Iterator[Row]:
    """The rows of sections and of beads, a paragraph's sentences right behind it.

    Each heading alone stands before what follows it.
    """
    for stretch, group in zip(stretches, joined, strict=True):
        if stretch.head:
            yield stretch.head
        left, right = iter(stretch.zh), iter(stretch.en)
        for one in group:
            yield from _headings_before(left, paragraphs=len(one.bead.zh))
            yield from _headings_before(right, paragraphs=len(one.bead.en))
            yield one.bead
            if sentences and one.sentences:
                yield from one.sentences
        for item in (*left, *right):
            if isinstance(item.row, SectionPair):
                yield item.row


def _headings_before(
    items: Iterator[_Item], *, paragraphs: int
) -> Iterator[SectionPair]:
    """The headings that stand before the next *paragraphs*; both are used up."""
    while paragraphs:
        item = next(items)
        if item.is_paragraph:
            paragraphs -= 1
        elif isinstance(item.row, SectionPair):
            yield item.row


def _unpaired(notes: Sequence[NotePair], rows: Iterable[Row]) -> list[NotePair]:
    """The rows of lists whose items did not turn out to be paragraphs."""
    paragraphs: set[int] = set()
    for row in rows:
        if isinstance(row, Bead):
            paragraphs |= {id(passage) for passage in row.zh + row.en}
    return [
        row
        for row in notes
        if not any(
            id(p) in paragraphs for p in row.passages("zh") + row.passages("en")
        )
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


def _warnings(
    zh: Document, en: Document, rows: Sequence[Row], *, swapped: bool
) -> Iterator[str]:
    """A sentence for each thing that a reader of the alignment must know first."""
    if swapped:
        yield f"{zh.name} is the Chinese text, {en.name} the English one: they were given swapped"
    yield from _language_warnings(zh, "Chinese")
    yield from _language_warnings(en, "English")
    if _no_heading_answers(rows):
        yield "no heading of one text answers one of the other: they may not belong together"
    beads = [
        row.confidence
        for row in rows
        if isinstance(row, Bead) and row.zh and row.en
    ]
    if beads and fmean(beads) < _DOUBTFUL:
        yield f"the beads are uncertain (mean confidence {fmean(beads):.2f}): check before use"
    zh_share, en_share = paired_share(rows, "zh"), paired_share(rows, "en")
    if max(zh_share, en_share) < _FEW:
        yield (
            f"only {zh_share:.0%} of the Chinese and {en_share:.0%} of the English text found a"
            " partner: they may not be translations of each other; check before use"
        )


def _language_warnings(document: Document, language: str) -> Iterator[str]:
    """Whether a text is empty, or does not read as its language."""
    is_chinese = _han_share(document) > _HAN_TEXT
    if not any(passage.text for passage in document.passages()):
        yield f"the {language} text is empty"
    elif is_chinese != (language == "Chinese"):
        yield f"{document.name} does not read as {language}"


def _no_heading_answers(rows: Iterable[Row]) -> bool:
    """Whether both texts have headings, and no two of them are paired."""
    has_zh = has_en = False
    for row in rows:
        if isinstance(row, SectionPair):
            if row.zh and row.en:
                return False
            has_zh = has_zh or row.zh is not None
            has_en = has_en or row.en is not None
    return has_zh and has_en
