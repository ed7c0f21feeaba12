"""Lists of words as people keep them, a term and its renderings a row, as a term base.

A list says which rendering is wanted and seldom more, so its terms have no status unless it gives
one; rows with the same Chinese in the same sense are renderings of one concept. A concept without
an id of its own is named after its first English term, so that a row added elsewhere renames
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.terms.fields import NAME_CHARACTERS, NCNAME
from nqpterms.lang.chinese import HAN, has_han, script
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Concept, Definition, Status, Term, TermBase

_OTHER: Mapping[Side, Side] = {"zh": "en", "en": "zh"}

_HEADERS = frozenset({"source", "target", "zh", "en", "chinese", "english", "term", "translation"})
_HEADERS |= {"中文", "英文", "术语", "译文", "原文", "術語", "譯文"}

_POS = {
    "noun": "n 名 名词 noun common",
    "verb": "v vt vi 动 动词 verb",
    "adjective": "a adj 形 形容词 adjective",
    "adverb": "adv 副 副词 adverb",
    "other": "other 其他",
}
_STATUS: dict[Status, str] = {
    "preferred": "preferred approved 首选 推荐 规范 正式",
    "admitted": "admitted allowed accepted 许用 允许 可用",
    "deprecated": "deprecated forbidden rejected 弃用 禁用 不推荐 错误",
    "superseded": "superseded obsolete 旧称 曾用 过时",
}
_POS_OF = {word: pos for pos, words in _POS.items() for word in words.split()}
_STATUS_OF = {word: status for status, words in _STATUS.items() for word in words.split()}


class Entry(Struct, frozen=True):
    """One row of a list: the terms of both sides, and what else the row says, by role.

    `first` is the side that stands first, the one that part of speech, source and notes belong to;
    a status belongs to the other. `languages` are the row's own tags for (zh, en), "" for
    none.
    """

    zh: tuple[str, ...]
    en: tuple[str, ...]
    first: Side = "zh"
    languages: tuple[str, str] = ("", "")
    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def from_pairs(rows: Sequence[tuple[int, Sequence[str]]], path: str | Path) -> TermBase:
    """The term base of a two-column list: numbered rows, with or without a header.

    Raises FormatError for a row that has not two filled cells, and for a list whose columns are
    not one Chinese and one other.

    >>> base = from_pairs([(1, ["productivity", "生产力"])], "list.tsv")
    >>> [(term.lang, term.text) for _, term in base.terms()]
    [('zh-Hans', '生产力'), ('en', 'productivity')]
    """
    body = rows[1:] if _is_header(rows[0][1]) else rows
    for line, cells in body:
        if len(cells) != 2:
            message = f"expected 2 columns (source, target), found {len(cells)}"
            raise FormatError(f"{message}: a tab parts the two terms", path, line)
        if not all(cell.strip() for cell in cells):
            raise FormatError("empty cell: every row is a term and its translation", path, line)
    columns = [[cells[side].strip() for _, cells in body] for side in (0, 1)]
    chinese = chinese_column(columns, path)
    pairs = zip(columns[chinese], columns[1 - chinese], strict=True)
    entries = [Entry((zh,), (en,), "zh" if chinese == 0 else "en") for zh, en in pairs]
    return TermBase(as_concepts(entries), Path(path).stem)


def chinese_column(columns: Sequence[Sequence[str]], path: str | Path) -> int:
    """Which of two columns is Chinese: the one with more cells in Han characters."""
    first, second = (sum(map(has_han, column)) for column in columns)
    if first == second:
        what = "neither column is Chinese" if not first else "both columns hold Chinese"
        message = f"{what}: expected Chinese terms in one column and English ones in the other"
        raise FormatError(message, path)
    return 0 if first > second else 1


def as_concepts(entries: Iterable[Entry]) -> tuple[Concept, ...]:
    """One concept for each Chinese term and sense, with all its renderings, in the list's order.

    >>> rows = [Entry(("新能源",), ("new energy",)), Entry(("新能源",), ("renewables",))]
    >>> [(c.id, len(c.terms)) for c in as_concepts(rows)]
    [('new-energy', 3)]
    """
    entries = list(entries)
    chinese = script("".join(text for entry in entries for text in entry.zh))
    concepts: dict[tuple[str, ...], Concept] = {}
    names: set[str] = set()
    for entry in entries:
        key = _key(entry)
        if key in concepts:
            concepts[key] = _joined(concepts[key], _concept(entry, concepts[key].id, chinese))
        else:
            name = _name(entry, names)
            names.add(name)
            concepts[key] = _concept(entry, name, chinese)
    return tuple(concepts.values())


def concept_id(term: str, names: set[str]) -> str:
    """An NCName made of a term, with a number where it is names.

    >>> concept_id("AI Plus", set()), concept_id("AI+", {"ai"}), concept_id("5G", set())
    ('ai-plus', 'ai-2', 'c-5g')
    """
    plain = unicodedata.normalize("NFKD", term).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    name = re.sub(f"(?:[^{NAME_CHARACTERS}]|[_.])+", "-", plain).strip("-")
    if not NCNAME.fullmatch(name):
        name = f"c-{name}".strip("-")
    numbered, count = name, 1
    while numbered in names:
        count += 1
        numbered = f"{name}-{count}"
    return numbered


def _is_header(cells: Sequence[str]) -> bool:
    return all(cell.strip().lower() in _HEADERS for cell in cells)


def _key(entry: Entry) -> tuple[str, ...]:
    """What two rows of one concept have in common: an id or, without one, Chinese and sense."""
    if name := entry.values.get("id", ""):
        return ("id", name)
    forms = entry.zh or entry.en
    return (forms[0], entry.values.get("definition", ""), entry.values.get("subject", ""))


def _name(entry: Entry, names: set[str]) -> str:
    """An id for a concept: its own where that is one and free, else one made of it."""
    own = entry.values.get("id", "")
    if not own:
        return concept_id((entry.en or entry.zh)[0], names)
    if NCNAME.fullmatch(own) and own not in names:
        return own
    return concept_id(f"c{own}", names)


def _concept(entry: Entry, name: str, chinese: str) -> Concept:
    tags = {"zh": entry.languages[0] or chinese, "en": entry.languages[1] or "en"}
    terms = _terms(entry, tags)
    definition = entry.values.get("definition", "")
    language = tags[_language(definition, terms, tags)]
    return Concept(
        name,
        terms,
        subject=entry.values.get("subject", ""),
        definitions=(Definition(definition, language),) if definition else (),
    )


def _terms(entry: Entry, tags: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of a row, Chinese ones first; a word that no picklist has stays as a note."""
    notes = list(entry.notes)
    word = entry.values.get("pos", "")
    pos = _POS_OF.get(word.lower().rstrip("."), "")
    if word and not pos:
        notes.append(f"pos: {word}")
    word = entry.values.get("status", "")
    status: Status = _STATUS_OF.get(word.lower(), "")
    if word and not status:
        notes.append(f"status: {word}")
    reading = entry.values.get("reading", "")
    terms: dict[Side, list[Term]] = {
        "zh": [Term(text, tags["zh"], reading=reading) for text in entry.zh],
        "en": [Term(text, tags["en"]) for text in entry.en],
    }
    first, other = entry.first, _OTHER[entry.first]
    terms[first] = [replace(term, pos=pos) for term in terms[first]]
    terms[other] = [replace(term, status=status) for term in terms[other]]
    origin = entry.values.get("origin", "")
    sources = (origin,) if origin else ()
    terms[first][0] = replace(terms[first][0], notes=tuple(notes), sources=sources)
    return (*terms["zh"], *terms["en"])


def _language(text: str, terms: Sequence[Term], tags: Mapping[str, str]) -> Side:
    """The language of a definition, among those that the concept has a term of."""
    side: Side = "zh" if has_han(text) else "en"
    languages = {term.lang for term in terms}
    return side if tags[side] in languages else _OTHER[side]


def _joined(concept: Concept, more: Concept) -> Concept:
    """A concept with what another row of it adds."""
    terms = {(term.lang, term.text): term for term in concept.terms}
    for term in more.terms:
        form = (term.lang, term.text)
        own = terms.get(form)
        if own is None:
            terms[form] = term
        elif term.notes or term.sources:
            notes = tuple(dict.fromkeys(own.notes + term.notes))
            sources = tuple(dict.fromkeys(own.sources + term.sources))
            terms[form] = replace(own, notes=notes, sources=sources)
    languages = list(dict.fromkeys(lang for lang, _ in terms))
    together = sorted(terms.values(), key=lambda term: languages.index(term.lang))
    return replace(
        concept,
        terms=tuple(together),
        subject=concept.subject or more.subject,
        definitions=tuple(dict.fromkeys(concept.definitions + more.definitions)),
    )


_ALWAYS = re.compile(r"[;；\n\r]+|\s+[/／|]\s+|｜")
_SLASH = re.compile(r"[/／]")
_HAN_EDGE = re.compile(f"(?<=[{HAN}）)”])[/／]|[/／](?=[{HAN}（(“])")
_LISTING = re.compile(r",|&|\b(?:and|or)\b|[、，和与及或]")


def split_renderings(
    cell: str, *, other: str = "", separators: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """The renderings in a cell, in order, none twice; `other` is the other language's cell.

    `separators`, where given, part wherever they stand, and nothing else does. Otherwise a
    semicolon or a line break always parts. A slash parts where blanks stand around it, where it
    stands beside a Chinese character (not in 元/吨), and after a phrase of several words; it does
    not in "TCP/IP", "and/or" or "input/output ratio". The Chinese comma of lists (、) parts only
    where the other language names one thing: in 大众创业、万众创新 "mass entrepreneurship and
    innovation" it belongs to the term.

    >>> split_renderings("productive forces/productivity; TCP/IP")
    ('productive forces', 'productivity', 'TCP/IP')
    >>> split_renderings("生产力、生产率", other="productivity")
    ('生产力', '生产率')
    """
    pieces = [cell]
    if separators is not None:
        for separator in separators:
            pieces = [part for piece in pieces for part in piece.split(separator)]
    else:
        pieces = [part for piece in _ALWAYS.split(cell) for part in _at_slashes(piece)]
        if not _LISTING.search(other):
            pieces = [part for piece in pieces for part in _at_list_commas(piece)]
    stripped = [piece.strip() for piece in pieces]
    return tuple(dict.fromkeys(piece for piece in stripped if piece))


def _at_slashes(piece: str) -> list[str]:
    """A piece cut at the slashes that part renderings."""
    parts = [part.strip() for part in _SLASH.split(piece)]
    if len(parts) == 1:
        return parts
    if has_han(piece):
        is_unit = min(map(len, parts)) < 2  # 元/吨
        return [piece] if is_unit else _HAN_EDGE.split(piece)
    if " " in parts[0]:
        return parts
    is_acronym = parts[0].isupper() and all(" " in part for part in parts[1:])
    return parts if is_acronym else [piece]


def _at_list_commas(piece: str) -> list[str]:
    return piece.split("、") if has_han(piece) else [piece]
