"""Bitext as records, JSON Lines or Parquet: ``{"zh": …, "en": …}``, more keys optional.

A line of JSON may have `source` and `target` in their place, as ``nqpterms annotate`` writes and
translation engines read; `source_lang` and `target_lang`, or else the script, say which is Chinese.
Other names of the two are understood as heads of a table are (`zh_CN`, `src`, 原文), and the two
may stand in an object of their own, ``{"translation": {"zh": …, "en": …}}``. The objects may be
those of one array.
`doc`, `id`, `target`, `confidence` and `markup` are the fields of a Segment, other keys its
properties. In the output of ``nqpterms align`` a paragraph's sentences stand right behind it and
take its place; headings and notes are segments too; a side without a partner gives none.

Parquet has the same names as columns. Row groups are read one after the other, so that a shard of
any size streams.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.files.remarks import broken_parts
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import atomic, text_file
from nqpterms.formats.bitexts.bitext_pairs import (
    OTHER,
    Property,
    naming_segment,
    source_side,
)
from nqpterms.formats.bitexts.parquet_rows import (
    ROWS,
    parquet_module,
    parquet_rows,
)
from nqpterms.formats.column_heads import heading
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Anchor, Place

_FIELDS = frozenset({"zh", "en", "doc", "id", "target", "confidence", "markup"})
_ROLES = ("source", "target", "source_lang", "target_lang")
# Keys of align's rows, of no use to a segment.
_ALIGNED = frozenset({"level", "reason"})
# What stands between the values of an array.
_BETWEEN = frozenset(" \t\r\n,")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = ("zh", "en", "doc", "id", "target")


def load_jsonl(
    path: str | Path,
    *,
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
) -> Iterator[Segment]:
    """The pairs of a JSON Lines file in order; a broken line is a FormatError.

    With *broken* it is left out, and its error given to it. With *untranslated* a line may have
    its source alone.
    """
    give = broken_parts(broken)
    paragraph: Segment | None = None
    row = 0
    for line, text in _object_texts(path):
        row += 1
        try:
            item = _object(text, untranslated=untranslated)
            segment = _segment_of(item, row, line)
        except FormatError as error:
            give(FormatError(error.message, path, line))
            continue
        level = item.get("level") if _is_aligned(item) else None
        if paragraph and level != "sentence":
            yield paragraph
        paragraph = None
        if level == "paragraph":
            paragraph = segment
        elif segment:
            yield segment
    if paragraph:
        yield paragraph


def _object_texts(path: str | Path) -> Iterator[tuple[int, str]]:
    """The text of each object and the number of its line: a line each, or those of an array."""
    lines = (
        (line, text) for line, text in numbered_lines(path) if text.strip()
    )
    first = next(lines, None)
    if first is None:
        return
    if first[1].lstrip().startswith("["):
        yield from _texts_in_array(chain((first,), lines), path)
        return
    yield first
    yield from lines


def _texts_in_array(
    lines: Iterable[tuple[int, str]], path: str | Path
) -> Iterator[tuple[int, str]]:
    """The text of each value of a JSON array, and the line that it begins on."""
    numbers = []
    texts = []
    for line, text in lines:
        numbers.append(line)
        texts.append(text)
    whole = "\n".join(texts)
    decoder = json.JSONDecoder()
    end = whole.index("[") + 1
    line_ends = 0
    while True:
        begin = end
        while whole[begin : begin + 1] in _BETWEEN:
            line_ends += whole[begin] == "\n"
            begin += 1
        if whole[begin : begin + 1] == "]":
            return
        line = numbers[min(line_ends, len(numbers) - 1)]
        try:
            _, end = decoder.raw_decode(whole, begin)
        except (ValueError, RecursionError) as error:
            message = f"not JSON: {getattr(error, 'msg', error)}"
            raise FormatError(message, path, line) from None
        text = whole[begin:end]
        line_ends += text.count("\n")
        yield line, text


def dump_jsonl(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs as JSON Lines, with everything that they hold; `lossy` changes nothing."""
    del lossy  # there is nothing that JSON cannot hold
    with text_file(path) as file:
        for number, segment in enumerate(segments, 1):
            text = json.dumps(_object_of(segment), ensure_ascii=False)
            half = _SURROGATE.search(text)
            if half:
                with naming_segment(number, path):
                    message = (
                        f"holds half a surrogate pair (U+{ord(half[0]):04X})"
                    )
                    raise FormatError(f"{message}, which is no text")
            file.write(text + "\n")


def load_parquet(
    path: str | Path, *, broken: Callable[[FormatError], None] | None = None
) -> Iterator[Segment]:
    """The pairs of a Parquet file in order; a row of other kinds of values is a FormatError.

    With *broken* such a row is left out, and its error given to it. Raises MissingExtraError
    without pyarrow.
    """
    give = broken_parts(broken)
    for row, record in enumerate(
        parquet_rows(path, wanted=frozenset(("zh", "en"))), 1
    ):
        try:
            segment = _segment_of(_plain_object(record), row, None)
        except FormatError as error:
            give(FormatError(f"row {row}: {error.message}", path, row))
            continue
        if segment:
            yield segment


def dump_parquet(
    segments: Iterable[Segment], path: str | Path, *, lossy: bool = False
) -> None:
    """Write pairs as Parquet, with everything that they hold; `lossy` changes nothing."""
    del lossy
    parquet = parquet_module()
    import pyarrow as pa

    pair = pa.list_(pa.struct({"name": pa.string(), "value": pa.string()}))
    code = pa.list_(
        pa.struct({"side": pa.string(), "at": pa.int64(), "code": pa.string()})
    )
    schema = pa.schema(
        [
            *((name, pa.string()) for name in _TEXTS),
            ("confidence", pa.float64()),
            ("markup", code),
            ("properties", pair),
        ]
    )
    rest = iter(segments)
    with (
        atomic(path, encoding=None) as file,
        parquet.ParquetWriter(file, schema) as writer,
    ):
        while group := [_record_of(segment) for segment in islice(rest, ROWS)]:
            try:
                table = pa.Table.from_pylist(group, schema=schema)
            except UnicodeEncodeError:
                raise FormatError(
                    "holds half a surrogate pair, which is no text", path
                ) from None
            writer.write_table(table)


def _object_of(segment: Segment) -> dict[str, Any]:
    """A segment as an object of JSON Lines; what is empty has no key."""
    item: dict[str, Any] = {"zh": segment.zh, "en": segment.en}
    if segment.doc:
        item["doc"] = segment.doc
    if segment.id:
        item["id"] = segment.id
    if segment.target == "zh":
        item["target"] = "zh"
    if segment.confidence != 1:
        item["confidence"] = segment.confidence
    if segment.markup:
        item["markup"] = segment.markup
    _put_properties(item, segment.properties)
    return item


def _put_properties(
    item: dict[str, Any], properties: Iterable[Property]
) -> None:
    """Properties into an object: one value as it is, several as a list."""
    grouped: dict[str, list[str]] = {}
    for name, value in properties:
        grouped.setdefault(name, []).append(value)
    # A name of a field, as another file may have it, goes into a group of its own.
    own = {
        name: grouped.pop(name)
        for name in sorted(grouped.keys() & (_FIELDS | {"properties"}))
    }
    for name, values in grouped.items():
        item[name] = values[0] if len(values) == 1 else values
    if own:
        item["properties"] = own


def _object(text: str, *, untranslated: bool) -> dict[str, Any]:
    """The object of a line, with "zh" and "en"; raises FormatError for what is no pair."""
    item = _parsed(text)
    if item.keys().isdisjoint(("zh", "en")):
        item = _with_known_keys(item)
    if untranslated:
        item = _with_both_sides(item)
    if (
        "source" in item
        and "target" in item
        and item.keys().isdisjoint(("zh", "en"))
    ):
        item = _by_language(item)
    if not {"zh", "en"} <= item.keys():
        raise FormatError(
            'expected an object with "zh" and "en", or "source" and "target"'
        )
    if "\\u" in text:  # only an escape can spell half a pair
        half = _SURROGATE.search(json.dumps(item, ensure_ascii=False))
        if half:
            message = f"holds half a surrogate pair (U+{ord(half[0]):04X})"
            raise FormatError(f"{message}; write the character whole")
    return item


def _parsed(text: str) -> dict[str, Any]:
    """The object of a line as it stands there."""
    try:
        item: Any = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"at character {error.pos + 1}"
        raise FormatError(f"not JSON: {error.msg} {where}") from None
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from None
    if not isinstance(item, dict):
        raise FormatError('expected an object with "zh" and "en"')
    return item


def _with_known_keys(item: dict[str, Any]) -> dict[str, Any]:
    """An object with our keys for its two texts, where others name the languages or the sides."""
    item = _unfolded(item)
    key_by_name = _keys_of_texts(item)
    for own in (("zh", "en"), ("source", "target")):
        if key_by_name.keys() >= set(own):
            name_by_key = {key_by_name[name]: name for name in own}
            return {
                name_by_key.get(key, key): value for key, value in item.items()
            }
    return item


def _unfolded(item: dict[str, Any]) -> dict[str, Any]:
    """An object with the texts that others put into an object of their own inside it."""
    pair = item.get("translation")
    if not isinstance(pair, dict) or len(pair) < 2:
        return item
    rest = {key: value for key, value in item.items() if value is not pair}
    return rest | pair


def _keys_of_texts(item: dict[str, Any]) -> dict[str, str]:
    """The keys of an object's texts by what we call them: zh and en, source and target."""
    key_by_name: dict[str, str] = {}
    for key, value in item.items():
        head = heading(key) if isinstance(value, str) else None
        if head is None or head.role != "term":
            continue
        name = head.side or head.part or ""
        if name not in item:
            key_by_name.setdefault(name, key)
    return key_by_name


def _with_both_sides(item: dict[str, Any]) -> dict[str, Any]:
    """An object that has a source alone, with an empty translation beside it."""
    texts = [key for key in ("zh", "en", "source") if key in item]
    if len(texts) != 1:
        return item
    if texts == ["source"]:
        return {"target": ""} | item
    return item | (
        {"en": ""} if texts == ["zh"] else {"zh": "", "target": "zh"}
    )


def _by_language(item: dict[str, Any]) -> dict[str, Any]:
    """An object of source and target as one of Chinese and English."""
    texts = {key: _text(item[key], key) for key in ("source", "target")}
    source, target = (text or "" for text in texts.values())
    tags = [
        _text(item.get(key), key) or ""
        for key in ("source_lang", "target_lang")
    ]
    side = source_side(tags[0], tags[1], [(source, target)])
    if side is None:
        raise FormatError(
            f"from {tags[0]!r} to {tags[1]!r}: expected Chinese and English"
        )
    rest = {key: value for key, value in item.items() if key not in _ROLES}
    return rest | {
        side: texts["source"],
        OTHER[side]: texts["target"],
        "target": OTHER[side],
    }


def _segment_of(
    item: dict[str, Any], row: int, line: int | None
) -> Segment | None:
    """The pair of one object in row *row*; None where a side is null.

    *line* is that of the file, None where it has none. Raises FormatError for a value of another
    kind than its key asks for.
    """
    zh, en = _text(item["zh"], "zh"), _text(item["en"], "en")
    if zh is None or en is None:
        return None
    if item.get("target", "en") not in ("zh", "en"):
        raise FormatError('expected "zh" or "en" as "target"')
    anchors = (Anchor(0, 0, Place(line, 1 if line else None)),)
    return Segment(
        zh,
        en,
        row=row,
        doc=_text(item.get("doc"), "doc") or "",
        confidence=_confidence(item),
        zh_anchors=anchors,
        en_anchors=anchors,
        markup=_markup(item.get("markup", [])),
        id=_text(item.get("id"), "id") or "",
        target="zh" if item.get("target") == "zh" else "en",
        properties=tuple(_properties(item)),
    )


def _is_aligned(item: dict[str, Any]) -> bool:
    """Whether a line is a row of align's output: a side is an object or missing."""
    return not (isinstance(item["zh"], str) and isinstance(item["en"], str))


def _text(value: Any, key: str) -> str | None:
    """A text, or that of a side as align prints it; None for null."""
    if isinstance(value, dict):
        value = value.get("text", value.get("title"))
    if key == "id" and isinstance(value, int):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise FormatError(f'expected a text for "{key}"')
    return value


def _confidence(item: dict[str, Any]) -> float:
    confidence = item.get("confidence", 1.0)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        raise FormatError('expected a number as "confidence"')
    if not 0 <= confidence <= 1:
        raise FormatError('expected "confidence" between 0 and 1')
    return float(confidence)


def _markup(codes: Any) -> tuple[Any, ...]:
    message = 'expected [side, offset, code]s as "markup"'
    try:
        markup = tuple((side, at, code) for side, at, code in codes)
    except (TypeError, ValueError):
        raise FormatError(message) from None
    for side, at, code in markup:
        if side not in ("zh", "en") or not isinstance(code, str):
            raise FormatError(message)
        if not isinstance(at, int) or at < 0:
            raise FormatError(message)
    return markup


def _properties(item: dict[str, Any]) -> Iterator[Property]:
    """What an object says beside the fields of a segment."""
    fields = _FIELDS
    if _is_aligned(item):
        fields = _FIELDS | _ALIGNED
        for side in ("zh", "en"):
            lines = item[side].get("lines") or [item[side].get("line")]
            yield f"{side}:lines", json.dumps(lines)[1:-1].replace(" ", "")
    for name, value in item.items():
        if name == "properties" and isinstance(value, dict):
            for own, values in value.items():
                yield from ((own, text) for text in _texts(values))
        elif name not in fields:
            yield from ((name, text) for text in _texts(value))


def _texts(value: Any) -> list[str]:
    """One value or a list of several; what is no text as JSON writes it."""
    several = value if isinstance(value, list) else [value]
    return [
        v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)
        for v in several
    ]


def _plain_object(record: dict[str, Any]) -> dict[str, Any]:
    """A record of Parquet as an object of JSON Lines: nothing that is null, plain values only."""
    item: dict[str, Any] = {"zh": None, "en": None}
    for name, value in record.items():
        if value is None or name in ("markup", "properties"):
            continue
        is_plain = isinstance(value, str | int | float)
        item[name] = (
            value if is_plain else json.loads(json.dumps(value, default=str))
        )
    codes = _structs(record, "markup", "code")
    item["markup"] = [
        [code["side"], code["at"], code["code"]] for code in codes
    ]
    grouped: dict[str, list[str]] = {}
    for one in _structs(record, "properties", "value"):
        grouped.setdefault(one["name"], []).append(one["value"])
    if grouped:
        item["properties"] = grouped
    return item


def _structs(
    record: dict[str, Any], column: str, key: str
) -> list[dict[str, Any]]:
    """The structs of a column as `dump_parquet` writes it; none where it is something else."""
    value = record.get(column)
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict) and key in one]


def _record_of(segment: Segment) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(segment, name) for name in _TEXTS}
    record["confidence"] = segment.confidence
    record["markup"] = [
        {"side": s, "at": at, "code": code} for s, at, code in segment.markup
    ]
    record["properties"] = [
        {"name": name, "value": value} for name, value in segment.properties
    ]
    return record
