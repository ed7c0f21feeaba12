"""What a check says beside its findings: by which glossary it went, and what -o can give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nqpterms.cli.output import tell
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.bitexts.notes_in_place import takes_notes
from nqpterms.project.project import Project
from nqpterms.run.inputs import Unit


def tell_glossaries(names: Sequence[str], project: Project, unit: Unit) -> None:
    """Say by which glossaries alone a check goes, where some were named."""
    if not names:
        return
    concepts = project.finder(unit.path).size
    label = "glossary" if len(names) == 1 else "glossaries"
    file_names = ", ".join(Path(name).name for name in names)
    tell(
        f"{label}: {file_names}, {concepts} concept{'s' * (concepts != 1)}, and no other"
    )


def what_next(units: Sequence[Unit]) -> str:
    """In which files the list can be had: a page, a workbook, a copy with comments or notes.

    >>> what_next([Unit("d", "d.docx")])  # doctest: +ELLIPSIS
    'to work through them: -o report.html (page), ... (workbook), -o reviewed.docx (Word)'
    """
    offers = ["-o report.html (page)", "-o decisions.xlsx (workbook)"]
    unit = units[0]
    if len(units) > 1:
        del offers[0]
    elif unit.path.lower().endswith(".docx"):
        offers.append("-o reviewed.docx (Word)")
    elif unit.is_bitext and takes_notes(Path(unit.path)):
        offers.append(f"-o noted.{bare_suffix(unit.path)} (notes in the file)")
    return f"to work through them: {', '.join(offers)}"
