"""The glossaries that come with the package: their names and where their files are."""

from __future__ import annotations

from pathlib import Path

from nqpterms.errors import NqptermsError

BUNDLED = "bundled"
"""The name of the term base that is taken where no glossary is named."""
_INSTALLED = Path(__file__).parents[1] / "_glossaries"
_CHECKOUT = Path(__file__).parents[2] / "glossaries"
_HISTORY = "history"  # counts by year, which stand beside the glossaries
"""A wheel holds the first; a checkout, and so an editable install, has only the second."""


def glossary_names() -> tuple[str, ...]:
    """The names of the bundled glossaries, in alphabetical order."""
    names = {path.stem for path in glossary_folder().glob("*.tsv")}
    return tuple(sorted(names - {_HISTORY}))


def glossary_path(name: str) -> Path:
    """The file of a bundled glossary; NqptermsError, naming those that exist, for another name.

    >>> glossary_path("none-such")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: no bundled glossary 'none-such': expected one of ...
    """
    if name not in glossary_names():
        names = ", ".join(glossary_names()) or "none"
        raise NqptermsError(
            f"no bundled glossary {name!r}: expected one of {names}"
        )
    return glossary_folder() / f"{name}.tsv"


def glossary_folder() -> Path:
    """The folder with the bundled glossaries, their sources and their licence."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def history_path() -> Path:
    """The bundled counts by year: in which government reports each concept stands, how often."""
    return glossary_folder() / f"{_HISTORY}.tsv"
