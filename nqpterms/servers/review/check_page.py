"""Check: a text's findings as a list of decisions, one in view, answered by one key.

What is decided is written at once, by the road of `nqpterms decide`; the list is made anew from the
file of decisions each time, so that other windows and commands are seen here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.results.decision_words import (
    marked_quote,
    standing_words,
    sure,
    where,
    why,
)
from nqpterms.model.findings import Finding
from nqpterms.project.decisions import Decision, load_decisions
from nqpterms.servers.review.answers_given import (
    answer_findings,
    take_back_last,
)
from nqpterms.servers.review.causes import (
    AnsweredFinding,
    Cause,
    causes_of,
    counts,
    neighbour,
    next_number,
)
from nqpterms.servers.review.check_bench import CheckedText
from nqpterms.servers.review.page_templates import page, part, template_text
from nqpterms.servers.review.review_folder import NotThereError, stamp
from nqpterms.servers.review.text_checks import TextCheck
from nqpterms.servers.review.visits import (
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
    as_json,
    see_other,
)

_MOST_FORMS = 9  # that have a key of their own


class DecisionView(Struct, frozen=True):
    """One finding as the page shows it: the text that it is of, its cause, its place in that."""

    name: str
    cause: Cause
    place: AnsweredFinding
    at: int
    back: int
    forth: int

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.place.finding

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that are expected, those that have a key."""
        return self.finding.expected[:_MOST_FORMS]

    @property
    def stands(self) -> str:
        """The words that stand there."""
        return standing_words(self.finding)

    @property
    def why(self) -> str:
        """Why it is a finding."""
        return why(self.finding)

    @property
    def where(self) -> str:
        """Where it stands."""
        return where(self.finding)

    @property
    def sure(self) -> str:
        """How sure it is, as ".94"; "" where nobody knows."""
        value = sure(self.finding)
        return "" if value is None else f"{value:.2f}".removeprefix("0")

    @property
    def sides(self) -> list[tuple[str, tuple[str, str, str]]]:
        """Both sentences with their languages, the Chinese one first, each in three parts."""
        quotes = (self.finding.source_quote, self.finding.target_quote)
        present = [
            quote for quote in quotes if quote is not None and quote.text
        ]
        present.sort(key=lambda quote: quote.lang != "zh")
        return [(quote.lang, marked_quote(quote)) for quote in present]

    @property
    def can_be_fixed(self) -> bool:
        """Whether there are words to put others in the place of."""
        return bool(self.stands) and bool(
            self.finding.expected or self.finding.fix is not None
        )

    @property
    def can_be_admitted(self) -> bool:
        """Whether there is a term and words that could be admitted for it."""
        return bool(
            self.stands
            and self.finding.concept
            and self.finding.code.startswith("T")
        )


def _check(visit: Visit) -> PageAnswer:
    """The page of a text: how far its check is, or what there is to decide."""
    name = visit.names["name"]
    check = visit.desk.checks.of(name)
    if check is None:
        visit.desk.folder.unit(name)  # that it is there
        check = visit.desk.checks.started(name)
    if check.checked is None:
        failure = visit.desk.folder.named_inside(check.failure)
        return page(
            "checking.html.j2",
            visit,
            title=name,
            check=check,
            failure=failure,
            link=_link(name),
        )
    return _decisions_page(visit, check, check.checked)


def _decisions_page(
    visit: Visit, check: TextCheck, checked: CheckedText
) -> PageAnswer:
    causes = _causes(visit, check, checked)
    number = _wanted_number(visit, checked, causes)
    return page(
        "decisions.html.j2",
        visit,
        title=check.name,
        link=_link(check.name),
        checked=checked,
        failures=[
            visit.desk.folder.named_inside(line) for line in checked.failures
        ],
        causes=causes,
        counts=counts(causes),
        view=_view(check.name, causes, number),
        concept=_concept(checked, number),
        has_changed=stamp([path for path, _, _ in checked.stamp])
        != checked.stamp,
        shows_list=visit.query.get("list") == "1",
        can_undo=bool(check.steps),
    )


def _decision(visit: Visit) -> PageAnswer:
    """One decision alone, for the script."""
    check, checked = finished(visit)
    causes = _causes(visit, check, checked)
    return _changed(
        check, checked, causes, _wanted_number(visit, checked, causes)
    )


def _answer(visit: Visit) -> PageAnswer:
    """Write an answer down, and go on to the next decision."""
    check, checked = finished(visit)
    number = _number(visit.field("at"), checked)
    word = visit.field("answer")
    if word == "undo":
        status, next_one = take_back_last(visit.desk, check, checked, number)
    else:
        whole = visit.field("scope") == "cause"
        status = answer_findings(
            visit.desk,
            check,
            checked,
            number,
            word,
            own=visit.field("own"),
            whole=whole,
        )
        next_one = None
    causes = _causes(visit, check, checked)
    if next_one is None:
        next_one = next_number(causes, number)
    if not visit.wants_part:
        at = f"?at={next_one}" if next_one is not None else ""
        return see_other(f"/check/{quote(check.name)}{at}")
    return _changed(check, checked, causes, next_one, status=status)


def _changed(
    check: TextCheck,
    checked: CheckedText,
    causes: tuple[Cause, ...],
    number: int | None,
    status: str = "",
) -> PageAnswer:
    """What a script puts into the page: the decision, the lines of the list, the count."""
    view = _view(check.name, causes, number)
    decided, every = counts(causes)
    lines = {
        str(cause.number): [cause.label, cause.open_places, cause.entrance]
        for cause in causes
    }
    return as_json(
        {
            "decision": template_text(
                "decision.html.j2",
                view=view,
                link=_link(check.name),
                concept=_concept(checked, number),
                can_undo=bool(check.steps),
            ),
            "cause": view.cause.number if view else 0,
            "lines": lines,
            "count": f"{decided} of {every} decided" if every else "",
            "said": status,
        }
    )


def _progress(visit: Visit) -> PageAnswer:
    """How far a check is, for the script."""
    check = visit.desk.checks.of(visit.names["name"])
    if check is None:
        raise NotThereError("this text is not being checked")
    return as_json(
        {
            "working": check.is_working,
            "what": check.what,
            "done": check.done,
            "total": check.total,
            "seconds": round(check.age, 1),
        }
    )


def _again(visit: Visit) -> PageAnswer:
    """Check a text once more."""
    name = visit.names["name"]
    visit.desk.folder.unit(name)
    visit.desk.checks.started(name, anew=True)
    return see_other(_link(name))


def _stop(visit: Visit) -> PageAnswer:
    """End a check that takes too long."""
    visit.desk.stop()
    return see_other("/")


def _places(visit: Visit) -> PageAnswer:
    """Every place of the term of a finding in its text."""
    check, checked = finished(visit)
    finding = checked.findings[_number(visit.query.get("at", ""), checked)]
    term = finding.source_term or standing_words(finding)
    places = []
    if term:
        places = visit.desk.ask(
            "nqpterms.servers.review.check_bench:places_of_term",
            name=check.name,
            term=term,
        )
    return part("places.html.j2", term=term, places=places)


def finished(visit: Visit) -> tuple[TextCheck, CheckedText]:
    """The check of a text that has come to its end."""
    check = visit.desk.checks.of(visit.names["name"])
    if check is None or check.checked is None:
        raise NqptermsError(
            "the server was started again: open the text once more"
        )
    return check, check.checked


def decisions_of(visit: Visit) -> Mapping[str, Decision]:
    """The decisions of the folder as they are now."""
    path = visit.desk.folder.decisions()
    return load_decisions(path) if path.is_file() else {}


def _causes(
    visit: Visit, check: TextCheck, checked: CheckedText
) -> tuple[Cause, ...]:
    return causes_of(checked.findings, decisions_of(visit), check.later)


def _wanted_number(
    visit: Visit, checked: CheckedText, causes: tuple[Cause, ...]
) -> int | None:
    """The finding that is asked for, or the first one to decide; None where nothing is left."""
    wanted = visit.query.get("at", "")
    if wanted:
        return _number(wanted, checked)
    return next_number(causes, -1)


def _number(text: str, checked: CheckedText) -> int:
    """The number of a finding; NotThereError for one that there is not."""
    if (
        text.isascii()
        and text.isdecimal()
        and len(text) < 9
        and int(text) < len(checked.findings)
    ):
        return int(text)
    raise NotThereError("no such decision in this text")


def _view(
    name: str, causes: tuple[Cause, ...], number: int | None
) -> DecisionView | None:
    """A finding among its causes; None where nothing is left to decide."""
    if number is None:
        return None
    for cause in causes:
        for at, place in enumerate(cause.places, 1):
            if place.number == number:
                back, forth = (
                    neighbour(causes, number, step) for step in (-1, 1)
                )
                return DecisionView(name, cause, place, at, back, forth)
    return None


def _concept(checked: CheckedText, number: int | None) -> object:
    """The concept that a finding is about, if any."""
    if number is None:
        return None
    return checked.concepts.get(checked.findings[number].concept or "")


def _link(name: str) -> str:
    return f"/check/{quote(name)}"


CHECK_PAGE = ReviewPage(
    "/check",
    "",
    (
        PageRoute("GET", "/check/{name:path}", _check),
        PageRoute("GET", "/decision/{name:path}", _decision),
        PageRoute("GET", "/progress/{name:path}", _progress),
        PageRoute("GET", "/places/{name:path}", _places),
        PageRoute("POST", "/answer/{name:path}", _answer),
        PageRoute("POST", "/again/{name:path}", _again),
        PageRoute("POST", "/stop", _stop),
    ),
)
