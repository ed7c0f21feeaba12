"""Answers to findings, written at once and taken back: the road is that of `nqpterms decide`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from nqpterms.errors import NqptermsError
from nqpterms.files.file_locks import alone_with
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding
from nqpterms.project.decisions import (
    Decision,
    changing_decisions,
    decide,
    load_decisions,
)
from nqpterms.project.finding_records import Verb
from nqpterms.servers.review.causes import causes_of, decision_about
from nqpterms.servers.review.check_bench import CheckedText
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.text_checks import TextCheck, UndoStep

_VERBS: dict[str, Verb] = {"fix": "fixed", "ignore": "ignore", "admit": "admit"}
_LONGEST_WORDS = 500  # signs that may be put in the place of others
_MOST_STEPS = 500  # that can be taken back


def answer_findings(
    desk: ReviewDesk,
    check: TextCheck,
    checked: CheckedText,
    number: int,
    word: str,
    *,
    own: str = "",
    whole: bool = False,
) -> str:
    """Answer a finding, or with *whole* all open ones of its cause; what was done, in words.

    *word* is "fix" (with the first form that is expected), "fix 2" (with the second one), "fix
    own" (with the words of *own*), "ignore", "admit" or "later". Raises NqptermsError for another
    word, and where nothing can be admitted or fixed.
    """
    verb, _, which = word.partition(" ")
    numbers = _cause_of(desk, check, checked, number) if whole else [number]
    if verb == "later":
        fresh = tuple(one for one in numbers if one not in check.later)
        check.later.update(fresh)
        _remember(check, UndoStep(number, {}, {}, fresh))
        return _status_line("later", len(numbers))
    if verb not in _VERBS:
        raise NqptermsError(
            f"{word[:40]!r}: expected fix, ignore, admit, later or undo"
        )
    findings = [checked.findings[one] for one in numbers]
    words = (
        _words(checked.findings[number], which, own) if verb == "fix" else ""
    )
    if verb == "admit":
        # The others have the same words, and follow it.
        findings = [checked.findings[number]]
    step = _write_decisions(desk, number, findings, _VERBS[verb], words)
    check.later.difference_update(numbers)
    _remember(check, step)
    return _status_line(verb, len(findings))


def _take_back_decision(desk: ReviewDesk, finding: Finding) -> None:
    """Take a decision out of the file; raises NqptermsError where there is none."""
    with changing_decisions(desk.folder.decisions()) as decisions:
        decision = decision_about(finding, decisions)
        if decision is None:
            raise NqptermsError("nothing is there to be taken back")
        del decisions[decision.fingerprint]


def take_back_last(
    desk: ReviewDesk, check: TextCheck, checked: CheckedText, number: int
) -> tuple[str, int]:
    """Take the last answer back, or that of a finding which was given before the server was
    started; what was done, and the finding to show.

    What somebody else has decided since is left as it is, and said.
    """
    if not check.steps:
        _take_back_decision(desk, checked.findings[number])
        return "taken back", number
    step = check.steps.pop()
    check.later.difference_update(step.put_off)
    with changing_decisions(desk.folder.decisions()) as decisions:
        changed_since = [
            key for key, one in step.after.items() if decisions.get(key) != one
        ]
        for key, before in step.before.items():
            if key in changed_since:
                continue
            decisions.pop(key, None)
            if before is not None:
                decisions[key] = before
    if changed_since:
        return "decided anew elsewhere: left as it is", step.at
    if step.glossary is not None and not _put_back(*step.glossary):
        return (
            f"taken back; the line stays in {step.glossary[0].name}, which was changed",
            step.at,
        )
    return "taken back", step.at


def _cause_of(
    desk: ReviewDesk, check: TextCheck, checked: CheckedText, number: int
) -> list[int]:
    """The open findings of the cause of one, itself among them."""
    path = desk.folder.decisions()
    decisions = load_decisions(path) if path.is_file() else {}
    for cause in causes_of(checked.findings, decisions, check.later):
        numbers = [place.number for place in cause.places]
        if number in numbers:
            return [
                p.number
                for p in cause.places
                if p.is_open or p.number == number
            ]
    return [number]


def _words(finding: Finding, which: str, own: str) -> str:
    """The words that are to stand there; "" for the fix that the check has itself."""
    if which == "own":
        words = " ".join(own.split())
        if not words or len(words) > _LONGEST_WORDS:
            raise NqptermsError(
                "write the words that are to stand there, on one line"
            )
        return words
    at = int(which) - 1 if which.isdecimal() and len(which) < 3 else 0
    if at == 0 and (finding.fix is not None or finding.expected):
        return ""
    if not 0 <= at < len(finding.expected):
        raise NqptermsError(
            "no such form is expected: write the words that are to stand there"
        )
    return finding.expected[at]


def _write_decisions(
    desk: ReviewDesk,
    number: int,
    findings: Sequence[Finding],
    verb: Verb,
    words: str,
) -> UndoStep:
    """Write decisions, and say what was there before and is there now."""
    path = desk.folder.decisions()
    keys = [finding.fingerprint for finding in findings]
    glossaries = desk.folder.project().settings.glossaries
    before_of_files = _bytes_of(glossaries) if verb == "admit" else {}
    before = _standing(path, keys)
    admitted = decide(
        findings, verb, path, by=desk.by, glossaries=glossaries, rendering=words
    )
    glossary = None
    if admitted:
        changed = admitted[0].path
        glossary = (
            changed,
            before_of_files.get(str(changed), b""),
            changed.read_bytes(),
        )
    return UndoStep(number, before, _standing(path, keys), glossary=glossary)


def _standing(path: Path, keys: Iterable[str]) -> dict[str, Decision | None]:
    """The decisions about some findings as they are now."""
    decisions = load_decisions(path) if path.is_file() else {}
    return {key: decisions.get(key) for key in keys}


def _bytes_of(names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of the glossaries that are files."""
    contents = {}
    for name in names:
        with suppress(OSError):
            contents[str(Path(name))] = Path(name).read_bytes()
    return contents


def _put_back(path: Path, before: bytes, after: bytes) -> bool:
    """Whether a file that nobody has changed since has its earlier bytes again."""
    with alone_with(path):
        if not before or path.read_bytes() != after:
            return False
        with atomic(path, encoding=None) as file:
            file.write(before)
    return True


def _remember(check: TextCheck, step: UndoStep) -> None:
    check.steps.append(step)
    del check.steps[:-_MOST_STEPS]


def _status_line(verb: str, count: int) -> str:
    """What was done, for those who do not see the list."""
    names = {
        "fix": "to be fixed",
        "ignore": "ignored",
        "admit": "admitted",
        "later": "put off",
    }
    return names[verb] if count == 1 else f"{count} places {names[verb]}"
