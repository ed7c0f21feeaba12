"""T104, T105 and T106: whether the translation calls one thing by one name, looked at alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.likelihood import sure
from nqpterms.checks.rival_renderings import differ_by_choice, is_common
from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    finding_in,
    line_of,
)
from nqpterms.checks.wording_keys import (
    are_rivals,
    capitals,
    competing,
    spelling,
    wording,
)
from nqpterms.lang.english import FUNCTION_WORDS, words
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.forms import is_short
from nqpterms.matching.matcher import TermReading
from nqpterms.model.alignment import other_side
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED
from nqpterms.renderings.rows import Row, glosses

_FOLLOWING = re.compile(r"\s+([A-Za-z]+)")
_LEADING = re.compile(r"([A-Za-z]+)\s+$")
_BEFORE_VERBS = frozenset(
    "to will shall can may must is are was were be been keep kept".split()
)
_KNOWN_TO_ALL = frozenset("APEC BRICS CPC EU G20 IMF RMB UN US".split())
"""Acronyms that nobody introduces: reports on the work of the government of 2016–2022 have each in
three years or more without its full form beside it, but EU (2016), which every dictionary has."""
_NEAR = 40  # code points on either side in which the next word is looked for


class _TermPlace(Struct, frozen=True):
    """One place of a term in the translation."""

    row: Row
    span: Span
    reading: TermReading

    @property
    def surface(self) -> str:
        """The term as it stands there."""
        return self.span.of(self.row.text)

    @property
    def line(self) -> int:
        """The line on which it stands."""
        return line_of(self.row, self.span)


_Group = list[_TermPlace]  # places of one spelling or of one name of a concept


def _t104(view: DocumentView) -> Iterator[Finding]:
    """An acronym is used before its full form is introduced."""
    for concept, places_in_rows in view.once(_places).items():
        # A title need not stand first.
        places = sorted(places_in_rows, key=_line)
        first = places[0]
        if not is_short(first.reading.term):
            continue
        full = next(
            (place for place in places if not is_short(place.reading.term)),
            None,
        )
        if full is None or _are_in_one_passage(first, full):
            continue
        if {first.reading.term.status, full.reading.term.status} & DISCOURAGED:
            continue  # nobody should introduce what nobody should use
        acronyms = [acronym for _, acronym in glosses(full.row.text)]
        is_introduced = first.surface.upper() in acronyms
        if not is_introduced and first.surface in _KNOWN_TO_ALL:
            continue
        verdict = Verdict(
            "T104",
            "warning" if is_introduced else "info",
            f"“{first.surface}” stands here before “{one_line(full.surface)}” introduces it",
            expected=(full.reading.term.text,),
            group=concept,
        )
        yield _finding(verdict, first)


def _line(place: _TermPlace) -> int:
    return place.line


def _are_in_one_passage(one: _TermPlace, two: _TermPlace) -> bool:
    """Whether two places stand in one passage: a row may join two headings or paragraphs, between
    which a line of the file is empty."""
    if one.row is not two.row:
        return False
    anchors = one.row.segment.anchors(one.row.side)
    lines = [anchor.place.line or 0 for anchor in anchors]
    between = sorted({line for line in lines if one.line <= line <= two.line})
    return all(following - line <= 1 for line, following in pairwise(between))


def _t105(view: DocumentView) -> Iterator[Finding]:
    """The spelling of one term varies within a document."""
    spellings: dict[tuple[str, str], dict[str, _Group]] = defaultdict(
        lambda: defaultdict(list)
    )
    cases: dict[tuple[str, str], dict[str, _Group]] = defaultdict(
        lambda: defaultdict(list)
    )
    for concept, places in view.once(_places).items():
        if (
            places[0].row.side != "en"
            or len({place.surface for place in places}) < 2
        ):
            continue
        for place in places:
            if is_short(place.reading.term):
                continue
            key, spelled = spelling(place.surface)
            spellings[concept, key][spelled].append(place)
            case = capitals(place.surface)
            if case:
                cases[concept, key][case].append(place)
    for groups in spellings.values():
        comparable = _comparable(groups)
        if len(comparable) > 1:
            yield from _varied(comparable)
    for name, by_case in cases.items():
        if len(spellings[name]) == 1 and len(by_case) > 1:
            yield from _varied_case(by_case)


def _t106(view: DocumentView) -> Iterator[Finding]:
    """Two terms of one concept are mixed in a document."""
    alone = [row for row in view.rows if not row.source_text.strip()]
    for places in _places_by_concept(alone).values():
        if are_rivals({place.reading.term.text for place in places}):
            rivals = _rivals(places)
            if rivals:
                yield from _mixed(sorted(rivals, key=_rank))


def _rivals(places: _Group) -> list[_Group]:
    """The places of each name of a concept that competes with another one.

    Those of a common word do where the glossary discourages one of them.
    """
    groups: dict[tuple[str, ...], _Group] = defaultdict(list)
    for place in places:
        if _is_name(place) and not _is_in_phrase(place):
            groups[wording(place.reading.term.text)].append(place)
    if is_common(places[0].reading.concept) and not any(
        map(_is_discouraged, groups.values())
    ):
        return []
    return [
        group
        for name, group in groups.items()
        if any(
            _compete(name, group, rival, others)
            for rival, others in groups.items()
        )
    ]


def _compete(
    name: tuple[str, ...], group: _Group, rival: tuple[str, ...], others: _Group
) -> bool:
    """Whether two names of a concept, each with its places, are rivals by choice."""
    if not competing((name, rival)):
        return False
    return differ_by_choice(
        group[0].reading.term.text, others[0].reading.term.text
    )


def _is_discouraged(group: _Group) -> bool:
    return group[0].reading.term.status in DISCOURAGED


def _places(view: DocumentView) -> dict[str, _Group]:
    """Every place of each concept that has several in a document."""
    return _places_by_concept(view.rows)


def _places_by_concept(rows: Sequence[Row]) -> dict[str, _Group]:
    """Every place of each concept that has several, in order.

    What may stand for two concepts is left out.
    """
    places: dict[str, list[tuple[Row, int]]] = defaultdict(list)
    for row in rows:
        for number, match in enumerate(row.target_terms):
            if len(match.concepts) == 1:
                places[match.candidates[0].concept.id].append((row, number))
    return {
        concept: [_term_place(row, number) for row, number in group]
        for concept, group in places.items()
        if len(group) > 1
    }


def _term_place(row: Row, number: int) -> _TermPlace:
    match = row.target_terms[number]
    return _TermPlace(row, match.span, match.candidates[0])


def _is_name(place: _TermPlace) -> bool:
    """Whether a term is a full name of its concept, and not one of which T101 speaks."""
    term = place.reading.term
    is_wrong = term.status in DISCOURAGED and term.scope != "pair"
    return not is_wrong and not is_short(term)


def _is_in_phrase(place: _TermPlace) -> bool:
    """Whether a term is part of a longer name or compound: a hyphen or a further capital beside it.

    Between the term and the capital stands nothing but a blank.
    """
    text, (start, end) = place.row.text, place.span
    if "-" in (text[start - 1 : start], text[end : end + 1]):
        return True
    if not place.surface[0].isupper() or place.surface.isupper():
        return False
    leader, follower = (
        _LEADING.search(text, 0, start),
        _FOLLOWING.match(text, end),
    )
    is_before = (
        leader is not None
        and leader[1][0].isupper()
        and not _begins(text, leader.start())
    )
    return is_before or (follower is not None and follower[1][0].isupper())


def _begins(text: str, position: int) -> bool:
    """Whether a sentence begins at a position."""
    before = text[:position].rstrip()
    return not before or before[-1] in ".:;!?"


def _rank(group: _Group) -> tuple[bool, int, bool]:
    """What is not discouraged first; of it the most used, of equals the preferred one."""
    return (
        _is_discouraged(group),
        -len(group),
        group[0].reading.term.status != "preferred",
    )


def _mixed(ranked: list[_Group]) -> Iterator[Finding]:
    """One finding for the document, then every place of a term that is not the usual one."""
    usual = ranked[0][0].reading.term.text
    source = _source(ranked[0][0])
    counts = ", ".join(
        f"“{group[0].reading.term.text}” ×{len(group)}" for group in ranked
    )
    subject = f"{source} has" if source else "one concept has"
    first = min(
        (group[0] for group in ranked[1:]), key=lambda place: place.line
    )
    terms = first.reading.concept.renderings(first.row.side)
    expected = tuple(term.text for term in terms)
    message = f"{subject} {len(ranked)} terms here: {counts}"
    whole = _finding(Verdict("T106", "info", message, expected), first)
    yield replace(
        whole,
        segment=None,
        unit="",
        matched="",
        span=None,
        context="",
        stands=None,
    )
    for group in ranked[1:]:
        for place in group:
            message = f"“{one_line(place.surface)}” here, {_others(usual, ranked[0], group)}"
            yield _finding(Verdict("T106", "info", message, expected), place)


def _others(usual: str, usual_places: _Group, group: _Group) -> str:
    """What stands in the other places; what stands no more often than this is not the usual."""
    return (
        f"mostly “{usual}”"
        if len(usual_places) > len(group)
        else f"“{usual}” elsewhere"
    )


def _varied(spellings: dict[str, _Group]) -> Iterator[Finding]:
    """The places where a term is not spelled as it mostly is; none where it always is."""
    ranked = sorted(spellings.values(), key=_rank)
    usual = one_line(ranked[0][0].surface)
    for group in ranked[1:]:
        for place in group:
            message = f"“{one_line(place.surface)}” here, {_others(usual, ranked[0], group)}"
            yield _finding(Verdict("T105", "info", message, (usual,)), place)


def _comparable(spellings: dict[str, _Group]) -> dict[str, _Group]:
    """The spellings without the places at which grammar asks for a hyphen or for none.

    Before a noun people write a hyphen ("an opening-up policy"), within a verb none ("it is opening
    up new fields").
    """
    if len({spelled.replace("-", " ") for spelled in spellings}) == len(
        spellings
    ):
        return spellings
    comparable = {}
    for spelled, group in spellings.items():
        places = [place for place in group if not _is_bound(place)]
        if places:
            comparable[spelled] = places
    return comparable


def _is_bound(place: _TermPlace) -> bool:
    """Whether a noun or an object follows a term, or an auxiliary stands before it."""
    text, (start, end) = place.row.text, place.span
    follower = _FOLLOWING.match(text, end)
    if follower and follower[1].lower() not in FUNCTION_WORDS:
        return True
    leader = _LEADING.search(text, 0, start)
    return leader is not None and leader[1].lower() in _BEFORE_VERBS


def _varied_case(by_case: dict[str, _Group]) -> Iterator[Finding]:
    """The places that are not capitalised as they mostly are, those in titles left out."""
    in_text = {
        case: [p for p in group if not _is_in_title(p)]
        for case, group in by_case.items()
    }
    if all(in_text.values()):
        yield from _varied(in_text)


def _finding(verdict: Verdict, place: _TermPlace) -> Finding:
    """A finding at a place of a term; the term of the other language says what is meant."""
    finding = finding_in(
        place.row, verdict, span=place.span, reading=place.reading
    )
    return sure(replace(finding, source_term=_source(place)))


def _source(place: _TermPlace) -> str | None:
    """What the concept is called in the language across."""
    return place.reading.concept.preferred(other_side(place.row.side))


def _is_in_title(place: _TermPlace) -> bool:
    """Whether a stretch is part of a title or a name: the next words of weight have capitals too.

    Where it stands alone in its line nothing can be told of its capitals.
    """
    text, (start, end) = place.row.text, place.span
    before = _content_words(text[max(0, start - _NEAR) : start])[-1:]
    after = _content_words(text[end : end + _NEAR])[:1]
    beside = [word for word in before + after if word[0].isalpha()]
    return not beside or any(word[0].isupper() for word in beside)


def _content_words(text: str) -> list[str]:
    texts = [span.of(text) for span in words(text)]
    return [word for word in texts if word.lower() not in FUNCTION_WORDS]


CHECKS = (
    Check("T104", "warning", "translation", _t104),
    Check("T105", "info", "translation", _t105),
    Check("T106", "info", "translation", _t106),
)
