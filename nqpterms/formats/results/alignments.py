"""Alignments as lines of text, and what people and other aligners hand in about one.

    Alignment ──dump_*──▶ lines, each with its line end
              ◀──load_alignment── JSON Lines

JSON Lines hold every row. TSV is a bitext that spreadsheets open, and a workbook has the same
cells: headings, lists, and the beads of the finest level only, so that no text comes twice. All are
read as any bitext is, too; what somebody corrects in them is read by `corrections.py`.

    tokens    发展 新质 生产力 ||| develop new quality productive forces
    links     0-0 1-1 1-2 2-3 2-4

Tokens and links are Pharaoh's format, which fast_align and eflomal write. The tokens are the file
that the aligner has read: one pair a line, Chinese first, tokens between blanks. A link is a
Chinese and an English token, both counted from 0. However the tokens are cut, together they must
be the text of the pair: only blanks and the case of letters may differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.office.spreadsheet import (
    NO_CELL_HOLDS,
    guarded,
    write_sheet,
)
from nqpterms.files.text_lines import numbered_lines
from nqpterms.lang.chinese import script
from nqpterms.model.alignment import (
    Alignment,
    Bead,
    NotePair,
    Row,
    SectionPair,
    Segment,
    Side,
    joined,
    level_of,
)
from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.places import Anchor, Place, Span

TABLE_COLUMNS = (
    "zh",
    "en",
    "level",
    "confidence",
    "lines_zh",
    "lines_en",
    "reason",
)
_BREAK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_GLUE: dict[Side, str] = {"zh": "", "en": " "}
# Other blanks, as U+3000, part no tokens for the aligners.
_TOKEN = re.compile(r"[^ \t]+")
_LINK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_BAR = "|||"
_EXCERPT = 20  # code points of a text in a message


def dump_jsonl(alignment: Alignment) -> Iterator[str]:
    """One JSON object a row: level, both sides (null without partner), confidence, reason.

    What stands alone and is not sure to has its likeliest partner, too.
    """
    for row in alignment.rows:
        value: dict[str, Any] = {
            "level": level_of(row),
            "zh": _side(row.zh, "zh"),
            "en": _side(row.en, "en"),
            "confidence": round(row.confidence, 4),
        }
        if row.reason:
            value["reason"] = row.reason
        if isinstance(row, Bead) and row.likeliest:
            value["likeliest"] = _side(row.likeliest, "en" if row.zh else "zh")
        yield json.dumps(value, ensure_ascii=False) + "\n"


def dump_tsv(alignment: Alignment) -> Iterator[str]:
    """A header and one line a row: both texts, level, confidence, lines, reason.

    A tab or line break inside a text becomes a blank; what a spreadsheet would take for a formula
    is made harmless.
    """
    for cells in _table(alignment):
        yield "\t".join(guarded(_BREAK.sub(" ", cell)) for cell in cells) + "\n"


def dump_xlsx(alignment: Alignment, path: str | Path) -> None:
    """Write the cells of the TSV as a workbook; what no cell holds is shown as a box."""
    rows = (
        [NO_CELL_HOLDS.sub("\ufffd", cell) for cell in cells]
        for cells in _table(alignment)
    )
    write_sheet(path, rows, title="alignment")


def _table(alignment: Alignment) -> Iterator[Sequence[str]]:
    """The header and the cells of each row."""
    yield TABLE_COLUMNS
    for row in _finest(alignment):
        zh, en = _side(row.zh, "zh"), _side(row.en, "en")
        yield (
            _text(zh),
            _text(en),
            level_of(row),
            f"{row.confidence:.4f}",
            _line_numbers(zh),
            _line_numbers(en),
            row.reason,
        )


def dump_beads(alignment: Alignment) -> Iterator[str]:
    """The beads of the finest level as `[zh]:[en]:confidence`, counted from 0 on each side.

    Beads come in reading order and hold every passage once, so a passage's number is its place.
    """
    zh = en = 0
    for row in _finest(alignment):
        if isinstance(row, Bead):
            sources = range(zh, zh + len(row.zh))
            targets = range(en, en + len(row.en))
            yield f"{list(sources)}:{list(targets)}:{row.confidence:.4f}\n"
            zh, en = sources.stop, targets.stop


def dump_text(alignment: Alignment) -> Iterator[str]:
    """Every row for a reader: where it stands and how sure it is, then the two texts."""
    yield from (f"! {warning}\n" for warning in alignment.warnings)
    for row in alignment.rows:
        level = level_of(row)
        indent = {"sentence": "    ", "paragraph": "  "}.get(level, "")
        zh, en = _side(row.zh, "zh"), _side(row.en, "en")
        lines = f"{_line_numbers(zh) or '–'} | {_line_numbers(en) or '–'}"
        yield f"{indent}{level} {lines}  {row.reason or f'{row.confidence:.2f}'}{_doubt(row)}\n"
        for side in (zh, en):
            if side is not None:
                text = _BREAK.sub(" ", _text(side))
                yield f"{indent}  {text or '(no heading)'}\n"


def _doubt(row: Row) -> str:
    """What is not sure about a row alone: the lines of the partner that it may have."""
    if not isinstance(row, Bead) or not row.likeliest:
        return ""
    lines = [str(line) for passage in row.likeliest for line in passage.lines]
    return f" ({row.confidence:.2f}; likeliest: {','.join(dict.fromkeys(lines)) or 'the next one'})"


class SideObject(Struct):
    """One side of a row as JSON has it: a heading, an item of a list, or running text."""

    text: str = ""
    lines: list[int] = []
    line: int | None = None
    paragraph: int | None = None
    page: int | None = None
    number: str | None = None
    title: str | None = None


class RowObject(Struct):
    """A row as JSON has it."""

    level: Literal[
        "section", "note", "reference", "entry", "paragraph", "sentence"
    ]
    zh: SideObject | None
    en: SideObject | None
    confidence: float
    reason: str = ""
    likeliest: SideObject | None = None


def load_alignment(path: str | Path) -> Alignment:
    """The alignment in JSON Lines, as ``nqpterms align --format jsonl`` writes it.

    What the file does not have is not made up: the passages of a side come back as one, a text
    that runs over several lines does not say where the next one begins, and the documents hold
    what stands in the rows. Raises FormatError with the line of what is no row.
    """
    rows = []
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        rows.append(_row_of(decoded_row(line, path, number)))
    return Alignment(
        _document(rows, "zh", path), _document(rows, "en", path), tuple(rows)
    )


def decoded_row(line: str, path: str | Path, number: int) -> RowObject:
    """A line of the JSON Lines; raises FormatError for what is no row."""
    try:
        return msgspec.json.decode(line, type=RowObject)
    except msgspec.DecodeError as error:
        raise FormatError(
            f"is no row of an alignment: {error}", path, number
        ) from None


def _row_of(row: RowObject) -> Row:
    if row.level == "section":
        zh, en = _section_of(row.zh), _section_of(row.en)
        return SectionPair(zh, en, row.confidence, row.reason)
    if row.level == "paragraph" or row.level == "sentence":
        sources, targets = _passages_of(row.zh), _passages_of(row.en)
        likeliest = _passages_of(row.likeliest)
        return Bead(
            row.level, sources, targets, row.confidence, row.reason, likeliest
        )
    return NotePair(
        row.level,
        _note_of(row.zh),
        _note_of(row.en),
        row.confidence,
        row.reason,
    )


def _section_of(side: SideObject | None) -> Section | None:
    if side is None:
        return None
    if side.title is None:  # its line is that of its text
        return Section(side.number, None, 1, (_passage("", side),))
    return Section(side.number, _passage(side.title, side), 1)


def _note_of(side: SideObject | None) -> Note | None:
    return (
        None
        if side is None
        else Note(side.number or "", _passage(side.text, side))
    )


def _passages_of(side: SideObject | None) -> tuple[Passage, ...]:
    return () if side is None else (_passage(side.text, side),)


def _passage(text: str, side: SideObject) -> Passage:
    """A text in its place; the lines that it reaches are noted at its end."""
    lines: list[int | None] = list(side.lines) or [side.line]
    first = Place(lines[0], page=side.page, paragraph=side.paragraph)
    if first == Place():
        return Passage(text)
    more = [Anchor(len(text), len(text), Place(line)) for line in lines[1:]]
    return Passage(text, (Anchor(0, 0, first), *more))


def _document(rows: Iterable[Row], side: Side, path: str | Path) -> Document:
    """A document of what stands on one side of the rows."""
    sections: list[Section] = []
    paragraphs: list[Passage] = []
    lists: dict[str, list[Note]] = {"note": [], "reference": [], "entry": []}
    for row in rows:
        value = row.zh if side == "zh" else row.en
        if isinstance(value, Section):
            sections.append(value)
        elif isinstance(value, Note) and isinstance(row, NotePair):
            lists[row.kind].append(value)
        elif isinstance(value, tuple) and level_of(row) == "paragraph":
            paragraphs += value
    texts = "".join(passage.text for passage in paragraphs)
    return Document(
        str(path),
        script(texts) if side == "zh" else "en",
        Section(None, None, 0, tuple(paragraphs), tuple(sections)),
        notes=tuple(lists["note"]),
        references=tuple(lists["reference"]),
        entries=tuple(lists["entry"]),
    )


def _finest(alignment: Alignment) -> Iterator[Row]:
    """The rows without the paragraphs whose sentences are rows themselves."""
    finest = "sentence" if alignment.beads("sentence") else "paragraph"
    for row in alignment.rows:
        if not isinstance(row, Bead) or row.level == finest:
            yield row


def _side(
    value: Section | Note | tuple[Passage, ...] | None, side: Side
) -> dict[str, Any] | None:
    """One side of a row as JSON has it; None where it has no partner."""
    if isinstance(value, Section):
        title = value.title.text if value.title else None
        return {"number": value.number, "title": title, "line": value.line}
    if isinstance(value, Note):
        return {
            "number": value.number,
            "line": value.body.line,
            "text": value.body.text,
        }
    if not value:
        return None
    lines = [line for passage in value for line in passage.lines]
    item: dict[str, Any] = {"lines": list(dict.fromkeys(lines))}
    place = value[0].place
    if place.paragraph is not None:
        item["paragraph"] = place.paragraph
    if place.page is not None:
        item["page"] = place.page
    item["text"] = joined(value, _GLUE[side]).text
    return item


def _text(side: dict[str, Any] | None) -> str:
    """The text of a side: a title or a running text."""
    if side is None:
        return ""
    return side.get("text") or side.get("title") or ""


def _line_numbers(side: dict[str, Any] | None) -> str:
    """The lines of a side, with commas."""
    if side is None:
        return ""
    lines = side.get("lines") or [side.get("line")]
    return ",".join(str(line) for line in lines if line is not None)


def load_links(
    links: str | Path, tokens: str | Path, segments: Sequence[Segment]
) -> list[tuple[tuple[Span, Span], ...]]:
    """Of each segment the stretches of its Chinese and its English that are linked.

    Raises FormatError with file and line where a file has not one line a segment, where tokens
    are not the text of their segment, and for links that are none or that no token belongs to.
    """
    token_lines = _lines_of(tokens, len(segments))
    link_lines = _lines_of(links, len(segments))
    links_by_segment = []
    for number, segment in enumerate(segments, 1):
        path = tokens
        try:
            zh, en = _located(token_lines[number - 1], segment)
            path = links
            links_by_segment.append(
                tuple(_linked(link_lines[number - 1], zh, en))
            )
        except FormatError as error:
            raise FormatError(error.message, path, number) from None
    return links_by_segment


def _token_spans(tokens: Iterable[str], text: str) -> list[Span]:
    """Where each token stands in the text that the tokens were cut from.

    A token of blanks alone has an empty span. Raises FormatError where tokens and text differ.

    >>> _token_spans(["develop", "new", "quality", "-"], "Develop  new quality-")
    [Span(start=0, end=7), Span(start=9, end=12), Span(start=13, end=20), Span(start=20, end=21)]
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    spans, done = [], 0
    for token in tokens:
        signs = "".join(token.split())
        here = places[done : done + len(signs)]
        if "".join(text[at] for at in here).lower() != signs.lower():
            rest = repr(text[here[0] :][:_EXCERPT]) if here else "ended"
            message = f"token {token!r} where the text of the pair has {rest}"
            raise FormatError(
                f"{message}: expected the same text, only cut by blanks"
            )
        spans.append(Span(here[0], here[-1] + 1) if here else Span(0, 0))
        done += len(signs)
    if done < len(places):
        rest = text[places[done] :][:_EXCERPT]
        raise FormatError(
            f"the tokens end where the text of the pair goes on: {rest!r}"
        )
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
        raise FormatError(
            f"expected Chinese tokens, one {_BAR}, and English tokens"
        )
    bar = tokens.index(_BAR)
    return _token_spans(tokens[:bar], segment.zh), _token_spans(
        tokens[bar + 1 :], segment.en
    )


def _linked(
    line: str, zh: Sequence[Span], en: Sequence[Span]
) -> Iterator[tuple[Span, Span]]:
    for link in _TOKEN.findall(line):
        match = _LINK.fullmatch(link)
        if not match:
            raise FormatError(
                f"{link!r} is no link: expected 0-0, a Chinese and an English token"
            )
        zh_token, en_token = int(match[1]), int(match[2])
        if zh_token >= len(zh) or en_token >= len(en):
            have = f"{len(zh)} Chinese and {len(en)} English tokens"
            message = f"link {link} of a pair with {have}: expected Chinese first, counted from 0"
            raise FormatError(message)
        yield zh[zh_token], en[en_token]
