"""What changed between two versions of a term base, told in its own terms and not in lines.

    TermBase, TermBase ──diff──▶ Changes ──▶ text, JSON Lines, Markdown

The order of concepts and of terms means nothing here. A term whose wording changed is told as one
change, where its language and status are the same and the two wordings are alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict, astuple

from nqpterms.lang.normal_form import one_line
from nqpterms.model.termbase import Concept, Term, TermBase

ALIKE = 0.5
"""The share, 0 to 1, of common characters (difflib's ratio) from which a wording is a new one of
the same term: half."""

Kind = Literal[
    "concept added",
    "concept removed",
    "term added",
    "term removed",
    "text changed",
    "changed",
]


class Change(Struct, frozen=True):
    """One difference. `field` is what changed ("status", "definitions" …) under "changed".

    `term` and `lang` are empty for what is said of the whole concept, `concept` too for what is
    said of the whole base. `old` and `new` are what stood there, "" for nothing.

    >>> str(Change("changed", "gdp", "GDP", "en", "status", "preferred", "admitted"))
    "gdp: status of 'GDP' (en): 'preferred' → 'admitted'"
    """

    kind: Kind
    concept: str
    term: str = ""
    lang: str = ""
    field: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.concept or 'the term base'}: {_words(self, repr)}"


def diff(old: TermBase, new: TermBase) -> tuple[Change, ...]:
    """Every difference, in the order of the old base, then what the new one adds.

    >>> old = TermBase((Concept("gdp", (Term("GDP", "en", "preferred"),)),))
    >>> new = TermBase((Concept("gdp", (Term("GDP", "en", "admitted"),)),))
    >>> [str(change) for change in diff(old, new)]
    ["gdp: status of 'GDP' (en): 'preferred' → 'admitted'"]
    """
    before = {concept.id: concept for concept in old.concepts}
    after = {concept.id: concept for concept in new.concepts}
    changes = list(_fields("", old, new, skip=("concepts", "name")))
    for name, concept in before.items():
        if name not in after:
            changes.append(Change("concept removed", name, old=_label(concept)))
        elif concept != after[name]:
            changes += _fields(name, concept, after[name], skip=("id", "terms"))
            changes += _terms(concept, after[name])
    added = (concept for name, concept in after.items() if name not in before)
    changes += (Change("concept added", c.id, new=_label(c)) for c in added)
    return tuple(changes)


def as_text(changes: Iterable[Change]) -> str:
    """One line a change."""
    return "".join(f"{one_line(str(change))}\n" for change in changes)


def as_jsonl(changes: Iterable[Change]) -> str:
    """One JSON object a line, with every field of Change."""
    return "".join(
        json.dumps(asdict(c), ensure_ascii=False) + "\n" for c in changes
    )


def as_markdown(changes: Iterable[Change]) -> str:
    """A summary and a list by concept, to paste into a pull request.

    >>> print(as_markdown([Change("term added", "gdp", "GNP", "en", new="admitted")]))
    **1 change:** 1 term added
    <BLANKLINE>
    - **gdp**
      - term added: ‘GNP’ (en) admitted
    <BLANKLINE>
    """
    changes = list(changes)
    if not changes:
        return "No changes.\n"
    counts: dict[str, int] = {}
    by_concept: dict[str, list[Change]] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
        by_concept.setdefault(change.concept, []).append(change)
    summary = ", ".join(_counted(count, kind) for kind, count in counts.items())
    lines = [
        f"**{len(changes)} change{'s'[: len(changes) > 1]}:** {summary}",
        "",
    ]
    for name, group in by_concept.items():
        lines.append(f"- **{_escaped(name or 'the term base')}**")
        lines += (f"  - {_escaped(one_line(_words(c, _curly)))}" for c in group)
    return "\n".join(lines) + "\n"


def _terms(old: Concept, new: Concept) -> Iterator[Change]:
    before, after = _numbered(old), _numbered(new)
    added = {key: term for key, term in after.items() if key not in before}
    for key, term in before.items():
        if key in after:
            yield from _fields(
                old.id, term, after[key], skip=("text", "lang"), term=term
            )
            continue
        successor = _successor(term, added)
        if successor is None:
            yield Change(
                "term removed", old.id, term.text, term.lang, old=term.status
            )
            continue
        changed = added.pop(successor)
        texts = {"old": term.text, "new": changed.text}
        yield Change(
            "text changed", old.id, changed.text, term.lang, "text", **texts
        )
        yield from _fields(
            old.id, term, changed, skip=("text", "lang"), term=changed
        )
    for term in added.values():
        yield Change(
            "term added", old.id, term.text, term.lang, new=term.status
        )


def _numbered(concept: Concept) -> dict[tuple[str, str, int], Term]:
    """The terms by language, text and, where both are the same, a number of their own."""
    numbered: dict[tuple[str, str, int], Term] = {}
    counts: dict[tuple[str, str], int] = {}
    twice = {(t.lang, t.text) for t in concept.terms}
    terms = concept.terms
    if len(twice) < len(terms):
        terms = tuple(sorted(terms, key=lambda term: repr(astuple(term))))
    for term in terms:
        form = (term.lang, term.text)
        counts[form] = counts.get(form, 0) + 1
        numbered[(*form, counts[form])] = term
    return numbered


def _successor(
    term: Term, added: dict[tuple[str, str, int], Term]
) -> tuple[str, str, int] | None:
    """The new term that is this one in other words: same language and status, the most alike."""
    best, most = None, ALIKE
    for key, other in added.items():
        if (other.lang, other.status) == (term.lang, term.status):
            alike = SequenceMatcher(
                None, term.text, other.text, autojunk=False
            ).ratio()
            if alike >= most:
                best, most = key, alike
    return best


def _fields(
    concept: str,
    old: Any,
    new: Any,
    *,
    skip: tuple[str, ...],
    term: Term | None = None,
) -> Iterator[Change]:
    """A Change for each field of two values of one kind that differs."""
    text, lang = (term.text, term.lang) if term else ("", "")
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name not in skip and before != after:
            values = {"old": _value(before), "new": _value(after)}
            yield Change("changed", concept, text, lang, name, **values)


def _value(value: Any) -> str:
    """A field as a reader would say it; repr where two different values would look the same."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(_value(part) for part in value)
    if value is None:
        return ""
    values = (_value(getattr(value, name)) for name in value.__struct_fields__)
    return " | ".join(filter(None, values))


def _label(concept: Concept) -> str:
    preferred = (concept.preferred("zh"), concept.preferred("en"))
    return " = ".join(filter(None, preferred)) or concept.id


def _counted(count: int, kind: str) -> str:
    noun, _, rest = kind.partition(" ")
    if not rest:
        return f"{count} field{'s'[: count > 1]} changed"
    return f"{count} {noun}{'s'[: count > 1]} {rest}"


def _words(change: Change, quoted: Callable[[str], str]) -> str:
    """A change in words, without its concept."""
    arrow = f"{quoted(change.old)} → {quoted(change.new)}"
    if change.kind.startswith("concept"):
        return f"{change.kind}: {change.new or change.old}"
    if change.kind.startswith("term"):
        words = f"{change.kind}: {quoted(change.term)} ({change.lang}) {change.new or change.old}"
        return words.rstrip()
    if change.kind == "text changed":
        return f"text ({change.lang}): {arrow}"
    of = f" of {quoted(change.term)} ({change.lang})" if change.term else ""
    return f"{change.field}{of}: {arrow}"


def _curly(text: str) -> str:
    return f"‘{text}’"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    for character in "\\`*_[]<>|#~&":
        text = text.replace(character, f"\\{character}")
    return text
