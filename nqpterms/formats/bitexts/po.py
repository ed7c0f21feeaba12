"""PO files (GNU gettext) between Chinese and English, read as Segments and written back.

A translated entry is a segment, one with plural forms two (English has two forms; the Chinese
one stands beside both, property `plural` tells them apart). msgctxt is the segment's `id`. A fuzzy
entry has ``fuzzy`` among its property `flags`; untranslated and obsolete entries are left out.
What else is said stands in comments: an extracted one ``#. name: value`` is a property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct, field

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.files.writing import text_file
from nqpterms.formats.bitexts.pairs import (
    OTHER,
    Property,
    from_properties,
    language_tags,
    naming_segment,
    source_side,
    to_properties,
)
from nqpterms.lang.chinese import has_han
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Anchor, Place

COMMENTS = {"": "comment", ".": "extracted", ":": "reference", ",": "flags", "|": "previous"}
"""The sign behind ``#``, and what a comment with it is called here."""

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(\".*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "b": "\b", "a": "\a"}
_WRITTEN = {"\\": "\\\\", '"': '\\"'} | {sign: f"\\{name}" for name, sign in _NAMED.items()}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r\v\f\b\a]')

_LOOK_AHEAD = 200  # entries from which the script is judged
_FORBIDDEN = re.compile("[\0\x01-\x06\x0e-\x1f\ud800-\udfff]")
_PLURALS: dict[Side, str] = {"zh": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
_KINDS = frozenset(COMMENTS.values()) - {"extracted"}
_LANGUAGES = frozenset({"zh:lang", "en:lang"})


def load(path: str | Path) -> Iterator[Segment]:
    """The translated entries in order; `row` counts all entries but header and obsolete ones.

    The header's language, else the script, says which side is Chinese. Raises FormatError where
    neither is, or with the line of what is no PO.
    """
    entries = parse_entries(numbered_lines(path), path)
    head = list(islice(entries, _LOOK_AHEAD))
    header: dict[str, str] = {}
    if head and not head[0].strings["msgid"] and "msgctxt" not in head[0].strings:
        header = _header(head.pop(0).strings.get("msgstr", ""))
    texts = [(e.strings["msgid"], s) for e in head if (s := _translation(e, 0))]
    target_tag = header.get("language", "").partition("@")[0].partition(".")[0]
    source = source_side(header.get("x-source-language", ""), target_tag, texts)
    if source is None or not any(has_han(text) for pair in texts for text in pair):
        if not texts and source:
            return
        raise FormatError("neither side is Chinese: expected Chinese and English", path)
    tags = [(f"{OTHER[source]}:lang", target_tag.replace("_", "-"))] if target_tag else []
    for row, entry in enumerate(chain(head, entries), 1):
        yield from _segments(entry, row, source, tags)


def dump(
    segments: Iterable[Segment],
    path: str | Path,
    *,
    zh: str = "",
    en: str = "",
    lossy: bool = False,
) -> None:
    """Write PO; *zh* and *en* are the language tags, "" for those of the segments' own file.

    Raises FormatError for what PO cannot hold: inline markup (left out with `lossy`), an empty or
    repeated source text, a pair translated the other way than the first.
    """
    rest = iter(segments)
    first = next(rest, None)
    target: Side = first.target if first else "en"
    tags = language_tags(first, zh, en)
    seen: dict[tuple[str | None, str], int] = {}
    with text_file(path) as file:
        file.write(format_entry(_head(tags, target)))
        numbered = enumerate(chain((first,) if first else (), rest), 1)
        for number, segment, plural in _with_plurals(numbered):
            with naming_segment(number, path):
                entry = _entry_of(segment, plural, target, lossy=lossy)
                key = (entry.strings.get("msgctxt"), entry.strings["msgid"])
                if key in seen:
                    message = f"repeats the source text of segment {seen[key]}"
                    raise FormatError(f"{message}: PO has each once a context (id)")
            seen[key] = number
            file.write(format_entry(entry))


def _header(text: str) -> dict[str, str]:
    fields = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in fields if colon}


def _translation(entry: Entry, form: int) -> str:
    """The translation of one of the two English forms, whichever side is English."""
    strings = entry.strings
    if "msgid_plural" not in strings:
        return strings["msgstr"]
    return strings.get(f"msgstr[{form}]") or ("" if form == 0 else strings["msgstr[0]"])


def _segments(entry: Entry, row: int, source: Side, tags: list[Property]) -> Iterator[Segment]:
    plural = "msgid_plural" in entry.strings
    for form, keyword in enumerate(("msgid", "msgid_plural") if plural else ("msgid",)):
        original, translation = entry.strings[keyword], _translation(entry, form)
        if not translation:
            continue
        texts: dict[Side, str] = {source: original, OTHER[source]: translation}
        own = f"msgstr[{form}]" if plural else "msgstr"
        lines = {
            source: entry.lines[keyword],
            OTHER[source]: entry.lines.get(own, entry.lines[keyword]),
        }
        said = [*tags, *_comment_properties(entry.comments)]
        said += [("plural", str(form))] if plural else []
        yield Segment(
            texts["zh"],
            texts["en"],
            row=row,
            zh_anchors=(Anchor(0, 0, Place(lines["zh"])),),
            en_anchors=(Anchor(0, 0, Place(lines["en"])),),
            id=entry.strings.get("msgctxt", ""),
            target=OTHER[source],
            **from_properties(said),
        )


def _comment_properties(comments: Iterable[Property]) -> Iterator[Property]:
    for kind, text in comments:
        name, colon, value = text.partition(": ")
        if kind == "extracted" and colon and name:
            yield name, value
        else:
            yield kind, text


def _with_plurals(
    numbered: Iterable[tuple[int, Segment]],
) -> Iterator[tuple[int, Segment, Segment | None]]:
    """Each segment with its number, and the one behind it that holds its plural."""
    held: tuple[int, Segment] | None = None
    for number, segment in numbered:
        form = dict(segment.properties).get("plural")
        if held and form == "1" and segment.id == held[1].id:
            yield *held, segment
            held = None
            continue
        if held:
            yield *held, None
        held = None
        if form == "0":
            held = (number, segment)
        else:
            yield number, segment, None
    if held:
        yield *held, None


def _entry_of(segment: Segment, plural: Segment | None, target: Side, *, lossy: bool) -> Entry:
    both = [segment, *([plural] if plural else [])]
    entry = Entry(comments=list(_comments(segment)))
    source = OTHER[target]
    if any(one.target != target for one in both):
        raise FormatError("is translated the other way than the first; write TMX instead")
    if any(one.markup for one in both) and not lossy:
        raise FormatError("has inline markup, which PO cannot hold; write XLIFF instead")
    if segment.id:
        entry.strings["msgctxt"] = segment.id
    entry.strings["msgid"] = segment.text(source)
    if plural:
        entry.strings["msgid_plural"] = plural.text(source)
    translations = list(dict.fromkeys(one.text(target) for one in both))
    if plural and target == "en":
        translations = [one.text(target) for one in both]
    for form, text in enumerate(translations):
        entry.strings[f"msgstr[{form}]" if plural else "msgstr"] = text
    if not segment.text(source):
        raise FormatError("has an empty source text, which in PO is the header")
    for text in entry.strings.values():
        if found := _FORBIDDEN.search(text):
            raise FormatError(f"holds U+{ord(found[0]):04X}, which PO cannot")
    return entry


def _comments(segment: Segment) -> Iterator[tuple[str, str]]:
    for name, value in to_properties(segment):
        if name in _LANGUAGES or name == "plural":
            continue
        if (found := re.search("[\n\r\0\ud800-\udfff]", name + value)) or value.strip() != value:
            what = f"U+{ord(found[0]):04X}" if found else "blanks around its value"
            raise FormatError(f"has the property {name!r} with {what}, which no comment can hold")
        if name in _KINDS or (name == "extracted" and ": " not in value):
            yield name, value
        elif ": " in name or not name:
            raise FormatError(f"has a property named {name!r}, which no comment can hold")
        else:
            yield "extracted", f"{name}: {value}"


def _head(tags: dict[Side, str], target: Side) -> Entry:
    fields = {
        "Language": tags[target].replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS[target],
        "X-Source-Language": tags[OTHER[target]].replace("-", "_"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return Entry({"msgid": "", "msgstr": text})


class Entry(Struct):
    """One message: its strings by keyword, its comments in order, the line of each keyword."""

    strings: dict[str, str] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def parse_entries(lines: Iterable[tuple[int, str]], path: str | Path) -> Iterator[Entry]:
    """The entries of a file in order; its header has the empty msgid.

    >>> [e.strings for e in parse_entries([(1, 'msgid "a"'), (2, 'msgstr "甲"')], "a.po")]
    [{'msgid': 'a', 'msgstr': '甲'}]
    """
    entry, keyword = Entry(), ""
    for number, raw in lines:
        line = raw.strip(" \t")
        if not line or line.startswith("#~"):
            keyword = ""
            continue
        if line[0] == '"':
            if not keyword:
                raise FormatError("a text that belongs to no keyword", path, number)
            entry.strings[keyword] += _unquoted(line, path, number)
            continue
        found = _KEYWORD.fullmatch(line)
        if not found and line[0] != "#":
            raise FormatError("expected msgctxt, msgid, msgstr or a comment", path, number)
        if _begins_next(found, entry):
            yield _whole(entry, path)
            entry = Entry()
        if found:
            keyword = found[1]
            if keyword in entry.strings:
                raise FormatError(f"a second {keyword} in one entry", path, number)
            entry.strings[keyword] = _unquoted(found[2], path, number)
            entry.lines[keyword] = number
        else:
            keyword = ""
            kind = line[1:2] if line[1:2] in COMMENTS else ""
            entry.comments.append((COMMENTS[kind], line[1 + len(kind) :].removeprefix(" ")))
    if entry.strings:
        yield _whole(entry, path)


def format_entry(entry: Entry) -> str:
    """An entry as it stands in a file, an empty line behind it.

    >>> print(format_entry(Entry({"msgid": "a", "msgstr": "甲"}, [("flags", "fuzzy")])), end="")
    #, fuzzy
    msgid "a"
    msgstr "甲"
    <BLANKLINE>
    """
    signs = {name: sign for sign, name in COMMENTS.items()}
    lines = [f"#{signs[kind]} {text}".rstrip(" ") for kind, text in entry.comments]
    for keyword, text in entry.strings.items():
        pieces = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
        if len(pieces) > 1:
            pieces.insert(0, "")
        lines.append(f'{keyword} "{_escaped(pieces[0])}"')
        lines += [f'"{_escaped(piece)}"' for piece in pieces[1:]]
    return "\n".join(lines) + "\n\n"


def _begins_next(found: re.Match[str] | None, entry: Entry) -> bool:
    """Whether a line (a keyword's, or a comment) belongs to the entry behind this one."""
    translated = any(keyword.startswith("msgstr") for keyword in entry.strings)
    return translated and not (found and found[1].startswith("msgstr"))


def _whole(entry: Entry, path: str | Path) -> Entry:
    line = min(entry.lines.values())
    if "msgid" not in entry.strings:
        raise FormatError("an entry without msgid", path, line)
    plural = "msgid_plural" in entry.strings
    if ("msgstr[0]" if plural else "msgstr") not in entry.strings:
        expected = "msgstr[0]" if plural else "msgstr"
        raise FormatError(f"an entry without {expected}", path, line)
    return entry


def _unquoted(text: str, path: str | Path, line: int) -> str:
    found = _QUOTED.fullmatch(text)
    if not found:
        raise FormatError('expected one text between " and ", quotes inside as \\"', path, line)
    return _ESCAPE.sub(_unescaped, found[1])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    return _NAMED.get(code, code)


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _WRITTEN[found[0]], text)
