"""Files of the user's own with the decisions of a check in them: written, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from nqpterms.cli.output import complain, tell
from nqpterms.cli.user_names import user_name
from nqpterms.errors import NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding
from nqpterms.notes.answered_files import TakenAnswers, is_answered_file, take_answers
from nqpterms.project.project import decisions_path
from nqpterms.project.settings import find_settings
from nqpterms.run.inputs import Unit


def write_review(
    units: Sequence[Unit],
    findings: Iterable[Finding],
    output: Path,
    *,
    fix: bool = False,
    everything: bool = False,
) -> None:
    """Write a copy of a Word document with comments on the findings that ask for a decision.

    With *everything* remarks are commented too; with *fix* safe fixes are tracked changes.
    Raises NqptermsError for any other input than one document.
    """
    from nqpterms.notes.word_review import reviewed_docx

    unit = units[0]
    if len(units) > 1 or unit.is_bitext or Path(unit.path).suffix.lower() != ".docx":
        raise NqptermsError(
            f"{output}: comments go into a copy of one Word document: check a .docx, alone or with "
            "--source; for other texts give -o a name in .html, .xlsx or .csv"
        )
    wanted = [finding for finding in findings if everything or finding.severity != "info"]
    review = reviewed_docx(unit.path, wanted, fix=fix)
    with atomic(output, encoding=None) as file:
        file.write(review.data)
    counts = [f"{review.comments} comment{'s' * (review.comments != 1)}"]
    if fix:
        counts.append(f"{review.changes} tracked change{'s' * (review.changes != 1)}")
    tell(f"{output}: {', '.join(counts)}")
    for finding in review.unplaced:
        tell(f"{output}: no place for {finding.code}: {finding.message}")


def decisions_taken(named: Sequence[Path], glossaries: tuple[str, ...]) -> Path | None:
    """The file of decisions that is named, with the answers of the answered files in it.

    None where no file is named and nothing has been answered: the one beside the settings holds.
    """
    answered = [path for path in named if is_answered_file(path)]
    files = [path for path in named if not is_answered_file(path)]
    if len(files) > 1:
        raise click.UsageError(f"--decisions takes one file of decisions: {files[0]}, {files[1]}")
    if not answered:
        return files[0] if files else None
    settings = find_settings(Path.cwd())
    decisions = decisions_path(settings, Path.cwd(), files[0] if files else None)
    for path in answered:
        taken = take_answers(
            path, decisions, by=user_name(), glossaries=glossaries or settings.glossaries
        )
        _tell_taken(path, decisions, taken)
    return decisions if decisions.is_file() else None


def _tell_taken(path: Path, decisions: Path, taken: TakenAnswers) -> None:
    """Say what was answered, what stands in a glossary from now on, and what could not."""
    counts = ", ".join(f"{count} {verb}" for verb, count in taken.counts.items())
    tell(f"{path}: {counts or 'nothing new'} → {decisions}")
    for term in taken.admitted:
        tell(f"{term.path}:{term.line}: {term.text}")
    for reason in taken.refused:
        complain(f"{path}: not admitted, left as it stands: {reason}")
