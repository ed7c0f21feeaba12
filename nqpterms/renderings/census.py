"""The census: which term of the translation stands here for this term of the source?

    Row ──renderings_of──▶ Renderings: one for each place of a source term

A place is one of the *longest* source term: in 发展新质生产力 the base's 新质生产力 is a place, the
生产力 inside it is none. Each place has one answer or none, and `how` says how it was found. In the
examples the base has 新质生产力 "new quality productive forces" (deprecated "new quality
productivity"), 生产力 "productive forces" and 产业政策 "industrial policy".

    term          生产力 → productive forces
                  an acceptable term of the concept stands there
    discouraged   新质生产力 → new quality productivity
                  only a discouraged term of it does
    defined       产业政策 → the IP, where another row has "an industrial policy (IP)"
                  a name stands there that the document gave to a term
    damaged       产业政策 → industrialpolicy
                  a term stands there as the file has damaged it

These are answers; the others say why there is none:

    elsewhere     产业政策、产业政策 → an industrial policy (the second place)
                  the concept has an answer, and that is another place's
    inside        生产力和新质生产力 → new quality productive forces (of 生产力)
                  a term stands there as a part of what answers another place
    parts         产业政策 → policies for industry, where 产业 is "industry"
                  no term of it stands there, but one of a shorter term in it does
    weak          产业政策 → policies that are industrial
                  no term stands there, and there is a reason to think that it is rendered
    repeated      产业政策、产业政策 → it (the second place)
                  no term stands there, and an earlier place of the row says so
    nothing       产业政策 → it
                  no term stands there
    unlisted      产业政策 → policies, where the concept has no English
                  the base has nothing to look for
    untranslated  产业政策 → (an empty text)
                  there is no translation

The rules behind them:

- A form of the translation answers one place; as many places are answered as it stands there.
- A form inside a longer one that answers another term answers nothing else.
- A gloss in brackets behind a rendering is the same rendering: "productive forces (PF)" is one.
- Of several forms that may answer, the best in the order of statuses does, of equals the first.

"weak" is said by the checks (`nqpterms.checks.evidence`), which look beyond the row; here such a
place is "nothing", "parts" or "inside".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from nqpterms.matching.matcher import Match, TermReading, longest
from nqpterms.matching.term_cells import cell_forms
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept, Term, status_rank
from nqpterms.renderings.damage import damaged_term
from nqpterms.renderings.rows import Row, without_glosses

How = Literal[
    "term",
    "discouraged",
    "defined",
    "damaged",
    "elsewhere",
    "inside",
    "parts",
    "weak",
    "repeated",
    "nothing",
    "unlisted",
    "untranslated",
]


class Rendering(Struct, frozen=True):
    """The answer for one place of a source term.

    `source` is the match of the place and `concept` what it stands for there. `term` is the term
    that renders it, None where there is no answer; `span` is where that stands in the translation,
    None also where damage hides it. `reason` says why a place without an answer may be rendered
    after all.
    """

    source: Match
    concept: Concept
    how: How
    term: Term | None = None
    span: Span | None = None
    reason: str = ""

    @property
    def is_acceptable(self) -> bool:
        """Whether the place is rendered, by a term that may be used."""
        return self.term is not None and self.how != "discouraged"


class _Answer(NamedTuple):
    """A form of the translation, and the concept and term for which it is taken."""

    form: Match
    reading: TermReading


_Answers = dict[int, _Answer]  # by the number of the place
_Readings = dict[str, TermReading]  # of one form, by the id of the concept


def renderings_of(row: Row) -> tuple[Rendering, ...]:
    """The answer for each place of a source term of a row, in order.

    >>> from nqpterms.matching.matcher import Matcher
    >>> from nqpterms.model.alignment import Segment
    >>> from nqpterms.model.termbase import TermBase
    >>> from nqpterms.renderings.rows import matched_rows
    >>> concept = Concept("c", (Term("产业政策", "zh"), Term("industrial policy", "en")))
    >>> pair = Segment("产业政策、产业政策", "An industrial policy.")
    >>> [[row]] = matched_rows([pair], Matcher(TermBase((concept,))))
    >>> [rendering.how for rendering in renderings_of(row)]
    ['term', 'elsewhere']
    """
    places = row.source_terms
    if not places:
        return ()
    if not row.text.strip():
        return tuple(_without_answer(place, "untranslated") for place in places)
    answers = _answers(row)
    if len(answers) < len(places):
        return _with_reasons(row, answers)
    return tuple(
        _answered(row, place, answers[n]) for n, place in enumerate(places)
    )


def acceptable_terms(source: Match, language: str) -> tuple[Term, ...]:
    """The terms that render a source term in a language, the best first, each text once.

    What is looked for nowhere (validate says which, and why) renders nothing.

    >>> chinese, tea = Term("茶", "zh"), Term("tea", "en", "preferred")
    >>> concept = Concept("c", (chinese, Term("char", "en"), tea))
    >>> match = Match(Span(0, 1), (TermReading(concept, chinese),), frozenset("c"))
    >>> [term.text for term in acceptable_terms(match, "en")]
    ['tea', 'char']
    """
    concepts = {
        candidate.concept.id: candidate.concept
        for candidate in source.candidates
    }
    listed = [
        term
        for concept in concepts.values()
        for term in concept.renderings(language)
    ]
    terms = [term for term in listed if cell_forms(term.text, term.pos)]
    if len(concepts) > 1:
        terms.sort(key=status_rank)
    by_text: dict[str, Term] = {}
    for term in terms:
        by_text.setdefault(term.text, term)
    return tuple(by_text.values())


def _answers(row: Row) -> _Answers:
    """The forms of the translation that answer the places of a row, by the place's number.

    First the longest forms of the terms that are sought are given out; then what stands inside
    those that answered nothing; then the names that the document defined.
    """
    relevant = [
        m for m in row.target_matches if not m.concepts.isdisjoint(row.sought)
    ]
    answers: _Answers = {}
    if relevant:
        forms = without_glosses(longest(relevant), row.text)
        answers = _given_out(dict(enumerate(row.source_terms)), forms)
        if len(forms) < len(relevant):
            answers |= _given_out_rest(row, relevant, answers)
    if row.defined:
        answers |= _given_out_rest(row, row.defined, answers)
    return answers


def _given_out_rest(
    row: Row, matches: Sequence[Match], answers: _Answers
) -> _Answers:
    """What answers the places that are still open, from what touches no answer."""
    places = {
        n: place for n, place in enumerate(row.source_terms) if n not in answers
    }
    if not places:
        return {}
    used = {answer.form.span: answer.form for answer in answers.values()}
    wanted = frozenset[str]().union(
        *[place.concepts for place in places.values()]
    )
    free = [
        match
        for match in matches
        if not match.concepts.isdisjoint(wanted)
        and not any(map(match.span.overlaps, used))
    ]
    together = sorted([*used.values(), *longest(free)], key=_start)
    single = without_glosses(together, row.text)
    return _given_out(
        places, [match for match in single if match.span not in used]
    )


def _start(match: Match) -> int:
    return match.span.start


def _given_out(places: Mapping[int, Match], forms: Sequence[Match]) -> _Answers:
    """Forms given to places, each once, so that as many places as possible have one.

    A place takes the best free form of its concepts. Where none is free, another place may have
    one that it can spare (Kuhn's augmenting paths).
    """
    if not places or not forms:
        return {}
    readings = [_readings(form) for form in forms]
    options = _options(places, readings)
    queues = {concepts: deque(numbers) for concepts, numbers in options.items()}
    holders: dict[int, int] = {}  # the place that holds each form
    hopeless: set[frozenset[str]] = set()
    for number, place in places.items():
        queue = queues[place.concepts]
        while queue and queue[0] in holders:
            queue.popleft()
        if queue:
            holders[queue.popleft()] = number
        elif place.concepts not in hopeless and not _exchanged(
            number, places, options, holders
        ):
            hopeless.add(place.concepts)
    answers = {}
    for form, number in sorted(holders.items(), key=_number_of_place):
        reading = _closest(readings[form], places[number].concepts)
        answers[number] = _Answer(forms[form], reading)
    return _in_order(answers, places)


def _number_of_place(holder: tuple[int, int]) -> int:
    return holder[1]


def _options(
    places: Mapping[int, Match], readings: Sequence[_Readings]
) -> dict[frozenset[str], list[int]]:
    """The numbers of the forms that may answer for the concepts of each place, the best first."""
    by_concept: dict[str, list[tuple[int, int]]] = {}
    for number, of_form in enumerate(readings):
        for concept, reading in of_form.items():
            by_concept.setdefault(concept, []).append(
                (status_rank(reading.term), number)
            )
    options = {}
    for concepts in {place.concepts for place in places.values()}:
        ranks = [
            rank for concept in concepts for rank in by_concept.get(concept, ())
        ]
        if len(ranks) > 1:
            ranks.sort()
        options[concepts] = [*dict.fromkeys([number for _, number in ranks])]
    return options


def _readings(form: Match) -> _Readings:
    """The term of each concept for which a form may stand.

    The closest one decides whether it is acceptable: a form as the glossary writes it counts before
    an inflected one. Singular and plural are one rendering, so of acceptable ones the first stands
    for all.
    """
    if len(form.candidates) == 1:
        return {form.candidates[0].concept.id: form.candidates[0]}
    readings: _Readings = {}
    for reading in form.candidates:
        best = readings.setdefault(reading.concept.id, reading)
        if best is reading or best.term.status in DISCOURAGED:
            continue
        if _listed_at(reading) < _listed_at(best):
            readings[reading.concept.id] = reading
    return readings


def _closest(readings: _Readings, concepts: frozenset[str]) -> TermReading:
    """The reading of a form for a place of some concepts, of several the best."""
    shared = [
        reading for concept, reading in readings.items() if concept in concepts
    ]
    return shared[0] if len(shared) == 1 else min(shared, key=_reading_rank)


def _listed_at(reading: TermReading) -> tuple[int, int]:
    """Where a term stands among those of its concept, the best first."""
    return status_rank(reading.term), reading.concept.terms.index(reading.term)


def _exchanged(
    number: int,
    places: Mapping[int, Match],
    options: Mapping[frozenset[str], list[int]],
    holders: dict[int, int],
) -> bool:
    """Whether a place gets a form from another place, which takes another one instead."""
    came_from: dict[
        int, int
    ] = {}  # the form that a form's holder would move from
    waiting = deque((form, number) for form in options[places[number].concepts])
    wanted_by: dict[int, int] = {}
    while waiting:
        form, place = waiting.popleft()
        if form in wanted_by:
            continue
        wanted_by[form] = place
        holder = holders.get(form)
        if holder is None:
            _hand_on(form, wanted_by, came_from, holders)
            return True
        for another in options[places[holder].concepts]:
            if another not in wanted_by:
                came_from.setdefault(another, form)
                waiting.append((another, holder))
    return False


def _hand_on(
    form: int,
    wanted_by: dict[int, int],
    came_from: dict[int, int],
    holders: dict[int, int],
) -> None:
    """Give a free form to who wants it, the form that this frees to who wants that, and so on."""
    at: int | None = form
    while at is not None:
        holders[at] = wanted_by[at]
        at = came_from.get(at)


def _in_order(answers: _Answers, places: Mapping[int, Match]) -> _Answers:
    """The answers, so that of the places of one concept the first has the first form."""
    alike: dict[tuple[str, frozenset[str]], list[int]] = {}
    for number, answer in answers.items():
        key = (answer.reading.concept.id, places[number].concepts)
        alike.setdefault(key, []).append(number)
    if len(alike) == len(answers):  # as in most rows
        return answers
    in_order: _Answers = {}
    for numbers in alike.values():
        in_text = sorted(
            [answers[number] for number in numbers], key=_answer_start
        )
        in_order.update(zip(numbers, in_text, strict=True))
    return in_order


def _reading_rank(reading: TermReading) -> int:
    return status_rank(reading.term)


def _answer_start(answer: _Answer) -> int:
    return answer.form.span.start


def _answered(row: Row, place: Match, answer: _Answer) -> Rendering:
    """The rendering of a place that has an answer."""
    concept, term = answer.reading.concept, answer.reading.term
    if row.defined:  # its concepts have the names of the document in place of their own terms
        concept = next(
            c.concept for c in place.candidates if c.concept.id == concept.id
        )
        if all(term is not listed for listed in concept.terms):
            return Rendering(place, concept, "defined", term, answer.form.span)
    how: How = "discouraged" if term.status in DISCOURAGED else "term"
    return Rendering(place, concept, how, term, answer.form.span)


def _without_answer(place: Match, how: How) -> Rendering:
    return Rendering(place, place.candidates[0].concept, how)


def _with_reasons(row: Row, answers: _Answers) -> tuple[Rendering, ...]:
    """The renderings of a row in which some places have no answer, with the reason of each."""
    answered = {answer.reading.concept.id for answer in answers.values()}
    silent: set[str] = set()  # concepts of earlier places that nothing renders
    renderings = []
    for number, place in enumerate(row.source_terms):
        if number in answers:
            renderings.append(_answered(row, place, answers[number]))
            continue
        rendering = _unanswered(row, place, answered, silent)
        if rendering.term is not None:
            answered.add(rendering.concept.id)
        elif rendering.how in ("inside", "parts", "nothing"):
            silent |= place.concepts
        renderings.append(rendering)
    return tuple(renderings)


def _unanswered(
    row: Row, place: Match, answered: set[str], silent: set[str]
) -> Rendering:
    """What there is to say of a place for which no form was left."""
    if not place.concepts.isdisjoint(answered):
        concept = next(
            c.concept for c in place.candidates if c.concept.id in answered
        )
        return Rendering(place, concept, "elsewhere")
    terms = acceptable_terms(place, row.side)
    if not terms:
        return _without_answer(place, "unlisted")
    if not place.concepts.isdisjoint(silent):
        return _without_answer(place, "repeated")
    if not place.concepts.isdisjoint(row.rendered):
        return _without_answer(place, "inside")
    term = damaged_term(terms, row.text)
    if term is not None:
        owner = next(
            c.concept for c in place.candidates if term in c.concept.terms
        )
        return Rendering(place, owner, "damaged", term)
    if _has_rendered_part(row, place):
        return _without_answer(place, "parts")
    return _without_answer(place, "nothing")


def _has_rendered_part(row: Row, place: Match) -> bool:
    """Whether a shorter term inside a place is rendered somewhere in the row."""
    for match in row.source_matches:
        is_inside = match.span != place.span and match.span.overlaps(place.span)
        if is_inside and not match.concepts.isdisjoint(row.rendered):
            return True
    return False
