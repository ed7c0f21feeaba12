"""The syntax of PO files (GNU gettext): lines ↔ entries, streaming, each with its lines.

    # translator's comment          #. extracted     #: reference     #, flags     #| previous
    msgctxt "…"   msgid "…"   msgid_plural "…"   msgstr "…" or msgstr[0] "…" …

Obsolete entries (``#~``) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from nqpterms.errors import FormatError

COMMENTS = {"": "comment", ".": "extracted", ":": "reference", ",": "flags", "|": "previous"}
"""The sign behind ``#``, and what a comment with it is called here."""

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(\".*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "b": "\b", "a": "\a"}
_WRITTEN = {"\\": "\\\\", '"': '\\"'} | {sign: f"\\{name}" for name, sign in _NAMED.items()}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r\v\f\b\a]')


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
