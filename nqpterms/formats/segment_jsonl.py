"""Bitext as JSON Lines: ``{"zh": …, "en": …}``, `doc` and `id` optional; or what align printed.

In the output of ``nqpterms align`` a paragraph's sentences stand right behind it and take its
place; headings and notes are segments too; a side without a partner gives none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nqpterms.alignment import Segment
from nqpterms.errors import FormatError
from nqpterms.opening import numbered_lines
from nqpterms.places import Anchor, Place
from nqpterms.writing import atomic


def load(path: str | Path) -> Iterator[Segment]:
    """The pairs of a JSON Lines file in order; a broken line is a FormatError."""
    paragraph: Segment | None = None
    for row, (line, text) in enumerate(_lines(path), 1):
        item = _object(text, path, line)
        segment = _segment(item, row, path, line)
        if paragraph and item.get("level") != "sentence":
            yield paragraph
        paragraph = None
        if item.get("level") == "paragraph":
            paragraph = segment
        elif segment:
            yield segment
    if paragraph:
        yield paragraph


def dump(segments: Iterable[Segment], path: str | Path) -> None:
    """Write pairs as JSON Lines; `doc` and `id` where there are any, inline markup refused."""
    with atomic(path) as file:
        for number, segment in enumerate(segments, 1):
            if segment.markup:
                message = f"segment {number} has inline markup, which JSON Lines cannot hold"
                raise FormatError(f"{message}; write TMX instead", path)
            item = {"zh": segment.zh, "en": segment.en}
            item |= {k: v for k, v in (("doc", segment.doc), ("id", segment.id)) if v}
            if segment.target == "zh":
                item["target"] = "zh"
            file.write(json.dumps(item, ensure_ascii=False) + "\n")


def _lines(path: str | Path) -> Iterator[tuple[int, str]]:
    return ((number, text) for number, text in numbered_lines(path) if text.strip())


def _object(text: str, path: str | Path, line: int) -> dict[str, Any]:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}", path, line) from None
    if not isinstance(item, dict) or not {"zh", "en"} <= item.keys():
        raise FormatError('expected an object with "zh" and "en"', path, line)
    return item


def _segment(item: dict[str, Any], row: int, path: str | Path, line: int) -> Segment | None:
    """The pair of one line; None where a side is null."""
    zh, en = (_text(item[side], side, path, line) for side in ("zh", "en"))
    if zh is None or en is None:
        return None
    doc, name = (_text(item.get(key, ""), key, path, line) or "" for key in ("doc", "id"))
    confidence = item.get("confidence", 1.0)
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise FormatError('expected "confidence" between 0 and 1', path, line)
    return Segment(
        zh[0],
        en[0],
        row=row,
        doc=doc[0] if doc else "",
        confidence=float(confidence),
        zh_anchors=_anchors(zh[1] or line),
        en_anchors=_anchors(en[1] or line),
        id=name[0] if name else "",
        target="zh" if item.get("target") == "zh" else "en",
    )


def _text(value: Any, key: str, path: str | Path, line: int) -> tuple[str, int | None] | None:
    """A text and the line on which align found it; None for null."""
    found: int | None = None
    if isinstance(value, dict):  # a side as align prints it: a text, or a heading's title
        lines = value.get("lines") or [value.get("line")]
        found = lines[0] if isinstance(lines, list) and isinstance(lines[0], int) else None
        value = value.get("text", value.get("title"))
    if value is None:
        return None
    if not isinstance(value, str):
        raise FormatError(f'expected a text for "{key}"', path, line)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"U+{ord(value[error.start]):04X}"
        message = f'"{key}" holds half a surrogate pair ({what}), which is no character'
        raise FormatError(f"{message}; write the character whole", path, line) from None
    return value, found


def _anchors(line: int) -> tuple[Anchor, ...]:
    return (Anchor(0, 0, Place(line, 1)),)
