"""The findings of a text as a list to work through: by cause, the gravest first, each with what was
decided about it.

    CheckedText, Decisions ──causes_of──▶ Causes of AnsweredFindings
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from nqpterms.formats.results.decision_words import about, standing_words
from nqpterms.formats.results.finding_formats import grouped
from nqpterms.lang.normal_form import fold
from nqpterms.model.findings import Finding
from nqpterms.project.decisions import Decision

ANSWER_NAMES = {
    "fixed": "fix",
    "ignore": "ignored",
    "admit": "admitted",
    "later": "later",
}
"""What a list says of a finding that was answered."""


class AnsweredFinding(Struct, frozen=True):
    """A finding with its number in the text and the answer that it has, "" for none."""

    number: int
    finding: Finding
    answer: str = ""
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.answer in ("", "later")

    @property
    def label(self) -> str:
        """What a list says of the answer."""
        return ANSWER_NAMES.get(self.answer, "")


class Cause(Struct, frozen=True):
    """Findings that people read as one: a line of the list."""

    number: int
    places: tuple[AnsweredFinding, ...]

    @property
    def first(self) -> Finding:
        """The finding that speaks for the others."""
        return self.places[0].finding

    @property
    def about(self) -> str:
        """What it is about, in few words."""
        return about(self.first) or self.first.code

    @property
    def is_remark(self) -> bool:
        """Whether it asks for no decision."""
        return self.first.severity == "info"

    @property
    def open_places(self) -> int:
        """How many of its places are still to be decided."""
        return sum(1 for place in self.places if place.is_open)

    @property
    def entrance(self) -> int:
        """The number of the finding at which a reader comes in: the first open one."""
        undecided = [place.number for place in self.places if place.is_open]
        return undecided[0] if undecided else self.places[0].number

    @property
    def label(self) -> str:
        """What was decided about all of it; "" where something is open."""
        if any(not place.answer for place in self.places):
            return ""
        labels = dict.fromkeys(place.label for place in self.places)
        return ", ".join(labels)


def causes_of(
    findings: Sequence[Finding],
    decisions: Mapping[str, Decision],
    later: Collection[int] = (),
) -> tuple[Cause, ...]:
    """The findings of a text in the order in which people read them on every surface.

    >>> one = Finding("T101", "warning", "m", matched="x")
    >>> done = {one.fingerprint: Decision(one.fingerprint, "ignore")}
    >>> [cause.label for cause in causes_of([one], done)]
    ['ignored']
    """
    numbers = {id(finding): number for number, finding in enumerate(findings)}
    admitted = _admitted_words(decisions)
    causes = []
    for count, group in enumerate(grouped(findings), 1):
        places = []
        for finding in group:
            number = numbers[id(finding)]
            decision = decision_about(finding, decisions)
            answer: str = decision.decision if decision else ""
            if not answer and _words_key(finding) in admitted:
                answer = "admit"
            if not answer and number in later:
                answer = "later"
            places.append(AnsweredFinding(number, finding, answer, decision))
        causes.append(Cause(count, tuple(places)))
    return tuple(causes)


def decision_about(
    finding: Finding, decisions: Mapping[str, Decision]
) -> Decision | None:
    """What was decided about a finding, by the name it has now or the one it had in 0.1."""
    for fingerprint in finding.fingerprints:
        if fingerprint in decisions:
            return decisions[fingerprint]
    return None


def _stands_among(causes: Iterable[Cause], number: int) -> bool:
    """Whether a finding is a place of one of some causes."""
    return any(
        place.number == number for cause in causes for place in cause.places
    )


def next_number(causes: Sequence[Cause], number: int) -> int | None:
    """The next finding to decide behind one, in the order of the list; those that were put off
    come last. None where nothing is left; remarks ask for no decision, and come after remarks.
    """
    in_turn = _in_turn(
        [cause for cause in causes if not cause.is_remark], number
    )
    remarks = [cause for cause in causes if cause.is_remark]
    if _stands_among(remarks, number):
        others = [place for place in _in_turn(remarks, number) if place.is_open]
        in_turn = others + in_turn
    for answer in ("", "later"):
        for place in in_turn:
            if place.answer == answer:
                return place.number
    return None


def _in_turn(causes: Sequence[Cause], number: int) -> list[AnsweredFinding]:
    """The findings behind one, then those before it and itself."""
    places = [place for cause in causes for place in cause.places]
    numbers = [place.number for place in places]
    at = numbers.index(number) if number in numbers else -1
    return places[at + 1 :] + places[: at + 1]


def neighbour(causes: Sequence[Cause], number: int, step: int) -> int:
    """The finding before (-1) or behind (1) one in the order of the list, decided or not."""
    numbers = [place.number for cause in causes for place in cause.places]
    at = numbers.index(number) + step
    return numbers[min(max(at, 0), len(numbers) - 1)]


def counts(causes: Sequence[Cause]) -> tuple[int, int]:
    """How many of the findings that ask for a decision are decided, and how many there are."""
    places = [
        place
        for cause in causes
        if not cause.is_remark
        for place in cause.places
    ]
    return sum(1 for place in places if not place.is_open), len(places)


def _admitted_words(
    decisions: Mapping[str, Decision],
) -> set[tuple[str, str, str]]:
    """The renderings that were admitted, each with its source term and the code that minded it."""
    return {
        (one.code, fold(one.source_term), fold(one.matched))
        for one in decisions.values()
        if one.decision == "admit" and one.matched
    }


def _words_key(finding: Finding) -> tuple[str, str, str]:
    return (
        finding.code,
        fold(finding.source_term or ""),
        fold(standing_words(finding)),
    )
