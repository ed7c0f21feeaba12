"""A term base is read from a file, and written to one, by the file's name and by what is in it.

    path ──load_terms──▶ term base ──dump_terms──▶ path

Several formats share a suffix: what begins with a glossary's header is one, what has another root
than TBX is not TBX, and what comes through standard input has no name at all.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.budget import timed
from nqpterms.files.opening import advice_on, bare_suffix, opened
from nqpterms.files.pipes import STANDARD_INPUT, seekable
from nqpterms.formats.format_rows import Format, check_options, row_named
from nqpterms.formats.term_formats import TERM_BASES, TermCodec
from nqpterms.model.concept_stream import ConceptStream, RepeatedIdError
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.terms.bundled import BUNDLED, glossary_names, glossary_path
from nqpterms.terms.selection import with_languages, with_statuses

# Bytes from which on a term base is not held where it need not be: in memory it is three times
# as large.
_LARGE = 2**23


def load_terms(
    source: str | Path | None = None, *, type: str = "", **options: Any
) -> TermBase:
    """The term base in a file, or the bundled glossary of that name; all bundled ones without.

    The suffix says what the file is, or `type`: tsv, csv, xlsx, table (a table whatever its
    suffix), tbx, ttl; a table of candidates gives the accepted ones. `options` are those of the
    format, `columns` of a table among them.
    Raises FormatError for a broken file, NqptermsError for what does not exist.

    >>> load_terms("none-such")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.NqptermsError: no glossary 'none-such': neither a file nor a bundled one ...
    """
    if source is None:
        return _all_bundled()
    path = path_of_glossary(source)
    row = _readable_row(path, type or _type_of_pipe(path), options)
    check_options(row.name, row.load_options, options)
    load = row.codec()[0]
    assert load is not None, "a format with options of reading can be read"
    with timed(path, size=_size_of(path)):
        return load(path, **options)


def path_of_glossary(source: str | Path) -> Path:
    """The file that is meant: one that exists, standard input, or a bundled glossary."""
    path = Path(source)
    if str(source) == STANDARD_INPUT or path.exists():
        return path
    if str(source) in glossary_names():
        return glossary_path(str(source))
    names = ", ".join(glossary_names()) or "none"
    raise NqptermsError(
        f"no glossary '{source}': neither a file nor a bundled one ({names})"
    )


def term_base_format(path: str | Path) -> str:
    """The name of the format that a term base is read in, by its suffix and by what is in it.

    >>> from nqpterms.terms.bundled import glossary_path
    >>> term_base_format(glossary_path("policy"))
    'tsv'
    """
    return _readable_row(Path(path), "", {}).name


def is_table_of_terms(path: str | Path) -> bool:
    """Whether a TSV is a glossary or a list of candidates, and so no bitext."""
    if bare_suffix(path) != "tsv":
        return False
    return _tsv_content(Path(path), {}) != "table"


def _readable_row(
    path: Path, type: str, options: Mapping[str, Any]
) -> Format[TermCodec]:
    """The row by which a file is read: several formats share the suffixes tsv and xml."""
    readable = [row for row in TERM_BASES if row.load_options is not None]
    row = _term_format(readable, path, type, "read")
    if row.name == "tsv":
        return row_named(readable, _tsv_content(path, options))
    if row.name == "tbx":
        return row_named(readable, _xml_content(path))
    return row


def _tsv_content(path: Path, options: Mapping[str, Any]) -> str:
    """The format of a TSV, by its header: several kinds of table have the suffix."""
    from nqpterms.formats.results.candidate_tables import is_candidates
    from nqpterms.formats.terms.glossary_tsv import is_glossary

    if options:
        return "table"  # the glossary TSV has nothing to choose
    if is_candidates(path):
        return "candidates"
    return "tsv" if is_glossary(path) else "table"


def _xml_content(path: Path) -> str:
    """The format of a term base in XML, by its root."""
    from nqpterms.files.xml import local_name, root_of

    with seekable(path).open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return "tbx"
    root = root_of(path)
    name = local_name(root)
    if name == "mtf":
        return "multiterm"
    if name == "xliff":
        return "xliff-glossary"
    is_min = name.lower() == "tbx" and root.get("dialect") is not None
    return "tbx-min" if is_min else "tbx"


_BEGINNINGS = (
    (b"PK\x03\x04", "xlsx"),
    (b"SQLite format 3", "sqlite"),
    (b"<", "tbx"),
)
"""What the files of term bases begin with; what begins in another way is a table."""


def _type_of_pipe(path: Path) -> str:
    """The suffix that what comes through standard input should have; "" for any other file."""
    if str(path) != STANDARD_INPUT:
        return ""
    with opened(path) as file:
        head = file.read(64)
    if head.startswith(b"\x1f\x8b"):
        raise FormatError(
            "is packed with gzip: unpack it on the way (gunzip -c)", path
        )
    beginning = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for start, name in _BEGINNINGS:
        if beginning.startswith(start):
            return name
    return "tsv"


def _size_of(path: Path) -> int:
    """The bytes of a file, or of what a pipe gave."""
    try:
        return seekable(path).stat().st_size
    except OSError:  # whoever opens it says what is wrong
        return 0


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
    return TermBase(tuple(concepts.values()), BUNDLED)


def dump_terms(
    base: TermBase, path: str | Path, *, type: str = "", **options: Any
) -> tuple[Any, ...]:
    """Write a term base to a file in the format of its suffix, or of `type`; gives what was lost.

    Nothing is lost unless the option `lossy` allows it; only dictionaries for engines and pages
    show a choice. `statuses` keeps only terms of these, `languages` renames tags (zh-Hans →
    zh-CN); other `options` are those of the format. Raises FormatError, naming the concept, for
    what the format cannot hold; then nothing is written.

    >>> dump_terms(TermBase(), "terms.docx")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    nqpterms.errors.FormatError: terms.docx: cannot be written as 'docx': expected one of tsv, ...
    """
    return _dump(base, path, type, options)


def convert_terms(
    source: str | Path,
    target: str | Path,
    *,
    to: str = "",
    reading: Mapping[str, Any] | None = None,
    writing: Mapping[str, Any] | None = None,
) -> tuple[Any, ...]:
    """Write the term base of a file to another; gives what was lost.

    A large one goes a concept at a time where both formats allow it, in constant memory; the
    result is the same. `reading` and `writing` are options of the two formats, `type` of what is
    read among them. Raises what `load_terms` and `dump_terms` raise.
    """
    of_reading, of_writing = dict(reading or {}), dict(writing or {})
    stream = None
    if _writable_row(Path(target), to).takes_stream:
        stream = _large_stream(source, of_reading)
    if stream is not None:
        # Who says which concepts have one id, and what becomes of them, holds all of them.
        with suppress(RepeatedIdError):
            return _dump(stream, target, to, of_writing)
    base = load_terms(source, **of_reading)
    return dump_terms(base, target, type=to, **of_writing)


def _large_stream(
    source: str | Path, options: dict[str, Any]
) -> ConceptStream | None:
    """The term base of a large file, where its format gives a concept at a time."""
    path = path_of_glossary(source)
    if _size_of(path) < _LARGE:
        return None
    type = options.get("type") or _type_of_pipe(path)
    of_format = {name: options[name] for name in options if name != "type"}
    row = _readable_row(path, type, of_format)
    if row.stream is None:
        return None
    check_options(row.name, row.load_options, of_format)
    return row.stream()(path, **of_format)


def _dump(
    base: TermBase | ConceptStream,
    path: str | Path,
    type: str,
    options: Mapping[str, Any],
) -> tuple[Any, ...]:
    """As `dump_terms`, also of a stream."""
    row = _writable_row(Path(path), type)
    own = row.dump_options or ()
    choice = {}
    for name in ("statuses", "languages"):
        if name in options and name not in own:
            choice[name] = options[name]
    rest = {name: options[name] for name in options if name not in choice}
    if isinstance(base, ConceptStream):
        base = ConceptStream(base.about, _each_chosen(base, choice))
    else:
        base = _chosen(base, choice)
    check_options(row.name, own, rest)
    dump = row.codec()[1]
    assert dump is not None, "a format with options of writing can be written"
    return dump(base, path, **rest) or ()


def _chosen(base: TermBase, choice: Mapping[str, Any]) -> TermBase:
    """Of a term base what is wanted, in languages of other names."""
    if "statuses" in choice:
        base = with_statuses(base, choice["statuses"])
    if "languages" in choice:
        base = with_languages(base, choice["languages"])
    return base


def _each_chosen(
    stream: ConceptStream, choice: Mapping[str, Any]
) -> Iterator[Concept]:
    """The concepts of a stream, each chosen as a base of its own."""
    for concept in stream.concepts:
        yield from _chosen(TermBase((concept,)), choice).concepts


def dump_terms_over(
    base: TermBase, old: str | Path, path: str | Path
) -> tuple[str, ...]:
    """Write a term base as the file *old*, changed in no more than it must be.

    That goes from one glossary TSV to another; every other format is written anew, by `dump_terms`.
    Gives what *old* has no column for. Raises FormatError as `dump_terms` does.
    """
    from nqpterms.formats.terms.glossary_lines import dump_over

    kinds = {bare_suffix(old), bare_suffix(path)}
    if kinds == {"tsv"} and _tsv_content(Path(old), {}) == "tsv":
        return dump_over(base, path, old=old)
    dump_terms(base, path)
    return ()


def _writable_row(path: Path, type: str) -> Format[TermCodec]:
    """The row by which a file is written."""
    writable = [row for row in TERM_BASES if row.dump_options is not None]
    return _term_format(writable, path, type, "written")


def _term_format(
    rows: Sequence[Format[TermCodec]], path: Path, type: str, verb: str
) -> Format[TermCodec]:
    kind = (type or bare_suffix(path)).lower()
    for row in rows:
        if kind in row.names:
            return row
    if verb == "read" and (advice := advice_on(kind)):
        raise FormatError(f".{kind} is not read: {advice}", path)
    expected = ", ".join(row.name for row in rows)
    message = f"cannot be {verb} as {kind!r}: expected one of {expected}"
    raise FormatError(message, path)
