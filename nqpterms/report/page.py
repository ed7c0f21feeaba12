"""The report: one self-contained HTML file with both texts side by side and what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nqpterms.alignment import Alignment
from nqpterms.findings import SEVERITIES, Finding, Severity
from nqpterms.places import Span
from nqpterms.report.views import RowView, TermMarks, row_views
from nqpterms.termbase import Concept, TermBase

CONTEXT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The page loads nothing from anywhere: it says so, and the browser enforces it."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that people read as one; each place has the id of its mark, "" where it has none."""

    code: str
    severity: Severity
    message: str
    places: tuple[tuple[str, Finding], ...]


def render_report(
    alignment: Alignment,
    findings: Sequence[Finding] | None,
    base: TermBase,
    *,
    terms: TermMarks,
    title: str = "",
) -> str:
    """The report as the text of an HTML file.

    *terms* gives the marks of the term base's terms in a text of either language. *findings* is
    None where nothing was checked, and the page says so.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("nqpterms.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found = findings or ()
    rows = row_views(alignment, found, terms=terms)
    used = {c for row in rows for c in _concepts_in(row.zh + row.en)}
    return environment.get_template("report.html.j2").render(
        title=title or _title(alignment),
        alignment=alignment,
        rows=rows,
        checked=findings is not None,
        groups=grouped(found, rows),
        names=[Path(document.name).name for document in (alignment.zh, alignment.en)],
        counts=Counter(finding.severity for finding in found),
        concepts=[concept for concept in base.concepts if concept.id in used],
        renderings=_renderings,
        policy=CONTEXT_SECURITY,
        lone=sum(1 for row in rows if row.reason and row.kind == "paragraph"),
        pairs=sum(1 for row in rows if row.zh and row.en and row.kind == "paragraph"),
    )


def grouped(findings: Sequence[Finding], rows: Sequence[RowView]) -> list[FindingGroup]:
    """Findings by group, each place with the id that it is reached by, the worst groups first."""
    marked = set(re.findall(r' id="([fs]\d+)"', "".join(row.zh + row.en for row in rows)))
    groups: dict[str, list[tuple[str, Finding]]] = {}
    at: dict[tuple[str, Span | None], str] = {}  # of two findings in one place the first is marked
    for number, finding in enumerate(findings):
        name = next((n for n in (f"f{number}", f"s{number}") if n in marked), "")
        name = at.setdefault((finding.file, finding.span), name) or name
        groups.setdefault(finding.group or finding.fingerprint, []).append((name, finding))
    views = [
        FindingGroup(first.code, first.severity, first.message, tuple(places))
        for places in groups.values()
        for _, first in places[:1]
    ]
    views.sort(key=lambda g: (-SEVERITIES.index(g.severity), -len(g.places), g.code))
    return views


def _title(alignment: Alignment) -> str:
    for document in (alignment.en, alignment.zh):
        if document.title:
            return document.title.text
    return alignment.en.name


def _concepts_in(html: str) -> set[str]:
    """The concepts that a cell's marks name."""
    return {part.split('"', 1)[0] for part in html.split('data-concept="')[1:]}


def _renderings(concept: Concept) -> list[tuple[str, str, str]]:
    """Term, language and status of every form, as the concept's card lists them."""
    return [(term.text, term.lang, term.status) for term in concept.terms]
