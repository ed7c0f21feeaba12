"""An alignment in which some beads of paragraphs are known, and the rest follows.

    Documents, KnownBeads ──align_known──▶ Alignment

An anchor says that two paragraphs begin together. A known bead says more: that these paragraphs,
and no others, are translations of each other, or that a paragraph has no translation. Two steps
make the engine obey without knowing of it:

- paragraphs that are known to be one side of a bead stand in the text as one, with an anchor where
  it begins and another where what follows it begins;
- a paragraph that is known to stand alone is taken out, and put back when the rest is aligned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.documents import Level, Split, align
from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    KnownBead,
    Row,
    Side,
    TextLevel,
    joined,
)
from nqpterms.model.document import Document, Passage, Section

_GLUE: dict[Side, str] = {"zh": "", "en": " "}
_SIDES: tuple[Side, Side] = ("zh", "en")


def align_known(
    zh: Document,
    en: Document,
    *,
    known: Sequence[KnownBead],
    anchors: Iterable[tuple[int, int]] = (),
    level: Level = "paragraph",
    split: Split = "auto",
    **options: Any,
) -> Alignment:
    """Two documents aligned as `align` does, the *known* beads as they are known.

    They have confidence 1. Lines on which no paragraph begins are passed over, and with them a bead
    of which nothing is left on one side: the text has changed since. *options* are others of
    `align`. Raises NqptermsError where known beads cross, or share a paragraph.

    >>> zh = Section(None, None, 0, (_paragraph("茶。", 1), _paragraph("水。", 2)))
    >>> en = Section(None, None, 0, (_paragraph("Tea and water.", 1),))
    >>> pair = Document("a", "zh-Hans", zh), Document("b", "en", en)
    >>> alignment = align_known(*pair, known=[KnownBead((1,), (1,)), KnownBead((2,), ())])
    >>> [(len(bead.zh), len(bead.en)) for bead in alignment.beads("paragraph")]
    [(1, 1), (1, 0)]
    """
    beads = list(_present(checked(known), zh, en))
    if not beads or level == "section":
        return align(
            zh, en, level=level, split=split, anchors=list(anchors), **options
        )
    zh_known, en_known = (
        _KnownSide.of(zh, beads, "zh"),
        _KnownSide.of(en, beads, "en"),
    )
    points = sorted({*anchors, *_points(beads, zh_known, en_known)})
    texts = zh_known.document, en_known.document
    alignment = align(
        *texts, level=level, split=split, anchors=points, **options
    )
    # Where each line is a sentence, its beads are what paragraphs are elsewhere.
    own_level: TextLevel = (
        "sentence" if split == "lines" and level == "sentence" else "paragraph"
    )
    rows = _settled(alignment.rows, beads, own_level)
    rows = _with_lone(rows, zh_known, en_known, own_level)
    return replace(alignment, zh=zh, en=en, rows=tuple(rows))


def checked(known: Iterable[KnownBead]) -> list[KnownBead]:
    """Known beads in reading order.

    >>> checked([KnownBead((4,), (2,)), KnownBead((1,), (3,))])
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: lines 1 ↔ 3 and 4 ↔ 2 cross: remove one of them
    """
    beads = [bead for bead in dict.fromkeys(known) if bead.zh or bead.en]
    for one, other in pairwise(
        sorted((b for b in beads if b.zh and b.en), key=lambda b: b.zh)
    ):
        if other.en[0] <= one.en[-1] or other.zh[0] <= one.zh[-1]:
            raise NqptermsError(
                f"lines {_named(one)} and {_named(other)} cross: remove one of them"
            )
    for side in _SIDES:
        lines = [line for bead in beads for line in bead.lines(side)]
        if len(set(lines)) < len(lines):
            twice = next(line for line in lines if lines.count(line) > 1)
            raise NqptermsError(
                f"line {twice} ({side}) stands in two known beads: remove one"
            )
    return sorted(beads, key=lambda bead: (bead.zh or bead.en, bead.en))


def _present(
    beads: Iterable[KnownBead], zh: Document, en: Document
) -> Iterator[KnownBead]:
    """The beads with those of their lines that are there; none that would lose a side."""
    begun = {"zh": _lines_of(zh), "en": _lines_of(en)}
    for bead in beads:
        own = {
            side: tuple(n for n in bead.lines(side) if n in begun[side])
            for side in _SIDES
        }
        is_whole = all(own[side] or not bead.lines(side) for side in _SIDES)
        if is_whole:
            yield replace(bead, zh=own["zh"], en=own["en"])


def _lines_of(document: Document) -> set[int]:
    """The lines on which the paragraphs of a document begin."""
    return {
        one.line or 0
        for section in document.sections()
        for one in section.paragraphs
    }


def _named(bead: KnownBead) -> str:
    """A bead in words."""
    zh, en = (
        ",".join(map(str, lines)) or "nothing" for lines in (bead.zh, bead.en)
    )
    return f"{zh} ↔ {en}"


class _KnownSide(Struct, frozen=True):
    """One text made ready: joined where it is known to be one, without what stands alone.

    `following` has for each known line the line of the paragraph behind its bead, `lone` the
    paragraphs that were taken out, each behind the line of the one before it (0: none).
    """

    document: Document
    following: Mapping[int, int]
    lone: Sequence[tuple[int, Passage]]

    @classmethod
    def of(
        cls, document: Document, beads: Sequence[KnownBead], side: Side
    ) -> _KnownSide:
        """A text under its known beads."""
        groups = {
            bead.lines(side)[0]: bead for bead in beads if bead.lines(side)
        }
        alone = {
            bead.lines(side)[0]
            for bead in beads
            if bead.lines(side) and _is_lone(bead)
        }
        inside = {line for bead in beads for line in bead.lines(side)[1:]}
        maker = _TextMaker(groups, alone, inside, side)
        body = maker.section(document.body)
        return cls(replace(document, body=body), maker.following(), maker.lone)


def _is_lone(bead: KnownBead) -> bool:
    return not (bead.zh and bead.en)


class _TextMaker:
    """Makes the sections of one side anew, and notes what it has done."""

    def __init__(
        self,
        groups: Mapping[int, KnownBead],
        alone: Collection[int],
        inside: Collection[int],
        side: Side,
    ) -> None:
        self._groups, self._alone, self._inside, self._side = (
            groups,
            alone,
            inside,
            side,
        )
        self._starts: list[int] = []
        self.lone: list[tuple[int, Passage]] = []

    def section(self, section: Section) -> Section:
        """A section with its paragraphs as they are known, and all below it."""
        by_line = {
            paragraph.line or 0: paragraph for paragraph in section.paragraphs
        }
        paragraphs: list[Passage] = []
        for paragraph in section.paragraphs:
            line = paragraph.line or 0
            if line in self._inside and by_line.get(line) is paragraph:
                continue  # it stands in the one before
            made = self._joined(paragraph, by_line)
            if line in self._alone:
                self.lone.append(
                    (self._starts[-1] if self._starts else 0, made)
                )
                continue
            self._starts.append(line)
            paragraphs.append(made)
        children = tuple(self.section(child) for child in section.children)
        return replace(section, paragraphs=tuple(paragraphs), children=children)

    def following(self) -> dict[int, int]:
        """For each line on which a paragraph begins, the line of the next one."""
        return dict(pairwise(self._starts))

    def _joined(
        self, paragraph: Passage, by_line: Mapping[int, Passage]
    ) -> Passage:
        """A paragraph with those that are known to belong to it."""
        group = self._groups.get(paragraph.line or 0)
        if group is None:
            return paragraph
        rest = [
            by_line[line]
            for line in group.lines(self._side)[1:]
            if line in by_line
        ]
        return (
            joined((paragraph, *rest), _GLUE[self._side]) if rest else paragraph
        )


def _points(
    beads: Iterable[KnownBead], zh: _KnownSide, en: _KnownSide
) -> Iterator[tuple[int, int]]:
    """Where known beads begin, and where what follows them begins."""
    for bead in beads:
        if _is_lone(bead):
            continue
        yield bead.zh[0], bead.en[0]
        if bead.zh[0] in zh.following and bead.en[0] in en.following:
            yield zh.following[bead.zh[0]], en.following[bead.en[0]]


def _settled(
    rows: Iterable[Row], beads: Sequence[KnownBead], level: TextLevel
) -> Iterator[Row]:
    """The rows with every known bead as one row, whatever the engine made of its two sides."""
    by_side = {
        side: {
            bead.lines(side)[0]: bead for bead in beads if not _is_lone(bead)
        }
        for side in _SIDES
    }
    waiting: dict[KnownBead, Bead] = {}
    for row in rows:
        bead = _known_of(row, by_side)
        if bead is None or not isinstance(row, Bead) or row.level != level:
            yield row
        elif row.zh and row.en:
            yield replace(row, confidence=1.0, reason="", likeliest=())
        elif bead in waiting:
            first = waiting.pop(bead)
            yield Bead(level, first.zh or row.zh, first.en or row.en, 1.0)
        else:
            waiting[bead] = row
    yield from waiting.values()  # whatever the engine made of the other side


def _known_of(
    row: Row, by_side: Mapping[Side, Mapping[int, KnownBead]]
) -> KnownBead | None:
    """The known bead of which a row has a side."""
    if not isinstance(row, Bead):
        return None
    for side in _SIDES:
        for passage in row.passages(side):
            bead = by_side[side].get(passage.line or 0)
            if bead is not None:
                return bead
    return None


def _with_lone(
    rows: Iterable[Row], zh: _KnownSide, en: _KnownSide, level: TextLevel
) -> Iterator[Row]:
    """The rows with the paragraphs that stand alone behind the one before them."""
    waiting = {"zh": list(zh.lone), "en": list(en.lone)}
    held: list[Row] = []
    for side in _SIDES:
        held += _taken(waiting[side], {0}, side, level)
    for row in rows:
        # A sentence of the one before.
        is_inside = isinstance(row, Bead) and row.level != level
        if not is_inside:
            yield from held
            held = []
        yield row
        if isinstance(row, Bead) and not is_inside:
            for side in _SIDES:
                lines = {passage.line or 0 for passage in row.passages(side)}
                held += _taken(waiting[side], lines, side, level)
    yield from held
    for side in _SIDES:
        for _, passage in waiting[side]:
            yield _lone_bead(passage, side, level)


def _taken(
    waiting: list[tuple[int, Passage]],
    lines: Collection[int],
    side: Side,
    level: TextLevel,
) -> list[Bead]:
    """The paragraphs alone that stand behind one of some lines; they wait no more."""
    beads = []
    while waiting and waiting[0][0] in lines:
        _, passage = waiting.pop(0)
        beads.append(_lone_bead(passage, side, level))
    return beads


def _lone_bead(passage: Passage, side: Side, level: TextLevel) -> Bead:
    """A paragraph that is known to have no translation."""
    language = "English" if side == "zh" else "Chinese"
    reason = f"known to have no {language}"
    zh, en = ((passage,), ()) if side == "zh" else ((), (passage,))
    return Bead(level, zh, en, 1.0, reason)


def _paragraph(text: str, line: int) -> Passage:
    """A paragraph on a line; for examples."""
    from nqpterms.model.places import Anchor, Place

    return Passage(text, (Anchor(0, 0, Place(line, 1)),))
