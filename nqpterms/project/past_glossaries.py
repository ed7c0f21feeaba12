"""A glossary as a git revision has it, by git's own way to name it: ``HEAD:terms.tsv``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.formats.term_bases import load_terms
from nqpterms.model.termbase import TermBase
from nqpterms.project.revisions import content_at


def load_terms_at(name: str) -> TermBase:
    """The term base that a name stands for: a file, a bundled glossary, or REVISION:FILE.

    FILE counts from the working folder. A file whose own name has a colon is that file. Raises
    FormatError and NqptermsError as `load_terms` does, and where the revision has no such file.

    >>> len(load_terms_at("nqp").concepts) > 100
    True
    """
    revision, colon, file = name.partition(":")
    # One letter names a disk of Windows.
    has_revision = colon and file and len(revision) > 1
    if not has_revision or Path(name).exists():
        return load_terms(name)
    content = content_at(Path(file), revision)
    if content is None:
        raise NqptermsError(
            f"{name}: {revision} has no file {file} (seen from this folder)"
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, Path(file).name)
        copy.write_bytes(content)
        try:
            return load_terms(copy)
        except FormatError as error:
            raise FormatError(error.message, name, error.line) from None
