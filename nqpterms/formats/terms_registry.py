"""A file of any kind ↔ a term base: the suffix says what the file is, `type` says it instead.

What each kind holds and how, its own module says; here they are only found.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.candidates import is_candidates
from nqpterms.formats.glossary_tsv import is_glossary
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.terms.bundled import glossary_names, glossary_path
from nqpterms.terms.selection import with_languages, with_statuses

READERS = {
    "tsv": "glossary_tsv",
    "table": "tables",
    "csv": "tables",
    "xlsx": "tables",
    "tbx": "tbx",
    "ttl": "skos",
    "candidates": "candidates",
    "sqlite": "term_file",
}
"""What can be read: the suffix or type, and the module of `nqpterms.formats` whose `load` it is."""

WRITERS = {kind: module for kind, module in READERS.items() if kind != "candidates"} | {
    "md": "pages",
    "html": "pages",
    "omegat": "engines",
    "deepl": "engines",
    "google": "engines",
    "google-terms": "engines",
    "amazon": "engines",
    "azure": "engines",
    "memoq": "engines",
}
"""What can be written: the suffix or type, and the module whose `dump` it is."""

_SEVERAL_KINDS = ("engines", "pages", "tables")
_ALIASES = {
    "xml": "tbx",
    "markdown": "md",
    "htm": "html",
    "turtle": "ttl",
    "txt": "tsv",
    "db": "sqlite",
}


def load_terms(source: str | Path | None = None, *, type: str = "", **options: Any) -> TermBase:
    """The term base in a file, or the bundled glossary of that name; all bundled ones without.

    The suffix says what the file is, or `type`: tsv, csv, xlsx, table (a table whatever its
    suffix), tbx, ttl, sqlite; a table of candidates gives the accepted ones. `options` are those
    of the format's `load`, `columns` of a table among them.
    Raises FormatError for a broken file, NqptermsError for what does not exist.

    >>> load_terms("none-such")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: no glossary 'none-such': neither a file nor a bundled one ...
    """
    if source is None:
        return _all_bundled()
    path = Path(source)
    if not path.exists() and str(source) in glossary_names():
        path = glossary_path(str(source))
    if not path.exists():
        known = ", ".join(glossary_names()) or "none"
        raise NqptermsError(f"no glossary '{source}': neither a file nor a bundled one ({known})")
    kind = _kind(path, type, READERS, "read")
    if kind == "tsv" and not options and is_candidates(path):
        kind = "candidates"  # what extraction proposed: the accepted rows
    elif kind == "tsv" and (options or not is_glossary(path)):
        kind = "table"  # somebody's own; the glossary TSV has nothing to choose
    if READERS[kind] in _SEVERAL_KINDS:
        options["kind"] = kind
    load = import_module(f"nqpterms.formats.{READERS[kind]}").load
    _check_options(load, options, kind)
    base: TermBase = load(path, **options)
    return base


def dump_terms(
    base: TermBase, path: str | Path, *, type: str = "", **options: Any
) -> tuple[Any, ...]:
    """Write a term base to a file in the format of its suffix, or of `type`; gives what was lost.

    Nothing is lost unless the option `lossy` allows it; only dictionaries for engines and pages
    show a choice. `statuses` keeps only terms of these, `languages` renames tags (zh-Hans →
    zh-CN); other `options` are those of the format's `dump`. Raises FormatError, naming the
    concept, for what the format cannot hold; then nothing is written.

    >>> dump_terms(TermBase(), "terms.docx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: terms.docx: cannot be written as 'docx': expected one of tsv, ...
    """
    kind = _kind(Path(path), type, WRITERS, "written")
    dump = import_module(f"nqpterms.formats.{WRITERS[kind]}").dump
    if WRITERS[kind] in _SEVERAL_KINDS:
        options["kind"] = kind
    own = signature(dump).parameters
    if "statuses" in options and "statuses" not in own:
        base = with_statuses(base, options.pop("statuses"))
    if "languages" in options and "languages" not in own:
        base = with_languages(base, options.pop("languages"))
    _check_options(dump, options, kind)
    return dump(base, path, **options) or ()


def _check_options(work: Callable[..., Any], options: dict[str, Any], kind: str) -> None:
    """Raise NqptermsError for an option that the format does not have."""
    known = [p.name for p in signature(work).parameters.values() if p.kind is p.KEYWORD_ONLY]
    for name in options:
        if name not in known:
            takes = ", ".join(sorted(set(known) - {"kind"})) or "none"
            raise NqptermsError(f"the format {kind} has no option {name!r}: it takes {takes}")


def _kind(path: Path, type: str, known: dict[str, str], done: str) -> str:
    suffix = (type or bare_suffix(path)).lower()
    kind = _ALIASES.get(suffix, suffix)
    if kind not in known:
        expected = ", ".join(known)
        message = f"cannot be {done} as {suffix!r}: expected one of {expected} (say it with --type)"
        raise FormatError(message, path)
    return kind


def _all_bundled() -> TermBase:
    """The bundled glossaries as one; a concept that stands in two of them is an error."""
    concepts: dict[str, Concept] = {}
    for name in glossary_names():
        path = glossary_path(name)
        for concept in load_terms(path).concepts:
            if concept.id in concepts:
                message = f"concept {concept.id!r} stands in another bundled glossary too"
                raise FormatError(f"{message}: give it a name of its own", path)
            concepts[concept.id] = concept
    return TermBase(tuple(concepts.values()), "bundled")
