"""PO files (GNU gettext) between Chinese and English, read as Segments and written back.

A translated entry is a segment, one with plural forms two (English has two forms; the Chinese
one stands beside both, property `plural` tells them apart). msgctxt is the segment's `id`. A fuzzy
entry has ``fuzzy`` among its property `flags`; untranslated and obsolete entries are left out.
What else is said stands in comments: an extracted one ``#. name: value`` is a property.

    # translator's comment          #. extracted     #: reference     #, flags     #| previous
    msgctxt "…"   msgid "…"   msgid_plural "…"   msgstr "…" or msgstr[0] "…" …

polib reads a file whole and tells of an entry's first line only; here entries stream, and each
keyword has its line.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct, field

from nqpterms.errors import FormatError
from nqpterms.files.edits import RawChange, RawText, raw_changes, with_changes
from nqpterms.files.encoding import ExactText, declared_charset, exactly_decoded
from nqpterms.files.opening import opened, read_whole
from nqpterms.files.remarks import Broken, broken_parts
from nqpterms.files.text_lines import numbered_lines
from nqpterms.files.writing import text_file
from nqpterms.formats.bitexts.bitext_pairs import (
    LANGUAGES,
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

_COMMENTS = {
    "": "comment",
    ".": "extracted",
    ":": "reference",
    ",": "flags",
    "|": "previous",
}
"""The sign behind ``#``, and what a comment with it is called here."""

_KEYWORD = re.compile(
    r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(\".*)"
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)")
_RAW_TOKEN = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|[0-7]{1,3}|.)|[^\\]+")
_NAMED = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "v": "\v",
    "f": "\f",
    "b": "\b",
    "a": "\a",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"'} | {
    sign: f"\\{name}" for name, sign in _NAMED.items()
}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r\v\f\b\a]')

_LOOK_AHEAD = 200  # entries from which the script is judged
_FORBIDDEN = re.compile("[\0\x01-\x06\x0e-\x1f\ud800-\udfff]")
_PLURALS: dict[Side, str] = {
    "zh": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
_KINDS = frozenset(_COMMENTS.values()) - {"extracted"}
_NOT_IN_COMMENTS = re.compile("[\n\r\0\ud800-\udfff]")


class _PoEntry(Struct):
    """One message: its strings by keyword, its comments in order, the line of each keyword."""

    strings: dict[str, str] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def load(
    path: str | Path,
    *,
    broken: Callable[[FormatError], None] | None = None,
    untranslated: bool = False,
) -> Iterator[Segment]:
    """The translated entries in order; with *untranslated* the others too.

    `row` counts all entries but header and obsolete ones.

    The header's language, else the script, says which side is Chinese. Raises FormatError where
    neither is. An entry that cannot be read is given to *broken* with its line, and left out;
    without it that is a FormatError too.
    """
    entries = _parse_entries(numbered_lines(path), path, broken_parts(broken))
    head = list(islice(entries, _LOOK_AHEAD))
    header: dict[str, str] = {}
    if head and _is_header(head[0]):
        header = _header(head.pop(0).strings.get("msgstr", ""))
    texts = _first_texts(head, untranslated=untranslated)
    target_tag = header.get("language", "").partition("@")[0].partition(".")[0]
    source = source_side(header.get("x-source-language", ""), target_tag, texts)
    if source and not texts:
        return
    if source is None or _is_foreign(texts):
        raise FormatError(
            "neither side is Chinese: expected Chinese and English", path
        )
    tags = (
        [(f"{OTHER[source]}:lang", target_tag.replace("_", "-"))]
        if target_tag
        else []
    )
    for row, entry in enumerate(chain(head, entries), 1):
        for segment in _segments(entry, row, source, tags):
            if untranslated or segment.text(segment.target):
                yield segment


def _first_texts(
    entries: Iterable[_PoEntry], *, untranslated: bool
) -> list[tuple[str, str]]:
    """The pairs of the first entries, by which the languages of a file are known."""
    pairs = []
    for entry in entries:
        translation = _translation(entry, 0)
        if untranslated or translation:
            pairs.append((entry.strings["msgid"], translation))
    return pairs


def _is_foreign(texts: Sequence[tuple[str, str]]) -> bool:
    """Whether something is translated, and nothing of that is Chinese on either side."""
    translated = [pair for pair in texts if pair[1]]
    return bool(translated) and not any(
        has_han(text) for pair in translated for text in pair
    )


def edited(path: str | Path, texts: Mapping[int, str]) -> bytes:
    """The bytes of a PO file with some translations changed, by the number of their segment from 0.

    Raises FormatError for a file that would not come back as it was.
    """
    exact = exact_po(path)
    starts = [0, *(end.end() for end in re.finditer("\n", exact.text))]
    changes: list[RawChange] = []
    number = -1
    for number, (entry, form) in enumerate(_translated_forms(path)):
        new = texts.get(number)
        if new is None or new == _translation(entry, form):
            continue
        sign = _FORBIDDEN.search(new)
        if sign:
            raise FormatError(
                f"U+{ord(sign[0]):04X} is a sign which PO cannot hold", path
            )
        pieces = list(
            _raw_string(exact.text, starts[_line_of_form(entry, form) - 1])
        )
        changes += raw_changes(pieces, new, escape=_escaped)
    if any(wanted > number for wanted in texts):
        raise FormatError(
            f"has {number + 1} segments, and not {max(texts) + 1}", path
        )
    data = exact.encoded(with_changes(exact.text, changes))
    return (
        gzip.compress(data, mtime=0)
        if str(path).lower().endswith(".gz")
        else data
    )


def entry_lines(path: str | Path) -> Iterator[int]:
    """The line of the first keyword of each entry, in the order in which `row` counts them."""
    is_first = True
    for entry in _parse_entries(numbered_lines(path), path, broken_parts()):
        is_header, is_first = is_first and _is_header(entry), False
        if not is_header:
            yield min(entry.lines.values())


def exact_po(path: str | Path) -> ExactText:
    """The characters of a PO file; FormatError for one that would not come back as it was."""
    lines = [line for _, line in numbered_lines(path)]
    declared = declared_charset("\n".join(lines[:_LOOK_AHEAD]))
    with opened(path) as file:
        return exactly_decoded(read_whole(file, path), declared, name=path)


def _translated_forms(path: str | Path) -> Iterator[tuple[_PoEntry, int]]:
    """The entries of a file with the form of each translation, in the order of `load`."""
    is_first = True
    for entry in _parse_entries(numbered_lines(path), path, broken_parts()):
        is_header, is_first = is_first and _is_header(entry), False
        if is_header:
            continue
        for form in range(2 if "msgid_plural" in entry.strings else 1):
            if _translation(entry, form):
                yield entry, form


def _line_of_form(entry: _PoEntry, form: int) -> int:
    """The line of the keyword under which a translation stands."""
    if "msgid_plural" not in entry.strings:
        return entry.lines["msgstr"]
    keyword = f"msgstr[{form}]"
    return entry.lines[keyword if entry.strings.get(keyword) else "msgstr[0]"]


def _raw_string(source: str, start: int) -> Iterator[RawText]:
    """The text behind a keyword, over as many lines as it has, where it stands in the file."""
    end = source.find("\n", start)
    begins_with_keyword = True
    while begins_with_keyword or source[start:end].lstrip(" \t").startswith(
        '"'
    ):
        begins_with_keyword = False
        low = source.index('"', start) + 1
        high = source.rindex('"', low, end if end >= 0 else len(source))
        for token in _RAW_TOKEN.finditer(source, low, high):
            text = _ESCAPE.sub(_unescaped, token[0])
            yield RawText(token.start(), token.end(), text)
        if end < 0:
            return
        start, end = end + 1, source.find("\n", end + 1)


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
    numbers: dict[tuple[str | None, str], int] = {}
    with text_file(path) as file:
        file.write(_format_entry(_header_entry(tags, target)))
        numbered = enumerate(chain((first,) if first else (), rest), 1)
        for number, segment, plural in _with_plurals(numbered):
            with naming_segment(number, path):
                entry = _entry_of(segment, plural, target, lossy=lossy)
                key = (entry.strings.get("msgctxt"), entry.strings["msgid"])
                if key in numbers:
                    message = (
                        f"repeats the source text of segment {numbers[key]}"
                    )
                    raise FormatError(
                        f"{message}: PO has each once a context (id)"
                    )
            numbers[key] = number
            file.write(_format_entry(entry))


def _is_header(entry: _PoEntry) -> bool:
    return not entry.strings["msgid"] and "msgctxt" not in entry.strings


def _header(text: str) -> dict[str, str]:
    """The fields of a header by their names in lower case."""
    fields = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().lower()] = value.strip()
    return fields


def _translation(entry: _PoEntry, form: int) -> str:
    """The translation of one of the two English forms, whichever side is English."""
    strings = entry.strings
    if "msgid_plural" not in strings:
        return strings["msgstr"]
    own = strings.get(f"msgstr[{form}]")
    if own or form == 0:
        return own or ""
    return strings["msgstr[0]"]


def _segments(
    entry: _PoEntry, row: int, source: Side, tags: list[Property]
) -> Iterator[Segment]:
    is_plural = "msgid_plural" in entry.strings
    target = OTHER[source]
    for form, keyword in enumerate(
        ("msgid", "msgid_plural") if is_plural else ("msgid",)
    ):
        translation = _translation(entry, form)
        texts: dict[Side, str] = {
            source: entry.strings[keyword],
            target: translation,
        }
        line = entry.lines[keyword]
        translated = f"msgstr[{form}]" if is_plural else "msgstr"
        lines = {source: line, target: entry.lines.get(translated, line)}
        properties = [*tags, *_comment_properties(entry.comments)]
        if is_plural:
            properties.append(("plural", str(form)))
        yield Segment(
            texts["zh"],
            texts["en"],
            row=row,
            zh_anchors=(Anchor(0, 0, Place(lines["zh"])),),
            en_anchors=(Anchor(0, 0, Place(lines["en"])),),
            id=entry.strings.get("msgctxt", ""),
            target=target,
            **from_properties(properties),
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
    singular: tuple[int, Segment] | None = None  # one that waits for its plural
    for number, segment in numbered:
        form = dict(segment.properties).get("plural")
        if singular and form == "1" and segment.id == singular[1].id:
            yield *singular, segment
            singular = None
            continue
        if singular:
            yield *singular, None
        singular = None
        if form == "0":
            singular = (number, segment)
        else:
            yield number, segment, None
    if singular:
        yield *singular, None


def _entry_of(
    segment: Segment, plural: Segment | None, target: Side, *, lossy: bool
) -> _PoEntry:
    """The entry of a segment and its plural; raises FormatError for what PO cannot hold."""
    forms = [segment, plural] if plural else [segment]
    _check_forms(forms, target, lossy=lossy)
    source = OTHER[target]
    entry = _PoEntry(comments=list(_comments(segment)))
    if segment.id:
        entry.strings["msgctxt"] = segment.id
    entry.strings["msgid"] = segment.text(source)
    if plural:
        entry.strings["msgid_plural"] = plural.text(source)
        _add_plural_forms(entry, [form.text(target) for form in forms], target)
    else:
        entry.strings["msgstr"] = segment.text(target)
    _check_signs(entry.strings.values())
    return entry


def _check_forms(
    forms: Sequence[Segment], target: Side, *, lossy: bool
) -> None:
    if any(form.target != target for form in forms):
        raise FormatError(
            "is translated the other way than the first; write TMX instead"
        )
    if any(form.markup for form in forms) and not lossy:
        raise FormatError(
            "has inline markup, which PO cannot hold; write XLIFF instead"
        )
    if not forms[0].text(OTHER[target]):
        raise FormatError("has an empty source text, which in PO is the header")


def _check_signs(texts: Iterable[str]) -> None:
    for text in texts:
        sign = _FORBIDDEN.search(text)
        if sign:
            raise FormatError(f"holds U+{ord(sign[0]):04X}, which PO cannot")


def _add_plural_forms(
    entry: _PoEntry, translations: list[str], target: Side
) -> None:
    """Chinese has one form, unless two texts differ."""
    forms = (
        translations if target == "en" else list(dict.fromkeys(translations))
    )
    for number, text in enumerate(forms):
        entry.strings[f"msgstr[{number}]"] = text


def _unfit_for_a_comment(name: str, value: str) -> str:
    """What of a property would not come back from a comment, or ""."""
    sign = _NOT_IN_COMMENTS.search(name + value)
    if sign:
        return f"U+{ord(sign[0]):04X}"
    return "blanks around its value" if value.strip() != value else ""


def _comments(segment: Segment) -> Iterator[tuple[str, str]]:
    """The properties of a segment as comments: their kind and their text."""
    for name, value in to_properties(segment):
        if name in LANGUAGES or name == "plural":
            continue
        what = _unfit_for_a_comment(name, value)
        if what:
            raise FormatError(
                f"has the property {name!r} with {what}, which no comment can hold"
            )
        if name in _KINDS or (name == "extracted" and ": " not in value):
            yield name, value
            continue
        if ": " in name or not name:
            raise FormatError(
                f"has a property named {name!r}, which no comment can hold"
            )
        yield "extracted", f"{name}: {value}"


def _header_entry(tags: dict[Side, str], target: Side) -> _PoEntry:
    fields = {
        "Language": tags[target].replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _PLURALS[target],
        "X-Source-Language": tags[OTHER[target]].replace("-", "_"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return _PoEntry({"msgid": "", "msgstr": text})


def _parse_entries(
    lines: Iterable[tuple[int, str]], path: str | Path, broken: Broken
) -> Iterator[_PoEntry]:
    """The entries of a file in order; its header has the empty msgid.

    >>> lines = [(1, 'msgid "a"'), (2, 'msgstr "甲"')]
    >>> [e.strings for e in _parse_entries(lines, "a.po", broken_parts())]
    [{'msgid': 'a', 'msgstr': '甲'}]
    """
    draft = _EntryDraft()
    for number, raw in lines:
        line = raw.strip(" \t")
        if not line or line.startswith("#~"):
            draft.keyword = ""
            draft.is_broken = False
            continue
        if draft.is_broken:
            continue  # to the end of the entry
        if draft.ends_before(line):
            yield from _whole(draft.entry, path, broken)
            draft = _EntryDraft()
        try:
            draft.take(line, number)
        except FormatError as error:
            broken(FormatError(error.message, path, number))
            draft = _EntryDraft(is_broken=True)
    if draft.entry.strings:
        yield from _whole(draft.entry, path, broken)


class _EntryDraft(Struct):
    """An entry while its lines come, and the keyword to whose text a line may belong."""

    entry: _PoEntry = field(default_factory=_PoEntry)
    keyword: str = ""
    is_broken: bool = False

    def ends_before(self, line: str) -> bool:
        """Whether a line (a keyword's, or a comment) belongs to the entry behind this one."""
        if line[0] == '"':
            return False
        if any(name.startswith("msgstr") for name in self.entry.strings):
            return not line.startswith("msgstr")
        begins_again = re.match(r"msgctxt|msgid(?!_plural)", line)
        return "msgid" in self.entry.strings and begins_again is not None

    def take(self, line: str, number: int) -> None:
        """Take in a line; raises FormatError without a line for what is no PO."""
        if line[0] == '"':
            if not self.keyword:
                raise FormatError("a text that belongs to no keyword")
            self.entry.strings[self.keyword] += _unquoted(line)
            return
        if line[0] == "#":
            self.keyword = ""
            self.entry.comments.append(_comment(line))
            return
        begin = _KEYWORD.fullmatch(line)
        if not begin:
            raise FormatError("expected msgctxt, msgid, msgstr or a comment")
        self.keyword = begin[1]
        if self.keyword in self.entry.strings:
            raise FormatError(f"a second {self.keyword} in one entry")
        self.entry.strings[self.keyword] = _unquoted(begin[2])
        self.entry.lines[self.keyword] = number


def _comment(line: str) -> tuple[str, str]:
    """The kind and the text of a comment."""
    sign = line[1:2] if line[1:2] in _COMMENTS else ""
    return _COMMENTS[sign], line[1 + len(sign) :].removeprefix(" ")


def _format_entry(entry: _PoEntry) -> str:
    """An entry as it stands in a file, an empty line behind it.

    >>> print(_format_entry(_PoEntry({"msgid": "a", "msgstr": "甲"}, [("flags", "fuzzy")])), end="")
    #, fuzzy
    msgid "a"
    msgstr "甲"
    <BLANKLINE>
    """
    signs = {name: sign for sign, name in _COMMENTS.items()}
    lines = [
        f"#{signs[kind]} {text}".rstrip(" ") for kind, text in entry.comments
    ]
    for keyword, text in entry.strings.items():
        pieces = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
        if len(pieces) > 1:
            pieces.insert(0, "")
        lines.append(f'{keyword} "{_escaped(pieces[0])}"')
        lines += [f'"{_escaped(piece)}"' for piece in pieces[1:]]
    return "\n".join(lines) + "\n\n"


def _whole(
    entry: _PoEntry, path: str | Path, broken: Broken
) -> Iterator[_PoEntry]:
    """The entry where no keyword is missing."""
    problem = _problem_of(entry)
    if not problem:
        yield entry
    else:
        broken(FormatError(problem, path, min(entry.lines.values())))


def _problem_of(entry: _PoEntry) -> str:
    """Which keyword an entry lacks; "" where it is whole."""
    if "msgid" not in entry.strings:
        return "an entry without msgid"
    translation = "msgstr[0]" if "msgid_plural" in entry.strings else "msgstr"
    return (
        ""
        if translation in entry.strings
        else f"an entry without {translation}"
    )


def _unquoted(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if not quoted:
        raise FormatError(
            'expected one text between " and ", quotes inside as \\"'
        )
    return _ESCAPE.sub(_unescaped, quoted[1])


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    return _NAMED.get(code, code)


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda sign: _ESCAPES[sign[0]], text)
