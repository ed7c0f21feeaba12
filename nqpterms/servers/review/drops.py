"""Files that are dropped on the page: kept in the folder under safe names, none overwritten.

Two texts that are dropped together, one Chinese and one English, get names by which every command
takes them for a pair; a glossary is named in nqpterms.toml, and holds from then on.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.budget import check_parts
from nqpterms.files.opening import bare_suffix
from nqpterms.files.writing import atomic
from nqpterms.formats.bitext_formats import is_bitext
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.project.settings_lines import name_glossary
from nqpterms.readers.reading import is_document
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.review_folder import safe_name
from nqpterms.servers.review.visits import Upload

LARGEST = 256 * 2**20
"""Bytes of one drop."""
_BLOCK = 2**20
_PACKED = ("docx", "xlsx")
_TABLES = ("csv", "xlsx", "tsv")  # of terms or of sentences


class Drop(Struct):
    """What came of a drop: the files that are there now, and a line on what was not taken."""

    texts: list[Path] = field(default_factory=list)
    glossaries: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def take_drop(desk: ReviewDesk, uploads: Sequence[Upload]) -> Drop:
    """Keep dropped files in the folder; what cannot be used is not kept, and said."""
    drop = Drop()
    for upload in uploads:
        try:
            _take(desk, upload, drop)
        except NqptermsError as error:
            drop.refused.append(str(error))
    if len(drop.texts) == 2:
        drop.texts = _as_pair(desk, drop.texts, drop.remarks)
    return drop


def _take(desk: ReviewDesk, upload: Upload, drop: Drop) -> None:
    """Keep one file, and put it among the texts or the glossaries."""
    name = safe_name(upload.name)
    is_known = is_document(name) or is_bitext(name)
    if not is_known and not any(
        bare_suffix(name) in row.suffixes for row in TERM_BASES
    ):
        raise NqptermsError(
            f"{name}: no text, bitext or glossary by its suffix: not taken"
        )
    if bare_suffix(name) in _PACKED:
        _check_package(upload.file, name)
    path = _standing_file(desk.folder.root, name, upload.file)
    if path.name != name:
        drop.remarks.append(
            f"{name} was there already with other content: kept as {path.name}"
        )
    if not _holds_terms(desk, path):
        drop.texts.append(path)
        return
    drop.glossaries.append(path)
    _use(desk, path, drop)


def _use(desk: ReviewDesk, path: Path, drop: Drop) -> None:
    """Let a glossary hold in the folder; one that cannot be read is taken away again."""
    try:
        drop.remarks.append(use_glossary(desk, path.name))
    except NqptermsError:
        path.unlink()
        drop.glossaries.remove(path)
        raise


def use_glossary(desk: ReviewDesk, name: str) -> str:
    """Let a glossary of the folder hold in it; what is said of it.

    Raises NqptermsError for one that cannot be read.
    """
    try:
        size = desk.ask(
            "nqpterms.servers.review.check_bench:size_of_glossary", name=name
        )
    except NqptermsError as error:
        raise NqptermsError(desk.folder.named_inside(str(error))) from None
    name_glossary(desk.folder.root, name)
    concepts = "1 concept" if size == 1 else f"{size} concepts"
    return f"{name}: {concepts}, used from now on"


def _holds_terms(desk: ReviewDesk, path: Path) -> bool:
    """Whether a file holds terms and not sentences; into a table the clerk looks."""
    if bare_suffix(path) not in _TABLES:
        return not is_document(path) and not is_bitext(path)
    question = "nqpterms.servers.review.check_bench:is_glossary_table"
    return bool(desk.ask(question, name=path.name))


def _check_package(file: IO[bytes], name: str) -> None:
    """Raise FormatError for an office file that is none, or unpacks to too much."""
    try:
        with zipfile.ZipFile(file) as package:
            check_parts(package.infolist(), name)
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FormatError(f"not a .{bare_suffix(name)} file", name) from None
    finally:
        file.seek(0)


def _standing_file(root: Path, name: str, file: IO[bytes]) -> Path:
    """The path at which a file stands from now on: its own name, or one with a number."""
    stem, dot, suffix = name.rpartition(".")
    for number in count(1):
        path = root / (name if number == 1 else f"{stem}-{number}{dot}{suffix}")
        if path.is_symlink() or (path.exists() and not _is_same(path, file)):
            continue
        if not path.exists():
            with atomic(path, encoding=None) as target:
                shutil.copyfileobj(file, target, _BLOCK)
        return path
    raise AssertionError("there is always another number")


def _is_same(path: Path, file: IO[bytes]) -> bool:
    """Whether a file has the bytes of another; that one is at its beginning again."""
    try:
        with path.open("rb") as copy:
            while True:
                ours, theirs = copy.read(_BLOCK), file.read(_BLOCK)
                if ours != theirs:
                    return False
                if not ours:
                    return True
    except OSError:
        return False
    finally:
        file.seek(0)


def _as_pair(
    desk: ReviewDesk, paths: list[Path], remarks: list[str]
) -> list[Path]:
    """Two texts under names by which they are a pair, where one is the translation of the other."""
    question = "nqpterms.servers.review.check_bench:pair_of_files"
    pair = desk.ask(question, names=[path.name for path in paths])
    if pair is None:
        return paths
    stem = _bare_stem(pair.target)
    new_paths = []
    for name, side in (
        (pair.source, pair.source_side),
        (pair.target, pair.target_side),
    ):
        old = desk.folder.root / name
        new = desk.folder.root / f"{stem}.{side}{old.suffix}"
        if new.exists():
            return paths
        new_paths.append((old, new))
    for old, new in new_paths:
        old.rename(new)
        remarks.append(
            f"{old.name} is kept as {new.name}, so that the two are a pair"
        )
    return [new for _, new in new_paths]


def _bare_stem(name: str) -> str:
    """The name of a text without its suffix and without a sign of its language."""
    stem = Path(name).stem
    bare, dot, last = stem.rpartition(".")
    return bare if dot and last.lower() in ("en", "zh", "cn") else stem
