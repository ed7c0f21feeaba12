"""Alignments as lines of text: JSON Lines, TSV, beads, and a form for reading.

    Alignment ──dump_*──▶ lines, each with its line end

JSON Lines hold every row. TSV is a bitext that spreadsheets open: headings, lists, and the beads
of the finest level only, so that no text comes twice. Both are read back as any bitext is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from nqpterms.model.alignment import Alignment, Bead, NotePair, Row, SectionPair, Side, join
from nqpterms.model.document import Note, Passage, Section

TSV_COLUMNS = ("zh", "en", "level", "confidence", "lines_zh", "lines_en", "reason")

_BREAK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_GLUE: dict[Side, str] = {"zh": "", "en": " "}


def dump_jsonl(alignment: Alignment) -> Iterator[str]:
    """One JSON object a row: level, both sides (null without partner), confidence, reason."""
    for row in alignment.rows:
        value: dict[str, Any] = {
            "level": level(row),
            "zh": _side(row.zh, "zh"),
            "en": _side(row.en, "en"),
            "confidence": round(row.confidence, 4),
        }
        if row.reason:
            value["reason"] = row.reason
        yield json.dumps(value, ensure_ascii=False) + "\n"


def dump_tsv(alignment: Alignment) -> Iterator[str]:
    """A header and one line a row: both texts, level, confidence, lines, reason.

    A tab or line break inside a text becomes a blank.
    """
    yield "\t".join(TSV_COLUMNS) + "\n"
    for row in _finest(alignment):
        zh, en = _side(row.zh, "zh"), _side(row.en, "en")
        cells = (
            _text(zh),
            _text(en),
            level(row),
            f"{row.confidence:.4f}",
            _lines(zh),
            _lines(en),
            row.reason,
        )
        yield "\t".join(_BREAK.sub(" ", cell) for cell in cells) + "\n"


def dump_beads(alignment: Alignment) -> Iterator[str]:
    """The beads of the finest level as `[zh]:[en]:confidence`, counted from 0 on each side.

    Beads come in reading order and hold every passage once, so a passage's number is its place.
    """
    zh = en = 0
    for row in _finest(alignment):
        if isinstance(row, Bead):
            left, right = range(zh, zh + len(row.zh)), range(en, en + len(row.en))
            yield f"{list(left)}:{list(right)}:{row.confidence:.4f}\n"
            zh, en = left.stop, right.stop


def dump_text(alignment: Alignment) -> Iterator[str]:
    """Every row for a reader: where it stands and how sure it is, then the two texts."""
    yield from (f"! {warning}\n" for warning in alignment.warnings)
    for row in alignment.rows:
        zh, en = _side(row.zh, "zh"), _side(row.en, "en")
        where = f"{_lines(zh) or '–'} | {_lines(en) or '–'}"
        told = row.reason or f"{row.confidence:.2f}"
        indent = "    " if level(row) == "sentence" else "  " if isinstance(row, Bead) else ""
        yield f"{indent}{level(row)} {where}  {told}\n"
        for side in (zh, en):
            if side is not None:
                yield f"{indent}  {_BREAK.sub(' ', _text(side)) or '(no heading)'}\n"


def level(row: Row) -> str:
    """The level of a row, as the machine formats name it."""
    if isinstance(row, SectionPair):
        return "section"
    return row.kind if isinstance(row, NotePair) else row.level


def _finest(alignment: Alignment) -> Iterator[Row]:
    """The rows without the paragraphs whose sentences are rows themselves."""
    finest = "sentence" if alignment.beads("sentence") else "paragraph"
    return (r for r in alignment.rows if not isinstance(r, Bead) or r.level == finest)


def _side(value: Section | Note | tuple[Passage, ...] | None, side: Side) -> dict[str, Any] | None:
    """One side of a row as JSON has it; None where it has no partner."""
    if isinstance(value, Section):
        title = value.title.text if value.title else None
        return {"number": value.number, "title": title, "line": value.line}
    if isinstance(value, Note):
        return {"number": value.number, "line": value.body.line, "text": value.body.text}
    if not value:
        return None
    lines = list(dict.fromkeys(line for passage in value for line in passage.lines))
    place = value[0].place
    extra = {"paragraph": place.paragraph, "page": place.page}
    given = {key: number for key, number in extra.items() if number is not None}
    return {"lines": lines, **given, "text": join(value, _GLUE[side])[0]}


def _text(side: dict[str, Any] | None) -> str:
    """The text of a side: a title or a running text."""
    return (side.get("text") or side.get("title") or "") if side else ""


def _lines(side: dict[str, Any] | None) -> str:
    """The lines of a side, with commas."""
    found = (side.get("lines") or [side.get("line")]) if side else []
    return ",".join(str(line) for line in found if line is not None)
