"""The page Alignment: which paragraph answers which, and a wrong bead put right by a key.

A step is written at once and shown at once; then the whole pair is aligned anew by another process,
so that the rest follows.
"""

from __future__ import annotations

import tempfile
from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from nqpterms.aligner.bead_steps import STEPS, known_after, overlaid, with_known
from nqpterms.errors import NqptermsError
from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.results.alignments import dump_jsonl, dump_xlsx
from nqpterms.formats.results.corrections import dump_known_beads
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    KnownBead,
    SectionPair,
    Side,
)
from nqpterms.model.document import Document, Passage
from nqpterms.run.corrected_pairs import (
    aligned_as_known,
    corrections_path,
    known_beads_of,
    write_known_beads,
)
from nqpterms.run.inputs import Unit
from nqpterms.run.one import pair_of
from nqpterms.servers.review.errands import Errand, ErrandState
from nqpterms.servers.review.page_templates import page, part
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.review_folder import NotThereError, stamp
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
    download,
)

_SAVED = {
    "tmx": "TMX",
    "xlf": "XLIFF",
    "tsv": "TSV",
    "xlsx": "workbook",
    "jsonl": "JSON Lines",
    "anchors": "anchors",
}
"""What an alignment can be saved as, by suffix."""


class _AlignedRow(Struct, frozen=True):
    """A row of the page: a bead with its paragraphs, or a pair of headings.

    `bead` is None for headings. `confidence` is None where the rest has not been aligned yet.
    """

    bead: KnownBead | None
    zh: Sequence[str]
    en: Sequence[str]
    confidence: float | None = None
    is_known: bool = False
    is_heading: bool = False


class _PairView(Struct, frozen=True):
    """A pair with its rows; while it is aligned anew `is_done` is false."""

    name: str
    address: str
    rows: Sequence[_AlignedRow]
    is_done: bool
    failure: str
    known: int
    now: str = ""  # the row that keys are about, by its lines


def _list(visit: Visit) -> PageAnswer:
    """The pairs of the folder."""
    pairs = [unit for unit in visit.desk.folder.units() if unit.source]
    known = {unit.name: len(known_beads_of(unit)) for unit in pairs}
    return page(
        "alignments.html.j2", visit, title="Alignment", pairs=pairs, known=known
    )


def _pair(visit: Visit) -> PageAnswer:
    """One pair."""
    unit = _unit(visit)
    view = _view(visit.desk, unit)
    if visit.wants_part:
        return part("alignment_rows.html.j2", view=view)
    title = f"{unit.name} · Alignment"
    return page(
        "alignment.html.j2", visit, title=title, view=view, saved=_SAVED
    )


def _unit(visit: Visit) -> Unit:
    unit = visit.desk.folder.unit(visit.names["name"])
    if not unit.source:
        raise NotThereError(
            f"{unit.name}: a bitext is aligned already; a text alone has no partner"
        )
    return unit


def aligned_unit(unit: Unit) -> Alignment:
    """A pair aligned to the sentence, with what is known of it; done by another process."""
    return aligned_as_known(*pair_of(unit), unit, level="sentence")


def _errand_of(
    desk: ReviewDesk, unit: Unit
) -> tuple[Errand[Alignment], Hashable]:
    """The work on a pair, and the state of the files that it is about."""
    errand = desk.remembered(
        ("aligning", unit.name),
        sign=0,
        make=lambda: Errand[Alignment](engine=desk.engine),
    )
    path = corrections_path(unit)
    return errand, stamp([*unit.files, *([path] if path else [])])


def _state(desk: ReviewDesk, unit: Unit) -> ErrandState[Alignment]:
    errand, sign = _errand_of(desk, unit)
    return errand.state(sign, partial(aligned_unit, unit))


def _view(desk: ReviewDesk, unit: Unit, *, now: str = "") -> _PairView:
    """A pair as it is known at this moment: the last alignment, with what is known since."""
    state = _state(desk, unit)
    known = known_beads_of(unit)
    address = f"/alignment/pair/{quote(unit.name)}"
    if state.result is not None:
        alignment = state.result
        key = ("aligned", unit.name)
        desk.remembered(key, sign=id(alignment), make=lambda: alignment)
    else:
        alignment = desk.last_remembered(("aligned", unit.name))
    rows = (
        list(_rows(alignment, known, is_done=state.is_done))
        if alignment
        else []
    )
    return _PairView(
        unit.name, address, rows, state.is_done, state.failure, len(known), now
    )


def _rows(
    alignment: Alignment, known: Sequence[KnownBead], *, is_done: bool
) -> Iterator[_AlignedRow]:
    """The rows of an alignment, with what has become known since in them."""
    texts: dict[Side, dict[int, str]] = {}
    texts["zh"], texts["en"] = (
        _paragraphs(alignment.zh),
        _paragraphs(alignment.en),
    )
    beads = _beads(alignment, texts)
    confidences = {bead: row.confidence for bead, row in beads}
    shown = overlaid([bead for bead, _ in beads], known)
    headings = _headings(alignment, beads)
    for bead in shown:
        for row in beads:
            if row[0].touches(bead) and row[0] in headings:
                yield from headings.pop(row[0])
        zh, en = (
            [texts[side].get(line, "") for line in bead.lines(side)]
            for side in _SIDES
        )
        confidence = confidences.get(bead) if is_done else None
        yield _AlignedRow(bead, zh, en, confidence, bead in known)


_SIDES: tuple[Side, Side] = ("zh", "en")


def _paragraphs(document: Document) -> dict[int, str]:
    """The paragraphs of a text by the lines on which they begin."""
    texts: dict[int, str] = {}
    for section in document.sections():
        for paragraph in section.paragraphs:
            texts.setdefault(paragraph.line or 0, paragraph.text)
    return texts


def _beads(
    alignment: Alignment, texts: Mapping[Side, Collection[int]]
) -> list[tuple[KnownBead, Bead]]:
    """The beads of paragraphs by their lines; *texts* have the lines on which paragraphs begin."""
    beads = []
    for bead in alignment.beads("paragraph"):
        zh, en = (
            _lines_of(bead.passages(side), texts[side]) for side in _SIDES
        )
        beads.append((KnownBead(zh, en), bead))
    return beads


def _lines_of(
    passages: Iterable[Passage], starts: Collection[int]
) -> tuple[int, ...]:
    """The lines on which paragraphs begin; a passage may be several of them, joined."""
    lines = [
        line for passage in passages for line in passage.lines if line in starts
    ]
    return tuple(dict.fromkeys(lines))


def _headings(
    alignment: Alignment, beads: Sequence[tuple[KnownBead, Bead]]
) -> dict[KnownBead, list[_AlignedRow]]:
    """The rows of headings, each before the bead that it stands before."""
    by_bead = {id(bead): known for known, bead in beads}
    waiting: list[_AlignedRow] = []
    headings: dict[KnownBead, list[_AlignedRow]] = {}
    for row in alignment.rows:
        if isinstance(row, SectionPair):
            zh, en = (
                [title.text for title in row.passages(side)] for side in _SIDES
            )
            if zh or en:
                waiting.append(
                    _AlignedRow(None, zh, en, row.confidence, is_heading=True)
                )
        elif id(row) in by_bead and waiting:
            headings[by_bead[id(row)]] = waiting
            waiting = []
    return headings


def _step(visit: Visit) -> PageAnswer:
    """Take a step at a bead, or take back what is known of it; it is written at once."""
    unit = _unit(visit)
    known = known_beads_of(unit)
    bead = KnownBead(_lines_sent(visit, "zh"), _lines_sent(visit, "en"))
    step = next((one for one in STEPS if one == visit.field("step")), None)
    if step is None and visit.field("step") != "forget":
        raise NqptermsError("step: expected one of those that the page names")
    if step is None:
        more: list[KnownBead] = [bead]
        changed = [one for one in known if not one.touches(bead)]
    else:
        rows = [
            row.bead
            for row in _view(visit.desk, unit).rows
            if row.bead is not None
        ]
        if bead not in rows:
            raise NotThereError(
                "this paragraph stands elsewhere by now: load the page again"
            )
        more = known_after(rows, rows.index(bead), step)
        changed = with_known(known, more)
    if not write_known_beads(unit, known, changed):
        raise NqptermsError(
            "somebody has changed this pair meanwhile: load the page again"
        )
    view = _view(visit.desk, unit, now=bead_name(more[0]))
    return part("alignment_rows.html.j2", view=view)


def bead_name(bead: KnownBead) -> str:
    """What the page calls a bead.

    >>> bead_name(KnownBead((3, 4), ()))
    '3+4='
    """
    return "=".join("+".join(map(str, bead.lines(side))) for side in _SIDES)


def _lines_sent(visit: Visit, side: Side) -> tuple[int, ...]:
    """The lines of one side that a script has sent."""
    parts = [text for text in visit.field(side).split("+") if text]
    if not all(
        text.isascii() and text.isdecimal() and len(text) < 9 for text in parts
    ):
        raise NqptermsError(
            f"lines {visit.field(side)[:40]!r}: expected numbers with + between"
        )
    return tuple(map(int, parts))


def _save(visit: Visit) -> PageAnswer:
    """The alignment as a file to save."""
    unit = _unit(visit)
    kind = visit.query.get("as", "")
    if kind not in _SAVED:
        raise NqptermsError(
            f"{kind[:20]!r}: expected one of {', '.join(_SAVED)}"
        )
    name = f"{Path(unit.name).name}.{kind}"
    if kind == "anchors":
        return download("".join(dump_known_beads(known_beads_of(unit))), name)
    errand, sign = _errand_of(visit.desk, unit)
    state = errand.wait(sign, partial(aligned_unit, unit))
    if state.result is None:
        raise NqptermsError(state.failure)
    return download(_written(state.result, name, kind), name)


def _written(alignment: Alignment, name: str, kind: str) -> bytes:
    """An alignment in a format that holds it."""
    with tempfile.TemporaryDirectory(prefix="nqpterms-") as folder:
        path = Path(folder, name)
        if kind == "jsonl":
            path.write_text("".join(dump_jsonl(alignment)), encoding="utf-8")
        elif kind == "xlsx":
            dump_xlsx(alignment, path)
        else:
            dump_segments(alignment.segments(), path, **_options(kind))
        return path.read_bytes()


def _options(kind: str) -> dict[str, Any]:
    """The options with which a bitext is written: what it has no place for is left out."""
    return {"lossy": True} if kind in ("tsv", "tmx", "xlf") else {}


ALIGNMENT_PAGE = ReviewPage(
    "/alignment",
    "Alignment",
    (
        PageRoute("GET", "/alignment", _list),
        PageRoute("GET", "/alignment/pair/{name:path}", _pair),
        PageRoute("POST", "/alignment/pair/{name:path}", _step),
        PageRoute("GET", "/alignment/save/{name:path}", _save),
    ),
)
