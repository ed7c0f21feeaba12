"""The frame that every page shares: its templates, its style and script, and what they may do."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from nqpterms.lang.chinese import simplified
from nqpterms.lang.normal_form import fold

if TYPE_CHECKING:
    import jinja2

_STYLES = (
    "base.css",
    "text.css",
    "decisions.css",
    "terms.css",
    "pictures.css",
    "small.css",
)
_SCRIPTS = (
    *(
        "page.js",
        "filters.js",
        "search.js",
        "decisions.js",
        "findings.js",
        "terms.js",
    ),
    "start.js",
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'|，。；、）】」]+", re.IGNORECASE)
_TRAILING = ".,;:)]"
# The block in which nearly all traditional forms stand.
_HAN = range(0x4E00, 0xA000)
_SURROGATES = range(0xD800, 0xE000)
_SIGNS = "’‘“”„‟‐–‑−\u00ad\u00a0\u3000\u2028\u2029" + "".join(
    map(chr, range(0xFF01, 0xFF5F))
)


def rendered(template: str, *, title: str, **values: object) -> str:
    """One self-contained HTML file; nothing runs or applies but what stands in it as we wrote it.

    The page's policy names its one style and its one script by their hashes and forbids all else,
    so that a browser refuses whatever a text might smuggle in.
    """
    style, script = _joined(_STYLES), _joined(_SCRIPTS)
    return template_of(template).render(
        title=title,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        **values,
    )


def template_of(name: str, *packages: str) -> jinja2.Template:
    """A template of one of some packages, else of the report's; whatever a text puts into it is
    escaped."""
    return _environment(packages).get_template(name)


def stylesheet() -> str:
    """The style that all pages share.

    >>> "prefers-color-scheme: dark" in stylesheet()
    True
    """
    return _joined(_STYLES)


@cache
def _environment(packages: tuple[str, ...]) -> jinja2.Environment:
    """What finds templates: in some packages, then in the report's folder."""
    import jinja2

    loaders = [
        jinja2.PackageLoader(package)
        for package in (*packages, "nqpterms.report")
    ]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["linked"] = _linked
    environment.filters["marked"] = _marked
    environment.filters["px"] = lambda number: f"{number:.2f}".rstrip(
        "0"
    ).rstrip(".")
    return environment


def short_names(names: Sequence[str]) -> list[str]:
    """The names of files as a page says them: no more of a path than tells them apart.

    A page is sent to others: where its texts lay on the disk of its writer is nobody's business.

    >>> short_names(["/home/ann/x/a.md", "/home/ann/y/a.md", "/home/ann/b.md"])
    ['x/a.md', 'y/a.md', 'b.md']
    """
    parts = [PurePath(name.replace("\\", "/")).parts for name in names]
    others = len(set(parts)) > 1
    shortened = []
    for own in parts:
        length = 1
        while (
            others
            and length < len(own)
            and _is_shared(own[-length:], own, parts)
        ):
            length += 1
        shortened.append("/".join(own[-length:]))
    return shortened


def _is_shared(
    tail: tuple[str, ...],
    own: tuple[str, ...],
    every: Sequence[tuple[str, ...]],
) -> bool:
    """Whether another path than its own ends in the same way."""
    return any(other != own and other[-len(tail) :] == tail for other in every)


def fold_pairs(text: str) -> str:
    """Pairs of characters, the second what the first is searched as, one after the other.

    Those that stand in a text, and those by which something in it may be asked for: traditional
    characters, full width, curly quotes. Case is the page's own affair.

    >>> pairs = fold_pairs("发展新质生产力")
    >>> pairs[pairs.index("質") + 1]
    '质'
    """
    plain_forms = {sign: fold(sign) for sign in sorted({*_SIGNS, *text})}
    plain_in_text = {fold(sign) for sign in set(text)}
    for sign, plain in _traditional():
        if plain in plain_in_text:
            plain_forms[sign] = plain
    pairs = []
    for sign, plain in plain_forms.items():
        if (
            plain != sign.lower()
            and len(plain) == 1
            and ord(sign) not in _SURROGATES
        ):
            pairs.append(sign + plain)
    return "".join(pairs)


@cache
def _traditional() -> tuple[tuple[str, str], ...]:
    """Each traditional character and its simplified form.

    They are converted on lines of their own, for phrases of several characters become others.
    """
    signs = [chr(code) for code in _HAN]
    plain_signs = simplified("\n".join(signs)).split("\n")
    pairs = zip(signs, plain_signs, strict=True)
    return tuple((sign, plain) for sign, plain in pairs if sign != plain)


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page with one style and one script and nothing else.

    >>> _policy("p{}", "")[:55]
    "default-src 'none'; base-uri 'none'; form-action 'none'"
    """
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    rules.append(f"style-src 'sha256-{_hash(style)}'")
    rules.append(f"script-src 'sha256-{_hash(script)}'")
    return "; ".join(rules)


def _linked(source: str) -> Markup:
    """A source with its web addresses as links; nothing but http and https becomes one.

    >>> str(_linked("Report, https://example.org/a?b=1&c=2."))
    'Report, <a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">https://example.org/a?b=1&amp;c=2</a>.'
    >>> str(_linked("javascript:alert(1)"))
    'javascript:alert(1)'
    """
    return Markup("").join(_linked_pieces(source))


def _marked(text: str, words: str) -> Markup:
    """A text with some words of it marked, wherever they stand and in any case.

    >>> str(_marked("Tea < coffee, tea.", "tea"))
    '<mark>Tea</mark> &lt; coffee, <mark>tea</mark>.'
    """
    if not words:
        return escape(text)
    pieces = re.split(f"({re.escape(words)})", text, flags=re.IGNORECASE)
    marked = Markup("")
    for number, piece in enumerate(pieces):
        is_word = number % 2 == 1
        marked += (
            Markup("<mark>{}</mark>").format(piece)
            if is_word
            else escape(piece)
        )
    return marked


def _linked_pieces(source: str) -> Iterator[Markup]:
    link = Markup('<a href="{0}" rel="noreferrer">{0}</a>')
    position = 0
    for match in _ADDRESS.finditer(source):
        address = match[0].rstrip(_TRAILING)
        yield escape(source[position : match.start()])
        yield link.format(address)
        position = match.start() + len(address)
    yield escape(source[position:])


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _joined(names: tuple[str, ...]) -> str:
    """The text of some files of the folder of templates, one after the other."""
    folder = files("nqpterms.report").joinpath("templates")
    return "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in names
    )
