"""Files of the user's own with the decisions of a check in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from nqpterms.cli.output import tell
from nqpterms.errors import NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.model.findings import Finding
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
