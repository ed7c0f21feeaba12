"""Pages from templates: those of this folder, which share style and macros with the report."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from nqpterms.report.frame import stylesheet, template_of
from nqpterms.servers.review.visits import PageAnswer, Visit

_PACKAGE = "nqpterms.servers.review"


def page(
    template: str, visit: Visit, *, title: str, status: int = 200, **values: Any
) -> PageAnswer:
    """A page with head and navigation."""
    html = template_of(template, _PACKAGE)
    return PageAnswer(
        html.render(
            title=title,
            current=_current(visit),
            folder=visit.desk.folder.root.name or str(visit.desk.folder.root),
            navigation=visit.navigation,
            **values,
        ),
        status=status,
    )


def part(template: str, **values: Any) -> PageAnswer:
    """A piece of a page, for the script that puts it into its place."""
    return PageAnswer(template_text(template, **values))


def template_text(template: str, **values: Any) -> str:
    """What a template becomes."""
    return template_of(template, _PACKAGE).render(**values)


def message_page(
    visit: Visit, title: str, message: str, status: int
) -> PageAnswer:
    """A page that says what went wrong and leads back."""
    return page(
        "message.html.j2", visit, title=title, status=status, message=message
    )


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """The files that pages load, by name, each with its kind."""
    kinds = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
    }
    assets: dict[str, tuple[bytes, str]] = {}
    for entry in files(_PACKAGE).joinpath("static").iterdir():
        suffix = "." + entry.name.rpartition(".")[2]
        if suffix in kinds:
            assets[entry.name] = entry.read_bytes(), kinds[suffix]
    assets["report.css"] = stylesheet().encode(), kinds[".css"]
    return assets


def _current(visit: Visit) -> str:
    """The address of the page, among those in the head, to which an address belongs."""
    longer_first = sorted(visit.navigation, key=lambda link: -len(link.path))
    for link in longer_first:
        if visit.path == link.path or visit.path.startswith(
            link.path.rstrip("/") + "/"
        ):
            return link.path
    return "/"
