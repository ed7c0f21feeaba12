"""Alignments as lines of text: JSON Lines, TSV, beads, and a form for reading.

    Alignment ──dump_*──▶ lines, each with its line end

JSON Lines hold every row. TSV is a bitext that spreadsheets open: headings, lists, and the beads
of the finest level only, so that no text comes twice. Both are read back as any bitext is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    NotePair,
    Row,
    SectionPair,
    Segment,
    Side,
    join,
)
from nqpterms.model.document import Note, Passage, Section
from nqpterms.model.places import Span

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
            _line_numbers(zh),
            _line_numbers(en),
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
        where = f"{_line_numbers(zh) or '–'} | {_line_numbers(en) or '–'}"
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


def _line_numbers(side: dict[str, Any] | None) -> str:
    """The lines of a side, with commas."""
    found = (side.get("lines") or [side.get("line")]) if side else []
    return ",".join(str(line) for line in found if line is not None)


def load_anchors(path: str | Path) -> list[tuple[int, int]]:
    """The (Chinese line, English line) pairs of a file, in order.

    Two numbers a row, parted by a tab, a comma or blanks; ``#`` begins a comment. Raises
    FormatError with the line of a row that is none, or whose lines run backwards.
    """
    pairs: list[tuple[int, int]] = []
    for number, line in numbered_lines(path):
        cells = line.partition("#")[0].replace(",", " ").split()
        if not cells:
            continue
        if len(cells) != 2 or not all(cell.isdecimal() and int(cell) for cell in cells):
            message = f"expected two line numbers (Chinese, English), found {line[:40]!r}"
            raise FormatError(message, path, number)
        pair = (int(cells[0]), int(cells[1]))
        if pairs and not (pairs[-1][0] < pair[0] and pairs[-1][1] < pair[1]):
            raise FormatError("anchors must grow on both sides: order is kept", path, number)
        pairs.append(pair)
    return pairs


_TOKEN = re.compile(r"[^ \t]+")  # other blanks, as U+3000, part no tokens for the aligners
_LINK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_BAR = "|||"
_SHOWN = 20  # code points of a text that a message shows


def load_links(
    links: str | Path, tokens: str | Path, segments: Sequence[Segment]
) -> list[tuple[tuple[Span, Span], ...]]:
    """Of each segment the stretches of its Chinese and its English that are linked.

    Raises FormatError with file and line where a file has not one line a segment, where tokens
    are not the text of their segment, and for links that are none or that no token belongs to.
    """
    token_lines = _lines_of(tokens, len(segments))
    link_lines = _lines_of(links, len(segments))
    found = []
    for line, segment in enumerate(segments, 1):
        try:
            zh, en = _located(token_lines[line - 1], segment)
        except FormatError as error:
            raise FormatError(error.message, tokens, line) from None
        try:
            found.append(tuple(_linked(link_lines[line - 1], zh, en)))
        except FormatError as error:
            raise FormatError(error.message, links, line) from None
    return found


def token_spans(tokens: Iterable[str], text: str) -> list[Span]:
    """Where each token stands in the text that the tokens were cut from.

    A token of blanks alone has an empty span. Raises FormatError where tokens and text differ.

    >>> token_spans(["develop", "new", "quality", "-"], "Develop  new quality-")
    [Span(start=0, end=7), Span(start=9, end=12), Span(start=13, end=20), Span(start=20, end=21)]
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    spans, done = [], 0
    for token in tokens:
        signs = "".join(token.split())
        here = places[done : done + len(signs)]
        if "".join(text[at] for at in here).lower() != signs.lower():
            at = here[0] if here else len(text)
            rest = repr(text[at : at + _SHOWN]) if here else "ended"
            message = f"token {token!r} where the text of the pair has {rest}"
            raise FormatError(f"{message}: expected the same text, only cut by blanks")
        spans.append(Span(here[0], here[-1] + 1) if here else Span(0, 0))
        done += len(signs)
    if done < len(places):
        rest = text[places[done] :][:_SHOWN]
        raise FormatError(f"the tokens end where the text of the pair goes on: {rest!r}")
    return spans


def _lines_of(path: str | Path, count: int) -> list[str]:
    lines = [text for _, text in numbered_lines(path)]
    if len(lines) != count:
        message = f"{len(lines)} lines for {count} pairs: expected one line a pair, in their order"
        raise FormatError(message, path, min(len(lines), count) + 1)
    return lines


def _located(line: str, segment: Segment) -> tuple[list[Span], list[Span]]:
    """The tokens of both sides in their texts."""
    tokens = _TOKEN.findall(line)
    if tokens.count(_BAR) != 1:
        raise FormatError(f"expected Chinese tokens, one {_BAR}, and English tokens")
    bar = tokens.index(_BAR)
    return token_spans(tokens[:bar], segment.zh), token_spans(tokens[bar + 1 :], segment.en)


def _linked(line: str, zh: Sequence[Span], en: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    for link in _TOKEN.findall(line):
        match = _LINK.fullmatch(link)
        if not match:
            raise FormatError(f"{link!r} is no link: expected 0-0, a Chinese and an English token")
        left, right = int(match[1]), int(match[2])
        if left >= len(zh) or right >= len(en):
            have = f"{len(zh)} Chinese and {len(en)} English tokens"
            message = f"link {link} of a pair with {have}: expected Chinese first, counted from 0"
            raise FormatError(message)
        yield zh[left], en[right]
