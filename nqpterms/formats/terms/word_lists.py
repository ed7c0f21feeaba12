"""Lists of words as people keep them, a term and its renderings a row, as a term base.

A list says which rendering is wanted and seldom more, so its terms have no status unless it gives
one; rows with the same Chinese in the same sense are renderings of one concept. A concept without
an id of its own is named after its first English term, so that a row added elsewhere renames
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.terms.aliases import pos_of, status_of
from nqpterms.formats.terms.fields import NAME_CHARACTERS, NCNAME
from nqpterms.lang.chinese import HAN, has_han, script
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Concept, Context, Definition, Status, Term

_OTHER: Mapping[Side, Side] = {"zh": "en", "en": "zh"}


class ListedForm(Struct, frozen=True):
    """One rendering in a row of a list, with what its own columns say of it."""

    text: str
    side: Side
    lang: str = ""
    status: Status = ""
    pos: str = ""
    notes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()


class WordListEntry(Struct, frozen=True):
    """One row of a list: its forms in both languages, and what else the row says, by role.

    `first` is the side that stands first, the one that part of speech, source and notes belong to;
    a status belongs to the other, where the row has terms of it. `definitions` are texts with the
    language that their column names, None where it names none.
    """

    forms: tuple[ListedForm, ...]
    first: Side = "zh"
    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    definitions: tuple[tuple[str, Side | None], ...] = ()

    def texts(self, side: Side) -> tuple[str, ...]:
        """The forms of one side."""
        return tuple(form.text for form in self.forms if form.side == side)


def chinese_column(columns: Sequence[Sequence[str]], path: str | Path) -> int:
    """Which of two columns is Chinese: the one with more cells in Han characters."""
    first, second = (sum(map(has_han, column)) for column in columns)
    if first == second:
        what = (
            "neither column is Chinese"
            if not first
            else "both columns hold Chinese"
        )
        message = f"{what}: expected Chinese terms in one column and English ones in the other"
        raise FormatError(message, path)
    return 0 if first > second else 1


def as_concepts(entries: Iterable[WordListEntry]) -> tuple[Concept, ...]:
    """One concept for each Chinese term and sense, with all its renderings, in the list's order.

    >>> chinese = ListedForm("新能源", "zh")
    >>> words = ("new energy", "renewables")
    >>> rows = [WordListEntry((chinese, ListedForm(word, "en"))) for word in words]
    >>> [(c.id, len(c.terms)) for c in as_concepts(rows)]
    [('new-energy', 3)]
    """
    entries = list(entries)
    chinese = script(
        "".join(text for entry in entries for text in entry.texts("zh"))
    )
    concepts: dict[tuple[str, ...], Concept] = {}
    names: set[str] = set()
    for entry in entries:
        key = _key(entry)
        if key in concepts:
            concepts[key] = _joined(
                concepts[key], _concept(entry, concepts[key].id, chinese)
            )
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


def _key(entry: WordListEntry) -> tuple[str, ...]:
    """What two rows of one concept have in common: an id or, without one, Chinese and sense."""
    if name := entry.values.get("id", ""):
        return ("id", name)
    forms = entry.texts("zh") or entry.texts("en")
    senses = [text for text, _ in entry.definitions]
    return (forms[0], "".join(senses[:1]), entry.values.get("subject", ""))


def _name(entry: WordListEntry, names: set[str]) -> str:
    """An id for a concept: its own where that is one and free, else one made of it."""
    own = entry.values.get("id", "")
    if not own:
        return concept_id((entry.texts("en") or entry.texts("zh"))[0], names)
    if NCNAME.fullmatch(own) and own not in names:
        return own
    return concept_id(f"c{own}", names)


def _concept(entry: WordListEntry, name: str, chinese: str) -> Concept:
    tags = {"zh": chinese, "en": "en"}
    for form in reversed(entry.forms):
        tags[form.side] = form.lang or tags[form.side]
    terms = _terms(entry, {"zh": chinese, "en": "en"})
    definitions = []
    for text, side in entry.definitions:
        language = _language(text, terms, tags, side)
        definitions.append(Definition(text, tags[language]))
    return Concept(
        name,
        terms,
        subject=entry.values.get("subject", ""),
        definitions=tuple(definitions),
    )


def _terms(entry: WordListEntry, tags: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms of a row, Chinese ones first; a word that no picklist has stays as a note."""
    pos = pos_of(entry.values.get("pos", ""))
    status = status_of(entry.values.get("status", ""))
    reading = entry.values.get("reading", "")
    terms: dict[Side, list[Term]] = {"zh": [], "en": []}
    is_of_first = not entry.texts(_OTHER[entry.first])
    for form in entry.forms:
        is_first = form.side == entry.first and not is_of_first
        term = Term(
            form.text,
            form.lang or tags[form.side],
            status=form.status or ("" if is_first else status),
            pos=form.pos or (pos if form.side == entry.first else ""),
            reading=reading if form.side == "zh" else "",
            notes=form.notes,
            contexts=tuple(Context(text) for text in form.contexts),
        )
        terms[form.side].append(term)
    notes = [
        *entry.notes,
        *_unknown_words(entry.values, pos=pos, status=status),
    ]
    origin = entry.values.get("origin", "")
    own = terms[entry.first] or terms[_OTHER[entry.first]]
    own[0] = replace(
        own[0],
        notes=(*notes, *own[0].notes),
        sources=(origin,) if origin else (),
    )
    return (*terms["zh"], *terms["en"])


def _unknown_words(values: Mapping[str, str], **read: str) -> Iterator[str]:
    """What stands in a column of a picklist and was not read as one of its values."""
    for role, value in read.items():
        word = values.get(role, "")
        if word and not value:
            yield f"{role}: {word}"


def _language(
    text: str, terms: Sequence[Term], tags: Mapping[str, str], side: Side | None
) -> Side:
    """The language of a definition, among those that the concept has a term of."""
    side = side or ("zh" if has_han(text) else "en")
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
        elif term.notes or term.sources or term.status:
            notes = tuple(dict.fromkeys(own.notes + term.notes))
            sources = tuple(dict.fromkeys(own.sources + term.sources))
            status = own.status or term.status
            terms[form] = replace(
                own, notes=notes, sources=sources, status=status
            )
    languages = list(dict.fromkeys(lang for lang, _ in terms))
    together = sorted(
        terms.values(), key=lambda term: languages.index(term.lang)
    )
    return replace(
        concept,
        terms=tuple(together),
        subject=concept.subject or more.subject,
        definitions=tuple(
            dict.fromkeys(concept.definitions + more.definitions)
        ),
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
    pieces = (
        _by_rules(cell, other)
        if separators is None
        else _by_separators(cell, separators)
    )
    stripped = [piece.strip() for piece in pieces]
    return tuple(dict.fromkeys(piece for piece in stripped if piece))


def _by_separators(cell: str, separators: Iterable[str]) -> list[str]:
    """The pieces of a cell that separators part wherever they stand."""
    pieces = [cell]
    for separator in separators:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    return pieces


def _by_rules(cell: str, other: str) -> list[str]:
    """The pieces of a cell by the rules of `split_renderings`."""
    pieces: list[str] = []
    for piece in _ALWAYS.split(cell):
        pieces += _at_slashes(piece)
    if _LISTING.search(other):
        return pieces
    return [part for piece in pieces for part in _at_list_commas(piece)]


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
