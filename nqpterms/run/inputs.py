"""What a corpus is made of: shards, each one bitext, one page, or the two files of a pair.

    folder · pattern · list of pairs · bitext files ──find_shards──▶ Shards

Two files are a pair where their paths differ in nothing but a sign of the language (and the
suffix): ``report.zh.md`` and ``report.en.md``, or ``zh/report.md`` and ``en/report.md``.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.opening import numbered_lines
from nqpterms.formats.registry import is_bitext
from nqpterms.readers.reading import is_document

_ZH = r"zh|zho|chi|cn|chs|cht|zh[-_](?:hans|hant|cn|tw|hk)"
_EN = r"en|eng|en[-_](?:gb|us)"
_LANGUAGE = re.compile(
    rf"(?:(?<=[._/-])|^)(?:(?P<zh>{_ZH})|(?P<en>{_EN}))(?=[./]|$)", re.IGNORECASE
)
_SIGN = re.compile(rf"[._-]?{_LANGUAGE.pattern}", re.IGNORECASE)
_LISTS = (".tsv", ".txt")
_OWN = ("errors", "summary", "renderings", "drift", "candidates")  # files about the whole corpus
_LOOKED_AT = 5  # rows of a table, one of which must name a file for it to be a list of pairs


class Shard(Struct, frozen=True):
    """What is worked on at once and written to one file: its name below OUT, and its files.

    Two files are the Chinese and the English version of a text, in either order.
    """

    name: str
    paths: tuple[str, ...]

    @property
    def is_bitext(self) -> bool:
        """Whether it holds segments and not documents."""
        return len(self.paths) == 1 and is_bitext(self.paths[0])


def is_corpus(target: str | Path) -> bool:
    """Whether a target can only mean many files: a folder, or a pattern with ``*``.

    >>> is_corpus("reports/*.tsv"), is_corpus("report.tsv")
    (True, False)
    """
    return Path(target).is_dir() or _is_pattern(target)


def find_shards(targets: Iterable[str | Path], *, skip: Path | None = None) -> list[Shard]:
    """The shards of folders, patterns, lists of pairs and files, in the order of their names.

    Files in *skip*, hidden files and those of unknown kinds are left out. Raises NqptermsError
    where nothing is found.
    """
    told = list(targets)
    shards: list[Shard] = []
    for target in told:
        shards += _shards_of(target, skip.resolve() if skip else None)
    if not shards:
        raise NqptermsError(
            f"{', '.join(map(str, told))}: no bitext, page or pair of documents is found there"
        )
    return _named_apart(shards)


def _shards_of(target: str | Path, skip: Path | None) -> list[Shard]:
    path = Path(target)
    if path.is_dir():
        return _grouped(_files(path.rglob("*"), path, skip), path)
    if _is_pattern(target):
        root = _root(path)
        found = map(Path, glob.glob(str(target), recursive=True))  # noqa: PTH207  # of any root
        return _grouped(_files(found, root, skip), root)
    pairs = _listed(path)
    if pairs is not None:
        return pairs
    if not path.is_file():
        raise FormatError("no such file or folder", path)
    return [Shard(path.name, (str(path),))]


def _is_pattern(target: str | Path) -> bool:
    return glob.has_magic(str(target)) and not Path(target).exists()


def _root(pattern: Path) -> Path:
    """The folder from which a pattern begins to vary."""
    return next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))


def _files(found: Iterable[Path], root: Path, skip: Path | None) -> list[Path]:
    """The files among *found* that can be read, sorted by their path."""
    kept = []
    for path in found:
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        known = is_bitext(path) or is_document(path)
        own = skip is not None and path.resolve().is_relative_to(skip)
        if known and not hidden and not own and path.is_file():
            kept.append(path)
    return sorted(kept, key=lambda path: path.as_posix())


def _grouped(files: Sequence[Path], root: Path) -> list[Shard]:
    """The files as shards: those that differ in the sign of the language together."""
    groups: dict[str, dict[str, Path]] = {}
    for path in files:
        key, side = _key(path.relative_to(root))
        name = key if side and not is_bitext(path) else path.relative_to(root).as_posix()
        if side in groups.get(name, {}):
            name = path.relative_to(root).as_posix()
        groups.setdefault(name, {})[side] = path
    shards = []
    for name, group in groups.items():
        paths = tuple(str(group[side]) for side in ("zh", "en", "") if side in group)
        whole = name if len(paths) == 2 else Path(paths[0]).relative_to(root).as_posix()
        shards.append(Shard(whole, paths))
    return sorted(shards, key=lambda shard: shard.name)


def _key(path: Path) -> tuple[str, str]:
    """A path without suffix and the last sign of a language in it, and the language."""
    bare = path.with_suffix("").as_posix()
    signs = list(_LANGUAGE.finditer(bare))
    if not signs:
        return bare, ""
    side = "zh" if signs[-1]["zh"] else "en"
    start, end = signs[-1].span()
    before = bare[:start].rstrip("._-/")
    return (before + bare[end:]).strip("/") or bare, side


def _listed(path: Path) -> list[Shard] | None:
    """The pairs that a table of paths lists; None for what is no such table.

    Paths count from the table's folder. A row holds a pair, or one bitext or page; a third cell
    is the name of the output.
    """
    if path.suffix.lower() not in _LISTS or not path.is_file():
        return None
    rows = [(line, text.split("\t")) for line, text in _rows(path)]
    head = [cell for _, cells in islice(rows, _LOOKED_AT) for cell in cells[:2]]
    if not any(cell and (path.parent / cell).is_file() for cell in head):
        return None
    if {cell.strip().lower() for cell in rows[0][1][:2]} == {"zh", "en"}:
        rows = rows[1:]
    return [_pair(cells, path, line) for line, cells in rows]


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    return ((line, text) for line, text in numbered_lines(path) if text.strip())


def _pair(cells: Sequence[str], path: Path, line: int) -> Shard:
    if len(cells) > 3 or not cells[0]:
        raise FormatError("expected a Chinese and an English path, parted by a tab", path, line)
    paths = tuple(str(path.parent / cell) for cell in cells[:2] if cell)
    name = cells[2] if len(cells) == 3 and cells[2] else cells[0]
    plain = [part for part in Path(name).parts if part not in ("..", "/", "\\")]
    told = Path(*plain)
    return Shard(_key(told)[0] if len(paths) == 2 and name == cells[0] else told.as_posix(), paths)


def _named_apart(shards: Sequence[Shard]) -> list[Shard]:
    """The shards with a number behind a name that is taken."""
    taken = set(_OWN)
    named = []
    for shard in shards:
        free, count = shard.name, 2
        while free in taken:
            free, count = f"{shard.name}-{count}", count + 1
        taken.add(free)
        named.append(Shard(free, shard.paths))
    return named
