"""Finish: the corrected text, and the files that others can open."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.servers.review.causes import causes_of, counts
from nqpterms.servers.review.changed_words import changed_lines
from nqpterms.servers.review.check_bench import CheckedText
from nqpterms.servers.review.check_page import decisions_of, finished
from nqpterms.servers.review.page_templates import page
from nqpterms.servers.review.review_folder import NotThereError
from nqpterms.servers.review.visits import (
    HTML,
    PageAnswer,
    PageRoute,
    ReviewPage,
    Visit,
    download,
    see_other,
)

_BENCH = "nqpterms.servers.review.check_bench"
_REPORT_POLICY = "sandbox allow-scripts allow-popups allow-downloads"
"""A report has its own policy inside; here it also has no part in this server's cookies."""


class ResultKind(Struct, frozen=True):
    """A file that the findings of a text become: what it is for, and the end of its name."""

    kind: str
    title: str
    ending: str


_KINDS = (
    ResultKind(
        "html",
        "Report: both texts with the findings, to read and to send",
        ".html",
    ),
    ResultKind(
        "xlsx",
        "Workbook: what is still open, to decide in Excel",
        "-decisions.xlsx",
    ),
    ResultKind(
        "docx",
        "Word: fixes as tracked changes, what is open as comments",
        "-reviewed.docx",
    ),
    ResultKind(
        "notes",
        "The same file with what is open as notes of its segments",
        "-noted",
    ),
    ResultKind("jsonl", "Findings for a program (JSON Lines)", ".jsonl"),
)


def _finish(visit: Visit) -> PageAnswer:
    """What was decided, what will change, and the files."""
    check, checked = finished(visit)
    decisions = decisions_of(visit)
    causes = causes_of(checked.findings, decisions, check.later)
    places = [place for cause in causes for place in cause.places]
    answers = [place.answer for place in places if not place.is_open]
    difference, trouble = "", ""
    if checked.can_be_fixed and "fixed" in answers:
        try:
            difference = _correction(visit, checked, write=False)
        except NqptermsError as error:
            trouble = str(error)
    return page(
        "finish.html.j2",
        visit,
        title=f"Finish {check.name}",
        name=check.name,
        link=quote(check.name),
        checked=checked,
        file=visit.desk.folder.name(checked.path),
        numbers={
            verb: answers.count(verb) for verb in ("fixed", "ignore", "admit")
        },
        counts=counts(causes),
        changes=changed_lines(difference) if difference else [],
        trouble=trouble,
        kinds=[kind for kind in _KINDS if _fits(kind, checked)],
    )


def _correct(visit: Visit) -> PageAnswer:
    """Put the decided words into the file, and check it once more."""
    check, checked = finished(visit)
    _correction(visit, checked, write=True)
    visit.desk.checks.started(check.name, anew=True)
    return see_other(f"/check/{quote(check.name)}")


def _correction(visit: Visit, checked: CheckedText, *, write: bool) -> str:
    difference: str = visit.desk.ask(
        f"{_BENCH}:correction",
        name=checked.name,
        write=write,
        read_at=checked.stamp,
    )
    return difference


def _result(visit: Visit) -> PageAnswer:
    """A file that the findings become."""
    check, checked = finished(visit)
    kinds = [
        one
        for one in _KINDS
        if one.kind == visit.names["kind"] and _fits(one, checked)
    ]
    if not kinds:
        raise NotThereError("there is no such file of this text")
    [kind] = kinds
    data: bytes = visit.desk.ask(
        f"{_BENCH}:result_file", name=check.name, kind=kind.kind
    )
    if kind.kind == "html" and visit.query.get("save") != "1":
        return PageAnswer(
            data, HTML, headers={"content-security-policy": _REPORT_POLICY}
        )
    return download(data, _file_name(checked, kind))


def _file_name(checked: CheckedText, kind: ResultKind) -> str:
    """The name of a file of a text."""
    file = PurePosixPath(checked.path.replace("\\", "/"))
    ending = kind.ending
    if kind.kind == "notes":
        ending += f".{bare_suffix(file.name)}"
    return f"{file.stem}{ending}"


def _fits(kind: ResultKind, checked: CheckedText) -> bool:
    """Whether a text can become such a file."""
    if kind.kind == "docx":
        return checked.takes_comments
    return checked.takes_notes if kind.kind == "notes" else True


FINISH_PAGE = ReviewPage(
    "/finish",
    "",
    (
        PageRoute("GET", "/finish/{name:path}", _finish),
        PageRoute("POST", "/finish/{name:path}", _correct),
        PageRoute("GET", "/result/{kind}/{name:path}", _result),
    ),
)
