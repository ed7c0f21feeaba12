"""A segment with the terms that stand on both of its sides: what the census and the checks read.

    Segments of one document ──matched_rows──▶ Rows

A document's own abbreviations are terms too: where it says "Composite Price Index (CPI)", CPI
stands for the concept in every other row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.prose import wordless_stretches
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.matcher import Match, Matcher, TermReading, longest
from nqpterms.matching.whole_words import standing_alone
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.non_prose import NonProse, is_among
from nqpterms.model.places import Span
from nqpterms.model.termbase import (
    DISCOURAGED,
    Concept,
    Term,
    TermBase,
    is_language,
    status_rank,
)

_NONE: frozenset[str] = frozenset()
_ACRONYM_GLOSS = re.compile(r" ?[(（]([A-Z][A-Za-z0-9&/-]{1,9})[)）]")
_WORD = re.compile(r"[^\W_]+")
_TOGETHER = 256  # segments that are looked at together: no gain beyond, and more to hold
_BACK = 120  # code points before a bracket in which the full form of its acronym begins
_SHORT_WORD = 3  # letters of a word that an acronym may leave out
_GLOSS_OPENS = re.compile(r"(?:['’]s?)?[\"”]?\s*[(（][^()（）]{0,30}")
"""What stands between a term and the gloss behind it: "productive forces (also called …"."""
_GLOSS_CLOSES = re.compile(r"[^()（）]*[)）]")


class Row(Struct, frozen=True):
    """A segment with the terms found in it, and the language that is the translation.

    `text` is the translation, `source_text` the text across from it, empty where there is none.
    `source_matches` and `target_matches` hold every match, also those inside others;
    `source_terms` and `target_terms` the longest ones, and a source term has no gloss behind it.
    `sought` are the concepts of the source terms, `present` those of all source matches,
    `rendered` those for which an acceptable term stands anywhere in the translation. `defined` are
    the places of names that the document itself gave to concepts of the base.
    """

    segment: Segment
    side: Side
    text: str
    source_text: str
    source_matches: Sequence[Match]
    target_matches: Sequence[Match]
    source_terms: Sequence[Match]
    target_terms: Sequence[Match]
    sought: frozenset[str]
    present: frozenset[str]
    rendered: frozenset[str]
    defined: tuple[Match, ...] = ()


def matched_rows(
    segments: Iterable[Segment], matcher: Matcher, *, target: Side | None = None
) -> Iterator[list[Row]]:
    """The rows of each document, in order, with the terms found on either side.

    *target* is the side that is the translation; without it every segment says which it is.

    >>> base = TermBase((Concept("c", (Term("茶", "zh"), Term("tea", "en"))),))
    >>> [[row]] = matched_rows([Segment("喝茶", "Drink tea.")], Matcher(base))
    >>> [match.span.of(row.text) for match in row.target_terms]
    ['tea']
    """
    for _, document in groupby(segments, key=attrgetter("doc")):
        yield _rows_with_repetitions(list(document), matcher, target)


def each_row(
    segments: Iterable[Segment], matcher: Matcher, *, target: Side | None = None
) -> Iterator[Row]:
    """The same rows one by one: of a document only the segments are held."""
    for _, document in groupby(segments, key=attrgetter("doc")):
        yield from _rows_of_document(list(document), matcher, target)


TextKey = tuple[object, ...]


def text_key(segment: Segment) -> TextKey:
    """What is the same of segments of which the same is to be said, wherever they stand.

    >>> text_key(Segment("茶", "tea", row=1)) == text_key(Segment("茶", "tea", row=7))
    True
    """
    key: TextKey = _what_is_said(segment)
    return key


_what_is_said = attrgetter(
    "zh", "en", "target", "confidence", "kind", "zh_non_prose", "en_non_prose"
)


def _rows_with_repetitions(
    segments: list[Segment], matcher: Matcher, target: Side | None
) -> list[Row]:
    """The rows of a document; what it repeats, as translation memories do, is read once."""
    keys = [text_key(segment) for segment in segments]
    first_by_key: dict[TextKey, Segment] = {}
    for key, segment in zip(keys, segments, strict=True):
        first_by_key.setdefault(key, segment)
    rows = _rows_of_document(list(first_by_key.values()), matcher, target)
    row_by_key = dict(zip(first_by_key, rows, strict=True))
    repeated = []
    for key, segment in zip(keys, segments, strict=True):
        row = row_by_key[key]
        repeated.append(
            row if row.segment is segment else replace(row, segment=segment)
        )
    return repeated


def _rows_of_document(
    segments: list[Segment], matcher: Matcher, target: Side | None
) -> Iterator[Row]:
    names = _defined_names(segments, matcher, target)
    extra = Matcher(names) if names.concepts else None
    for first in range(0, len(segments), _TOGETHER):
        batch = segments[first : first + _TOGETHER]
        rows = _matched(batch, matcher, target)
        yield from rows if extra is None else _with_defined_names(rows, extra)


def _matched(
    segments: list[Segment], matcher: Matcher, target: Side | None
) -> list[Row]:
    """The rows of some segments, without the names that their document defines."""
    zh_matches = matcher.find_all_in(
        [segment.zh for segment in segments], language="zh"
    )
    en_matches = matcher.find_all_in(
        [segment.en for segment in segments], language="en"
    )
    rows = []
    for segment, zh_all, en_all in zip(
        segments, zh_matches, en_matches, strict=True
    ):
        zh = in_prose(zh_all, segment.zh, segment.zh_non_prose)
        zh = standing_alone(zh, segment.zh)
        en = in_prose(en_all, segment.en, segment.en_non_prose)
        if (target or segment.target) == "en":
            rows.append(_row(segment, "en", source=zh, target=en))
        else:
            rows.append(_row(segment, "zh", source=en, target=zh))
    return rows


def in_prose(
    matches: list[Match], text: str, marked: Sequence[NonProse] = ()
) -> list[Match]:
    """The matches in a text but those in code, addresses, placeholders and the like, where no term
    stands; *marked* is what the file says is not prose.

    >>> matcher = Matcher(TermBase((Concept("c", (Term("tea", "en"),)),)))
    >>> text = "Tea: see tea/index.md."
    >>> [match.span.start for match in in_prose(matcher.find(text), text)]
    [0]
    """
    if not matches:
        return matches
    wordless = wordless_stretches(text, marked)
    if not wordless:
        return matches
    return [match for match in matches if not is_among(match.span, wordless)]


def lone_row(segment: Segment, side: Side, matches: list[Match]) -> Row:
    """A text without a source and all matches in it, of which only the longest matter."""
    terms = longest(
        in_prose(matches, segment.text(side), segment.non_prose(side))
    )
    return Row(
        segment=segment,
        side=side,
        text=segment.text(side),
        source_text="",
        source_matches=(),
        target_matches=terms,
        source_terms=(),
        target_terms=terms,
        sought=_NONE,
        present=_NONE,
        rendered=usable_concepts(terms),
    )


def _row(
    segment: Segment, side: Side, *, source: list[Match], target: list[Match]
) -> Row:
    """A segment with the terms of the base in it."""
    source_text = segment.text(other_side(side))
    source_terms = without_glosses(longest(source), source_text)
    return Row(
        segment=segment,
        side=side,
        text=segment.text(side),
        source_text=source_text,
        source_matches=source,
        target_matches=target,
        source_terms=source_terms,
        target_terms=longest(target),
        sought=_concepts(source_terms),
        present=_concepts(source),
        rendered=usable_concepts(target),
    )


def _concepts(matches: Sequence[Match]) -> frozenset[str]:
    return (
        _NONE.union(*[match.concepts for match in matches])
        if matches
        else _NONE
    )


def usable_concepts(matches: Iterable[Match]) -> frozenset[str]:
    """The concepts for which an acceptable term stands there."""
    return frozenset(
        [
            candidate.concept.id
            for _, candidates, _ in matches
            for candidate in candidates
            if candidate.term.status not in DISCOURAGED
        ]
    )


def without_glosses(terms: list[Match], text: str) -> list[Match]:
    """Some terms of a text, a term and its gloss in brackets behind it as one of the two.

    The better one stays: the one of better status, the full form before its acronym.
    """
    if len(terms) < 2 or ("(" not in text and "（" not in text):
        return terms
    single: list[Match] = []
    for match in terms:
        if not single or not _is_gloss(single[-1], match, text):
            single.append(match)
        elif _quality(match) < _quality(single[-1]):
            single[-1] = match
    return single


def _is_gloss(term: Match, match: Match, text: str) -> bool:
    """Whether a match stands in brackets right behind a term of the same concept."""
    if term.concepts.isdisjoint(match.concepts):
        return False
    between = text[term.span.end : match.span.start]
    opens = _GLOSS_OPENS.fullmatch(between) is not None
    return opens and _GLOSS_CLOSES.match(text, match.span.end) is not None


def _quality(match: Match) -> tuple[int, bool]:
    term = match.candidates[0].term
    return status_rank(term), is_acronym(term.text)


def _with_defined_names(rows: list[Row], names: Matcher) -> Iterator[Row]:
    """The rows, with the concepts that stand there under a name that the document itself gave."""
    matches_by_row = names.find_all_in([row.text for row in rows])
    for row, matches in zip(rows, matches_by_row, strict=True):
        yield _with_more(
            row, in_prose(matches, row.text, row.segment.non_prose(row.side))
        )


def _with_more(row: Row, matches: list[Match]) -> Row:
    """A row with the places of names which the document defined.

    An acronym in brackets of its own explains what stands before it and proves nothing.
    """
    free = [
        match for match in matches if not _is_bracketed(row.text, match.span)
    ]
    if not free:
        return row
    return replace(
        row,
        defined=tuple(longest(free)),
        rendered=row.rendered | usable_concepts(free),
    )


def _defined_names(
    segments: list[Segment], matcher: Matcher, target: Side | None
) -> TermBase:
    """The acronyms that the document gives to terms, and what it says known acronyms stand for.

    An acronym whose full form the term base knows stands for nothing else (IFC).
    """
    pairs = sorted(set(_glosses_of(segments, target)))
    full_forms = _whole_candidates(
        matcher, [(full, side) for full, _, side in pairs]
    )
    acronyms = _whole_candidates(
        matcher, [(short, side) for _, short, side in pairs]
    )
    concepts: dict[str, Concept] = {}
    names: dict[str, set[tuple[str, Side]]] = defaultdict(set)
    for (full, short, side), of_full, of_short in zip(
        pairs, full_forms, acronyms, strict=True
    ):
        named_short = [(candidate, short) for candidate in of_full]
        named_full = [
            (candidate, full)
            for candidate in of_short
            if _is_unexplained(candidate)
        ]
        for candidate, name in named_short + named_full:
            concepts[candidate.concept.id] = candidate.concept
            names[candidate.concept.id].add((name, side))
    return TermBase(
        tuple(
            replace(
                concept, terms=tuple(Term(*name) for name in sorted(names[key]))
            )
            for key, concept in concepts.items()
        )
    )


def _glosses_of(
    segments: Iterable[Segment], target: Side | None
) -> Iterator[tuple[str, str, Side]]:
    """The glosses of the translations, each with its language."""
    for segment in segments:
        side = target or segment.target
        for full, short in glosses(segment.text(side)):
            yield full, short, side


def _whole_candidates(
    matcher: Matcher, texts: Sequence[tuple[str, Side]]
) -> Iterator[list[TermReading]]:
    """The acceptable terms of its language that are the whole of each text."""
    matches_by_text = matcher.find_all_in([text for text, _ in texts])
    for (text, side), matches in zip(texts, matches_by_text, strict=True):
        whole = [match for match in matches if match.span == (0, len(text))]
        candidates = [
            candidate for match in whole for candidate in match.candidates
        ]
        yield [
            c
            for c in candidates
            if is_language(c.term.lang, side) and _is_usable(c)
        ]


def _is_usable(candidate: TermReading) -> bool:
    return candidate.term.status not in DISCOURAGED


def _is_unexplained(candidate: TermReading) -> bool:
    """Whether a concept has nothing but acronyms in the language of the candidate."""
    fellows = candidate.concept.terms_in(candidate.term.lang.partition("-")[0])
    return all(is_acronym(term.text) for term in fellows)


def glosses(text: str) -> Iterator[tuple[str, str]]:
    """Every full form with its acronym behind it in brackets (after Schwartz and Hearst, 2003).

    The words before the bracket must give the acronym's letters by their initials.

    >>> list(glosses("the Composite Price Index (CPI) and others (etc)"))
    [('Composite Price Index', 'CPI')]
    """
    if "(" not in text and "（" not in text:
        return
    for gloss in _ACRONYM_GLOSS.finditer(text):
        short = gloss[1].removesuffix("s")
        words = [
            *_WORD.finditer(text, max(0, gloss.start() - _BACK), gloss.start())
        ]
        start = _start_of_expansion(short, words)
        if start is not None and is_acronym(short.upper()):
            yield text[start : gloss.start()].rstrip(), short.upper()


def without_acronym_glosses(text: str) -> str:
    """A text without the acronyms that it explains: "a zone (FTZ) rule" as "a zone rule"."""
    return _ACRONYM_GLOSS.sub("", text)


def explained_acronyms(text: str) -> Iterator[str]:
    """What stands in brackets like an acronym, whether or not it fits what stands before."""
    return (gloss[1] for gloss in _ACRONYM_GLOSS.finditer(text))


def _start_of_expansion(short: str, words: list[re.Match[str]]) -> int | None:
    """Where the words begin whose initials, small words left out, spell the acronym."""
    letters = [c.lower() for c in short if c.isalnum()]
    start = None
    for word in reversed(words):
        if not letters:
            break
        if word[0][0].lower() == letters[-1]:
            letters.pop()
            start = word.start()
        elif len(word[0]) > _SHORT_WORD:
            return None
    return None if letters else start


def _is_bracketed(text: str, span: Span) -> bool:
    """Whether the whole of a pair of brackets is this stretch: it explains what stands before."""
    before, after = text[: span.start][-1:], text[span.end :][:1]
    return before in ("(", "（") and after in (")", "）")
