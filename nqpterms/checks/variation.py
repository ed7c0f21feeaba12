"""T301 and T302: one term in several renderings, and one rendering of several terms.

    DocumentView ──known_places──▶ RenderedPlaces ──by term, by rendering──▶ Findings

Places come from the census, and beyond the term base from names in quotation marks, from Chinese
that stands there twice (`repeated_source`) and from statistics (`statistical_variants`).

How steady a term is says the Herfindahl index of its renderings, the sum of their squared shares
(Gašpar, Seljan and Kučiš, 2022): 1 where it is always rendered in one way, 1/n for n ways that
stand equally often.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.evidence import is_reported, missing_terms
from nqpterms.checks.likelihood import sure
from nqpterms.checks.repeated_source import places_of_repeated_source
from nqpterms.checks.rival_renderings import (
    differ_by_choice,
    is_common_chinese,
    is_everyday_chinese,
)
from nqpterms.checks.statistical_variants import statistical_variants
from nqpterms.checks.view import (
    Check,
    DocumentView,
    RenderedPlace,
    Verdict,
    finding_in,
    in_file,
    place_of,
)
from nqpterms.checks.wording_keys import wording
from nqpterms.lang.normal_form import fold
from nqpterms.matching.forms import is_acronym, is_short, spells
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept, Term
from nqpterms.renderings.rows import Row

_NAME = 12  # characters of a Chinese name in quotation marks; what is longer is a quotation
_WORDS = 6  # words of an English one
_OPENING = re.compile('[“「『"]')
_CHINESE_QUOTES = re.compile('[“「『"]([^“”「」『』"]+)[”」』"]')
_ENGLISH_QUOTES = re.compile('[“"]([^“”"]+)[”"]')
_EDGES = " ,.;:!?，。；：！？"


class _Group(Struct, frozen=True):
    """Places under one name: those of a rendering of a term, or of a term of a rendering."""

    name: str
    places: list[RenderedPlace]


def herfindahl(counts: Iterable[int]) -> float:
    """The sum of squared shares of some counts, above 0 up to 1; 0 where there are none.

    >>> herfindahl([4]), herfindahl([2, 2]), herfindahl([3, 1]), herfindahl([])
    (1.0, 0.5, 0.625, 0.0)
    """
    numbers = list(counts)
    whole = sum(numbers)
    return (
        sum(count * count for count in numbers) / (whole * whole)
        if whole
        else 0.0
    )


def _t301(view: DocumentView) -> Iterator[Finding]:
    """One source term has several renderings in one document."""
    reported: dict[int, list[Span]] = defaultdict(
        list
    )  # what differs already, by row
    for places in _by_term(view.once(_known_places)):
        groups = _rivals(_by_rendering(places))
        if groups:
            _note(reported, places)
            yield from _several_renderings(groups)
    variants = (
        _by_term(statistical_variants(view.rows)) if view.has_time else []
    )
    for places in sorted(variants, key=_weight):
        if not any(
            _touches(reported[id(place.row)], place.span) for place in places
        ):
            _note(reported, places)
            groups = _rivals(_by_rendering(places))
            if groups:
                yield from _several_renderings(groups)


def _t302(view: DocumentView) -> Iterator[Finding]:
    """One rendering stands for several source terms in one document."""
    by_rendering: dict[tuple[str, ...], list[RenderedPlace]] = defaultdict(list)
    for place in chain(view.once(_known_places), _borrowed(view)):
        by_rendering[wording(_rendering_name(place))].append(place)
    for rendering, places in by_rendering.items():
        if len({*map(_identity, places)}) < 2:
            continue
        groups = _by_source(places)
        if len(groups) > 1 and not all(
            _is_best(group, rendering) for group in groups
        ):
            yield from _several_terms(groups)


def _known_places(view: DocumentView) -> list[RenderedPlace]:
    """Every place of a full rendering; beyond the term base only what is no term of it."""
    places = list(_census_places(view))
    repeated = filter(_may_be_term, places_of_repeated_source(view.rows))
    for place in chain(_quoted_names(view.rows), repeated):
        if not _is_in_base(place) and not is_acronym(place.surface):
            places.append(place)
    return places


def _may_be_term(place: RenderedPlace) -> bool:
    """Whether Chinese may be a term: the base has it, or it is no everyday word."""
    return place.concept is not None or not is_everyday_chinese(
        place.source_surface
    )


def _census_places(view: DocumentView) -> Iterator[RenderedPlace]:
    """The places that a term of the base answers, acronyms left out: they may stand anywhere."""
    for row, renderings in zip(view.rows, view.census, strict=True):
        for rendering in renderings:
            if (
                rendering.term is None
                or rendering.span is None
                or rendering.how == "defined"
            ):
                continue
            if rendering.how == "discouraged" and is_reported(row, rendering):
                continue  # one cause: T101 or T205 speaks of it
            if not _is_acronym(rendering.term, rendering.concept):
                source = rendering.source.span
                yield RenderedPlace(
                    row,
                    source,
                    rendering.span,
                    rendering.concept,
                    rendering.term,
                )


def _is_acronym(term: Term, concept: Concept) -> bool:
    """Whether a term is short for another of its concept, however its case is damaged (eFAC)."""
    if is_short(term):
        return True
    if " " in term.text:
        return False
    short = term.text.removesuffix("s")
    fellows = concept.terms_in(term.lang.partition("-")[0])
    return any(
        " " in fellow.text and spells(short, fellow.text) for fellow in fellows
    )


def _is_in_base(place: RenderedPlace) -> bool:
    """Whether a term of the place's own concept stands where its rendering was found."""
    if place.concept is None:
        return False
    for match in place.row.target_terms:
        if place.concept.id in match.concepts and match.span.overlaps(
            place.span
        ):
            return True
    return False


def _quoted_names(rows: Sequence[Row]) -> Iterator[RenderedPlace]:
    """The names in quotation marks, where both sides have as many of them."""
    for row in rows:
        if (
            row.side != "en"
            or not row.text
            or not _OPENING.search(row.source_text)
        ):
            continue
        names = _quoted(_CHINESE_QUOTES, row.source_text)
        renderings = _quoted(_ENGLISH_QUOTES, row.text)
        if len(names) != len(renderings) or not all(map(_is_name, names)):
            continue
        for name, span in zip(names, renderings, strict=True):
            if 0 < len(span.of(row.text).split()) <= _WORDS:
                yield place_of(row, name, span)


def _quoted(pattern: re.Pattern[str], text: str) -> list[Span]:
    """What stands between quotation marks, without signs at its ends."""
    spans = []
    for quoted in pattern.finditer(text):
        start, end = quoted.span(1)
        inside = quoted[1]
        first = start + len(inside) - len(inside.lstrip(_EDGES))
        last = start + len(inside.rstrip(_EDGES))
        spans.append(Span(first, max(first, min(last, end))))
    return spans


def _is_name(span: Span) -> bool:
    return 2 <= span.end - span.start <= _NAME


def _borrowed(view: DocumentView) -> Iterator[RenderedPlace]:
    """The renderings of another term that stand where a term like it is not rendered."""
    for missing in view.once(missing_terms):
        if missing.rendering.reason:
            continue
        row, source = missing.row, missing.rendering.source
        name = source.span.of(row.source_text)
        for match in row.target_terms:
            concept, term = (
                match.candidates[0].concept,
                match.candidates[0].term,
            )
            if (
                match.concepts & row.present
                or term.status in DISCOURAGED
                or " " not in term.text
            ):
                continue
            if any(
                _are_alike(name, own.text) for own in concept.terms_in("zh")
            ):
                own_concept = source.candidates[0].concept
                yield RenderedPlace(
                    row, source.span, match.span, own_concept, term
                )


def _are_alike(one: str, two: str) -> bool:
    """Whether two Chinese terms have more than half of their characters in common, in order."""
    same = sum(a == b for a, b in zip(one, two, strict=False))
    return one != two and 2 * same > max(len(one), len(two))


def _by_term(places: Iterable[RenderedPlace]) -> list[list[RenderedPlace]]:
    """The places of each term."""
    terms: dict[str, list[RenderedPlace]] = defaultdict(list)
    for place in places:
        terms[_identity(place)].append(place)
    return list(terms.values())


def _by_rendering(places: Sequence[RenderedPlace]) -> list[_Group]:
    """The renderings that differ in more than inflection and small words, the usual one first."""
    if len({*map(_rendering_name, places)}) < 2:
        return [_Group(_rendering_name(places[0]), list(places))]
    groups: dict[tuple[str, ...], _Group] = {}
    for place in places:
        name = _rendering_name(place)
        groups.setdefault(wording(name), _Group(name, [])).places.append(place)
    return sorted(groups.values(), key=_rank)


def _rivals(groups: list[_Group]) -> list[_Group]:
    """The renderings of a term of which one was chosen where another might stand.

    A common word is rendered as its sentence asks, unless the glossary discourages a rendering.
    """
    if not any(map(_is_discouraged, groups)):
        places = [place for group in groups for place in group.places]
        if all(map(_is_common, places)):
            return []
    return [
        group
        for group in groups
        if any(
            differ_by_choice(group.name, other.name)
            for other in groups
            if other is not group
        )
    ]


def _is_common(place: RenderedPlace) -> bool:
    """Whether a term of the base is a common word there, each of whose renderings is allowed."""
    is_known = place.concept is not None and place.term is not None
    return is_known and is_common_chinese(place.source_surface)


def _is_discouraged(group: _Group) -> bool:
    term = group.places[0].term
    return term is not None and term.status in DISCOURAGED


def _by_source(places: Iterable[RenderedPlace]) -> list[_Group]:
    """The source terms of one rendering, the usual one first.

    A place where it may stand for two of them says nothing; neither does a term inside another.
    """
    by_span: dict[tuple[int, Span], list[RenderedPlace]] = defaultdict(list)
    for place in places:
        by_span[id(place.row), place.span].append(place)
    groups: dict[str, _Group] = {}
    for same_span in by_span.values():
        if len({_source_name(place) for place in same_span}) > 1:
            continue
        for place in same_span:
            group = groups.setdefault(
                _identity(place), _Group(_source_name(place), [])
            )
            group.places.append(place)
    ranked = sorted(
        groups.values(), key=lambda group: (-len(group.places), group.name)
    )
    distinct: list[_Group] = []
    for number, group in enumerate(ranked):
        if not any(_is_variant(group, before) for before in ranked[:number]):
            distinct.append(group)
    return distinct


def _is_variant(group: _Group, before: _Group) -> bool:
    """Whether one Chinese term stands inside another, also shortened (医保 of 基本医疗保险), or is
    another spelling of an unknown one."""
    if _has_in_order(group.name, before.name) or _has_in_order(
        before.name, group.name
    ):
        return True
    is_unknown = not (group.places[0].concept or before.places[0].concept)
    return is_unknown and _are_alike(group.name, before.name)


def _has_in_order(name: str, part: str) -> bool:
    """Whether the characters of one Chinese term stand in another, in order."""
    rest = iter(name)
    return all(character in rest for character in part)


def _is_best(group: _Group, rendering: tuple[str, ...]) -> bool:
    """Whether a rendering is what the glossary prefers for a term: then it cannot tell it apart."""
    place = group.places[0]
    best = place.concept.preferred(place.row.side) if place.concept else None
    return best is not None and wording(best) == rendering


def _rank(group: _Group) -> tuple[bool, int, bool, str]:
    """What is not discouraged first; of it the most used, of equals the preferred one."""
    term = group.places[0].term
    is_preferred = term is not None and term.status == "preferred"
    return (
        _is_discouraged(group),
        -len(group.places),
        not is_preferred,
        group.name,
    )


def _weight(places: Sequence[RenderedPlace]) -> tuple[int, int]:
    """The terms with most places first, of equals the longest: what is nested in others is cut."""
    return -len(places), -len(places[0].source_surface)


def _note(
    reported: dict[int, list[Span]], places: Iterable[RenderedPlace]
) -> None:
    for place in places:
        reported[id(place.row)].append(place.span)


def _touches(spans: Iterable[Span], span: Span) -> bool:
    return any(one.overlaps(span) for one in spans)


def _several_renderings(groups: list[_Group]) -> Iterator[Finding]:
    """One finding for the document, then every place of a rendering that is not the usual one.

    The first carries the line where the usual one is left for the first time. It is a warning
    where the glossary discourages one of them; otherwise the mixture is a matter of style.
    """
    first, steady = _first_place(groups), _consistency(groups)
    term = _source_name(first)
    counts = ", ".join(
        f"“{group.name}” ×{len(group.places)}" for group in groups
    )
    is_wrong = any(map(_is_discouraged, groups)) and not first.is_everyday
    message = f"{term} is rendered in {len(groups)} ways: {counts} (consistency {steady:.2f})"
    verdict = Verdict("T301", "warning" if is_wrong else "info", message)
    yield _about_document(_finding(verdict, first, steady))
    for group in groups[1:]:
        note = f"{term}: “{group.name}” here, {_others(groups[0], group)}"
        for place in group.places:
            yield _finding(Verdict("T301", "info", note), place, steady)


def _others(usual: _Group, group: _Group) -> str:
    """What stands in the other places; what stands no more often than this is not the usual."""
    is_usual = len(usual.places) > len(group.places)
    return f"mostly “{usual.name}”" if is_usual else f"“{usual.name}” elsewhere"


def _several_terms(groups: list[_Group]) -> Iterator[Finding]:
    """One finding for the document, then every place of a term that is not the usual one.

    Where the glossary says that both are rendered so, that is information.
    """
    first, steady = _first_place(groups), _consistency(groups)
    name = _rendering_name(first)
    key = " ".join(wording(name))
    counts = ", ".join(f"{group.name} ×{len(group.places)}" for group in groups)
    is_listed = all(
        _is_own(place) for group in groups for place in group.places
    )
    is_everyday = any(group.places[0].is_everyday for group in groups)
    message = f"“{name}” renders {len(groups)} terms: {counts} (consistency {steady:.2f})"
    verdict = Verdict(
        "T302",
        "info" if is_listed or is_everyday else "warning",
        message,
        group=key,
    )
    yield _about_document(_finding(verdict, first, steady))
    for group in groups[1:]:
        note = (
            f"“{name}” renders {group.name} here, {_others(groups[0], group)}"
        )
        for place in group.places:
            yield _finding(
                Verdict("T302", "info", note, group=key), place, steady
            )


def _first_place(groups: Sequence[_Group]) -> RenderedPlace:
    """The first place in the text that is not of the usual group."""
    return min(
        (place for group in groups[1:] for place in group.places),
        key=lambda p: p.line,
    )


def _is_own(place: RenderedPlace) -> bool:
    """Whether a rendering is one of the concept's own terms, or the base knows neither."""
    return (
        place.concept is None
        or place.term is None
        or place.term in place.concept.terms
    )


def _consistency(groups: Iterable[_Group]) -> float:
    return round(herfindahl(len(group.places) for group in groups), 3)


def _finding(
    verdict: Verdict, place: RenderedPlace, consistency: float
) -> Finding:
    """A finding at the place of a rendering, with the term of the source that it stands for."""
    preferred = (
        place.concept.preferred(place.row.side) if place.concept else None
    )
    concept = place.concept.id if place.concept else None
    name = _source_name(place)
    finding = replace(
        finding_in(place.row, verdict, span=place.span),
        concept=concept,
        source_term=name,
        source_span=in_file(place.row, place.source, source=True),
        expected=(preferred,) if preferred else (),
        group=f"{verdict.code}:{verdict.group or concept or name}:",
        consistency=consistency,
    )
    return sure(finding, pair=place.row.segment.confidence)


def _about_document(finding: Finding) -> Finding:
    """A finding about the document, which keeps the line of its first place."""
    return replace(
        finding,
        segment=None,
        unit="",
        source_span=None,
        matched="",
        span=None,
        context="",
        stands=None,
    )


def _rendering_name(place: RenderedPlace) -> str:
    """A rendering as the glossary writes it, or else as it stands there."""
    return place.term.text if place.term else place.surface


def _source_name(place: RenderedPlace) -> str:
    """The source term as the glossary writes it, or else as it stands there."""
    for match in place.row.source_matches:
        if match.span == place.source:
            for reading in match.candidates:
                if place.concept and reading.concept.id == place.concept.id:
                    return reading.term.text
    return place.source_surface


def _identity(place: RenderedPlace) -> str:
    return place.concept.id if place.concept else fold(place.source_surface)


CHECKS = (
    Check("T301", "warning", "source", _t301),
    Check("T302", "warning", "source", _t302),
)
