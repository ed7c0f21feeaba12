"""The frame that every page shares: its templates, its style and script, and what they may do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup, escape

_STYLES = ("base.css", "text.css", "pictures.css", "small.css")
_SCRIPTS = ("page.js", "filters.js", "search.js", "findings.js", "start.js")
_ADDRESS = re.compile(r"https?://[^\s<>\"'|，。；、）】」]+", re.IGNORECASE)
_TRAILING = ".,;:)]"


def rendered(template: str, *, title: str, **values: object) -> str:
    """One self-contained HTML file; nothing runs or applies but what stands in it as we wrote it.

    The page's policy names its one style and its one script by their hashes and forbids all else,
    so that a browser refuses whatever a text might smuggle in.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("nqpterms.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["linked"] = linked
    environment.filters["px"] = lambda number: f"{number:.2f}".rstrip("0").rstrip(".")
    style, script = _joined(_STYLES), _joined(_SCRIPTS)
    return environment.get_template(template).render(
        title=title,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        **values,
    )


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page with one style and one script and nothing else.

    >>> policy("p{}", "")[:55]
    "default-src 'none'; base-uri 'none'; form-action 'none'"
    """
    rules = [f"{kind}-src 'sha256-{_hash(text)}'" for kind, text in _named(style, script)]
    return "; ".join(["default-src 'none'", "base-uri 'none'", "form-action 'none'", *rules])


def linked(source: str) -> Markup:
    """A source with its web addresses as links; nothing but http and https becomes one.

    >>> str(linked("Report, https://example.org/a?b=1&c=2."))
    'Report, <a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">https://example.org/a?b=1&amp;c=2</a>.'
    >>> str(linked("javascript:alert(1)"))
    'javascript:alert(1)'
    """
    parts, at = [], 0
    for found in _ADDRESS.finditer(source):
        address = found[0].rstrip(_TRAILING)
        parts.append(escape(source[at : found.start()]))
        link = Markup('<a href="{0}" rel="noreferrer">{0}</a>')
        parts.append(link.format(address))
        at = found.start() + len(address)
    return Markup("").join([*parts, escape(source[at:])])


def _named(style: str, script: str) -> Sequence[tuple[str, str]]:
    return (("style", style), ("script", script))


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _joined(names: Sequence[str]) -> str:
    folder = files("nqpterms.report").joinpath("templates")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
