"""The first page of a folder of reports: one line a text, those with most to decide first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from nqpterms.report.frame import rendered


class IndexLine(Struct, frozen=True):
    """One report of a folder: its file from the folder's own page, how many segments it has, and
    its findings by severity; `failure` says why there is none."""

    name: str
    file: str
    segments: int = 0
    findings: Mapping[str, int] = {}
    failure: str = ""

    @property
    def address(self) -> str:
        """The file as a link from the page beside it."""
        return quote(self.file)

    def count(self, severity: str) -> int:
        """How many findings of one severity there are."""
        return self.findings.get(severity, 0)


def render_index(lines: Sequence[IndexLine]) -> str:
    """The list of some reports as the text of an HTML file.

    >>> page = render_index([IndexLine("a", "a.html", 3, {"warning": 2})])
    >>> '<a href="a.html">' in page
    True
    """
    decisions = sum(_decisions(line) for line in lines)
    return rendered(
        "folder.html.j2",
        title=f"{len(lines)} reports",
        lines=sorted(lines, key=lambda line: (-_decisions(line), line.name)),
        decisions=decisions,
    )


def _decisions(line: IndexLine) -> int:
    """How many findings of a report ask for a decision."""
    return line.count("error") + line.count("warning")
