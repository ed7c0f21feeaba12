"""Files of the user's own with the decisions of a check in them: written, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from nqpterms.cli.output import complain, tell
from nqpterms.cli.user_names import user_name
from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.files.writing import atomic
from nqpterms.formats.bitexts.notes_in_place import takes_notes
from nqpterms.model.findings import Finding
from nqpterms.notes.answered_files import (
    TakenAnswers,
    is_answered_file,
    take_answers,
)
from nqpterms.notes.cat_answers import noted_bitext
from nqpterms.project.project import decisions_path
from nqpterms.project.settings import find_settings
from nqpterms.run.inputs import Unit

WORD, NOTES = "docx", "notes"
"""The kinds of output that are a copy of the file itself: with comments, with notes."""


def copy_kind(output: Path | None) -> str:
    """Which kind of copy an output is, by its suffix; "" for none."""
    if output is None:
        return ""
    if output.suffix.lower() == ".docx":
        return WORD
    return NOTES if takes_notes(output) else ""


def write_review(
    units: Sequence[Unit],
    findings: Iterable[Finding],
    output: Path,
    *,
    fix: bool = False,
    everything: bool = False,
) -> None:
    """Write a copy of the one file that was checked with what asks for a decision in it: comments
    in a Word document, notes in a file of a CAT tool.

    With *everything* remarks are written too; with *fix* safe fixes are tracked changes in Word.
    Raises NqptermsError for any other input.
    """
    wanted = [
        finding
        for finding in findings
        if everything or finding.severity != "info"
    ]
    if copy_kind(output) == WORD:
        data, counts, unplaced = _with_comments(
            _only_unit(units, output, ".docx"), wanted, fix=fix
        )
    else:
        noted = noted_bitext(
            _only_unit(units, output, bare_suffix(output)).path, wanted
        )
        data, counts, unplaced = (
            noted.data,
            [_counted(noted.notes, "note")],
            noted.unplaced,
        )
    with atomic(output, encoding=None) as file:
        file.write(data)
    tell(f"{output}: {', '.join(counts)}")
    for finding in unplaced:
        tell(f"{output}: no place for {finding.code}: {finding.message}")


def _with_comments(
    unit: Unit, findings: Sequence[Finding], *, fix: bool
) -> tuple[bytes, list[str], tuple[Finding, ...]]:
    """A document with comments, how many there are of what, and the findings without a place."""
    from nqpterms.notes.word_review import reviewed_docx

    review = reviewed_docx(unit.path, findings, fix=fix)
    counts = [_counted(review.comments, "comment")]
    if fix:
        counts.append(_counted(review.changes, "tracked change"))
    return review.data, counts, review.unplaced


def _only_unit(units: Sequence[Unit], output: Path, suffix: str) -> Unit:
    """The one file that was checked, which is of the same kind as its copy."""
    unit = units[0]
    is_word = suffix == ".docx"
    is_alike = unit.is_bitext != is_word and bare_suffix(
        unit.path
    ) == suffix.lstrip(".")
    if len(units) == 1 and is_alike:
        return unit
    if is_word:
        raise NqptermsError(
            f"{output}: comments go into a copy of one Word document: check a .docx, alone or with "
            "--source; for other texts give -o a name in .html, .xlsx or .csv"
        )
    raise NqptermsError(
        f"{output}: notes go into a copy of one file of the same kind: check a .{suffix}, or give "
        "-o a name in .html, .xlsx or .csv"
    )


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"


def decisions_taken(
    paths: Sequence[Path], glossaries: tuple[str, ...]
) -> Path | None:
    """The file of decisions that is named, with the answers of the answered files in it.

    None where no file is named and nothing has been answered: the one beside the settings holds.
    """
    answered = [path for path in paths if is_answered_file(path)]
    files = [path for path in paths if not is_answered_file(path)]
    if len(files) > 1:
        raise click.UsageError(
            f"--decisions takes one file of decisions: {files[0]}, {files[1]}"
        )
    file = files[0] if files else None
    if not answered:
        return file
    settings = find_settings(Path.cwd())
    decisions = decisions_path(settings, Path.cwd(), file)
    for path in answered:
        answers = take_answers(
            path,
            decisions,
            by=user_name(),
            glossaries=glossaries or settings.glossaries,
        )
        _tell_taken(path, decisions, answers)
    return decisions if decisions.is_file() else None


def _tell_taken(path: Path, decisions: Path, answers: TakenAnswers) -> None:
    """Say what was answered, what stands in a glossary from now on, and what could not."""
    counts = ", ".join(
        f"{count} {verb}" for verb, count in answers.counts.items()
    )
    tell(f"{path}: {counts or 'nothing new'} → {decisions}")
    for term in answers.admitted:
        tell(f"{term.path}:{term.line}: {term.text}")
    for reason in answers.refused:
        complain(f"{path}: not admitted, left as it stands: {reason}")
