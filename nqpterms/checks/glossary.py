"""G501 to G509: the term base itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from nqpterms.checks.view import Check
from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import fold
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.term_cells import advice
from nqpterms.model.findings import Finding, Severity
from nqpterms.model.termbase import (
    DISCOURAGED,
    Concept,
    Term,
    TermBase,
    is_language,
)

_WORD = re.compile(r"[^\W\d_]+")


def _g501(base: TermBase) -> Iterator[Finding]:
    """A concept has two preferred terms in one language."""
    for concept in base.concepts:
        preferred: dict[str, list[Term]] = defaultdict(list)
        for term in concept.terms:
            if term.status == "preferred":
                preferred[f"{term.lang} {term.region}"].append(term)
        for terms in preferred.values():
            for term in terms[1:]:
                message = f"“{term.text}” is preferred beside “{terms[0].text}”: admit one of them"
                yield _finding("G501", "error", message, base, concept, term)


def _g502(base: TermBase) -> Iterator[Finding]:
    """A term is discouraged in one concept and preferred or admitted in another."""
    usable: dict[tuple[str, str], list[Concept]] = defaultdict(list)
    for concept, term in base.terms():
        if term.status not in DISCOURAGED:
            usable[_primary(term), fold(term.text)].append(concept)
    for concept, term in base.terms():
        if term.status not in DISCOURAGED:
            continue
        for friend in usable[_primary(term), fold(term.text)]:
            message = f"“{term.text}” is {term.status} here and allowed in concept {friend.id}"
            yield _finding("G502", "warning", message, base, concept, term)


def _g503(base: TermBase) -> Iterator[Finding]:
    """A term is empty, padded with blanks, or holds control characters."""
    for concept, term in base.terms():
        if not term.text.strip():
            yield _finding(
                "G503", "error", "a term is empty", base, concept, term
            )
        elif term.text != " ".join(term.text.split()) or _has_control(
            term.text
        ):
            message = f"“{term.text}” has blanks or control characters that nobody sees"
            yield _finding("G503", "error", message, base, concept, term)


def _g504(base: TermBase) -> Iterator[Finding]:
    """A term mixes scripts, or is written in the script of another language."""
    for concept, term in base.terms():
        mixed = [
            word
            for word in _WORD.findall(term.text)
            if len(_alphabets(word)) > 1
        ]
        if mixed:
            message = f"“{mixed[0]}” mixes letters of several alphabets"
            yield _finding("G504", "warning", message, base, concept, term)
        elif is_language(term.lang, "en") and has_han(term.text):
            message = (
                f"“{term.text}” is marked as English and written in Chinese"
            )
            yield _finding("G504", "error", message, base, concept, term)


def _g505(base: TermBase) -> Iterator[Finding]:
    """An acronym stands without its full form."""
    for concept, term in base.terms():
        fellows = concept.terms_in(_primary(term))
        if is_acronym(term.text) and all(is_acronym(t.text) for t in fellows):
            message = f"“{term.text}” has no full form in its concept"
            yield _finding("G505", "info", message, base, concept, term)


def _g506(base: TermBase) -> Iterator[Finding]:
    """A preferred term has no source, and its concept has none either."""
    for concept, term in base.terms():
        if (
            term.status != "preferred"
            or concept.sources
            or term.sources
            or term.contexts
        ):
            continue
        message = f"“{term.text}” is preferred and names no source"
        yield _finding("G506", "info", message, base, concept, term)


def _g507(base: TermBase) -> Iterator[Finding]:
    """A concept has the same term twice."""
    for concept in base.concepts:
        count = Counter((t.lang, t.region, t.text) for t in concept.terms)
        for term in dict.fromkeys(concept.terms):
            if count.pop((term.lang, term.region, term.text), 1) > 1:
                message = f"“{term.text}” stands twice in its concept"
                yield _finding("G507", "warning", message, base, concept, term)


def _g508(base: TermBase) -> Iterator[Finding]:
    """A relation or an abbreviation points to nothing."""
    ids = {concept.id for concept in base.concepts}
    for concept in base.concepts:
        for kind, targets in (
            ("broader", concept.broader),
            ("related", concept.related),
        ):
            for target in targets:
                if target not in ids:
                    message = f"{kind} concept {target} is not in the term base"
                    yield _finding(
                        "G508", "error", message, base, concept, None
                    )
        yield from _dangling_abbreviations(base, concept)


def _g509(base: TermBase) -> Iterator[Finding]:
    """A term is written so that it is looked for nowhere."""
    for concept, term in base.terms():
        hint = advice(term.text, term.pos) if term.text.strip() else ""
        if hint:
            message = f"“{term.text}” is looked for nowhere: {hint}"
            yield _finding("G509", "error", message, base, concept, term)


def _dangling_abbreviations(
    base: TermBase, concept: Concept
) -> Iterator[Finding]:
    """The terms of a concept that abbreviate one which it does not have."""
    texts = {term.text for term in concept.terms}
    for term in concept.terms:
        if term.abbreviation_of and term.abbreviation_of not in texts:
            message = f"“{term.text}” abbreviates “{term.abbreviation_of}”, which is not there"
            yield _finding("G508", "error", message, base, concept, term)


def _finding(
    code: str,
    severity: Severity,
    message: str,
    base: TermBase,
    concept: Concept,
    term: Term | None,
) -> Finding:
    """A finding about an entry; what it is called takes the place of a line."""
    text = term.text if term else ""
    group = f"{code}:{concept.id}"
    return Finding(
        code,
        severity,
        message,
        file=base.name,
        concept=concept.id,
        matched=text,
        group=group,
    )


def _primary(term: Term) -> str:
    """The language of a term, without script and region."""
    return term.lang.partition("-")[0].lower()


def _has_control(text: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cf") for char in text)


def _alphabets(word: str) -> set[str]:
    """The alphabets of a word's letters, of those that are taken for one another."""
    names = (unicodedata.name(char, "").partition(" ")[0] for char in word)
    return {name for name in names if name in ("LATIN", "CYRILLIC", "GREEK")}


CHECKS = (
    Check("G501", "error", "glossary", _g501),
    Check("G502", "warning", "glossary", _g502),
    Check("G503", "error", "glossary", _g503),
    Check("G504", "error", "glossary", _g504),
    Check("G505", "info", "glossary", _g505),
    Check("G506", "info", "glossary", _g506),
    Check("G507", "warning", "glossary", _g507),
    Check("G508", "error", "glossary", _g508),
    Check("G509", "error", "glossary", _g509),
)
