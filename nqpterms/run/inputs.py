"""Every input, whatever it is, becomes Units: what is worked on one by one.

    file · two files · folder · pattern · list of pairs · standard input ──find_units──▶ Units
    Document · Document and its source · Segments ───────────────────────unit_of──────▶ Unit

Two files are a pair where one is Chinese and the other English. Of many files those are a pair
whose paths differ in nothing but a sign of the language (and the suffix): ``report.zh.md`` and
``report.en.md``, or ``zh/report.md`` and ``en/report.md``. The English one of a pair is the
translation; ``source`` says otherwise.
"""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.text_lines import numbered_lines
from nqpterms.formats.bitext_formats import is_bitext
from nqpterms.formats.bitexts.cat_dialects import states_of
from nqpterms.formats.term_bases import is_table_of_terms
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document
from nqpterms.project.decisions import DECISIONS_FILE
from nqpterms.readers.reading import is_document, read_either

_ZH = r"zh|zho|chi|cn|chs|cht|zh[-_](?:hans|hant|cn|tw|hk)"
_EN = r"en|eng|en[-_](?:gb|us)"
_LANGUAGE = re.compile(
    rf"(?:(?<=[._/-])|^)(?:(?P<zh>{_ZH})|(?P<en>{_EN}))(?=[./]|$)",
    re.IGNORECASE,
)
_LISTS = (".tsv", ".txt")
# Of the whole corpus.
_RESERVED = ("errors", "summary", "renderings", "drift", "candidates")
_HEAD = 5  # rows of a table, one of which must name a file for it to be a list of pairs
_LONGEST_PATH = 1000  # characters; what is longer is a line of a text


class StateChoice(Struct, frozen=True):
    """Which segments of a bitext are worked on, by the states that their tool gives them.

    A state is the tool's own word in any case (``Draft``, ``Confirmed``, ``final``), ``fuzzy`` or
    ``locked``. Of those `wanted` a segment must have one, where any is named.

    >>> draft = Segment("税", "tax", properties=(("state", "Draft"),))
    >>> StateChoice(wanted=("draft",)).admits(draft), StateChoice(unwanted=("Draft",)).admits(draft)
    (True, False)
    """

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def admits(self, segment: Segment) -> bool:
        """Whether a segment is worked on."""
        if not self.wanted and not self.unwanted:
            return True
        states = states_of(segment)
        if states.intersection(state.lower() for state in self.unwanted):
            return False
        wanted = [state.lower() for state in self.wanted]
        return not wanted or not states.isdisjoint(wanted)


class Unit(Struct, frozen=True):
    """One thing to be worked on: a text, a text and its source, a page with both, or a bitext.

    `name` is that of its output. `path` is the file that is checked, `source` the text of which
    it is the translation; `type` and `source_type` say what they are where a suffix does not. What
    is in memory stands in `documents` (the text that is checked, then its source) or `segments`;
    `states` says which segments are worked on.
    """

    name: str
    path: str
    source: str = ""
    type: str = ""
    source_type: str = ""
    documents: tuple[Document, ...] = ()
    segments: Iterable[Segment] | None = None
    states: StateChoice = StateChoice()

    @property
    def is_bitext(self) -> bool:
        """Whether it holds segments and not documents."""
        if self.documents or self.source:
            return False
        return self.segments is not None or is_bitext(self.path, type=self.type)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of which it consists, the source first."""
        return (self.source, self.path) if self.source else (self.path,)


def unit_of(
    target: Document | Iterable[Segment], source: Document | None = None
) -> Unit:
    """A text in memory, alone or with its source, or segments, as a Unit.

    >>> unit_of([Segment("税", "tax")]).is_bitext
    True
    """
    if not isinstance(target, Document):
        return Unit("", "", segments=target)
    documents = (target, source) if source else (target,)
    return Unit(Path(target.name).name, target.name, documents=documents)


def find_units(
    targets: Iterable[str | Path],
    *,
    source: str | Path | None = None,
    type: str = "",
    skip: Path | None = None,
    in_pairs: bool = False,
) -> list[Unit]:
    """The units of files, folders, patterns and lists of pairs.

    *source* is the text of which the one target is the translation; a folder of sources goes with
    a folder of translations. Files in *skip*, hidden files and those of unknown kinds are left
    out of folders and patterns; with *type* all others are taken for that. With *in_pairs* two
    documents are a pair whatever their languages. Raises NqptermsError where nothing is found.
    """
    every = list(dict.fromkeys(str(target) for target in targets))
    if source is not None:
        return _apart(_with_sources(every, source, type))
    files = [target for target in every if not is_many(target)]
    if len(every) == 2 and _are_documents(every, type):
        return _apart(_two_files(files[0], files[1], type, in_pairs=in_pairs))
    for file in files:
        _check_no_terms(Path(file), type)
    units: list[Unit] = []
    for target in every:
        if target not in files:
            units += _of_many(target, type, skip)
    units += _grouped([Path(file) for file in files], None, type)
    if not units:
        raise NqptermsError(_nothing_there(every))
    return _apart(units)


def is_many(target: str | Path) -> bool:
    """Whether a target stands for many files: a folder, a pattern with ``*``, a list of pairs.

    >>> is_many("reports/*.tsv"), is_many("report.tsv")
    (True, False)
    """
    path = Path(target)
    return path.is_dir() or _is_pattern(target) or _is_list(path)


def _are_documents(targets: Iterable[str], type: str) -> bool:
    """Whether all targets are single files, and none of them is a bitext."""
    return not any(
        is_many(target) or is_bitext(target, type=type) for target in targets
    )


def source_beside(path: str | Path) -> Path | None:
    """The Chinese file that an English one is the translation of, by its name alone.

    It stands in the same folder (``report.en.md``, ``report.zh.docx``) or in a folder beside it
    (``en/report.md``, ``zh/report.md``). None where there is none, or more than one.
    """
    path = Path(path)
    root = path.parent.parent
    key, side = _key(path.relative_to(root))
    if side != "en" or not path.parent.is_dir():
        return None
    sources = []
    for folder in (path.parent, *root.iterdir()):
        is_near = folder == path.parent or _key(Path(folder.name))[1] == "zh"
        if not is_near or not folder.is_dir():
            continue
        for file in folder.iterdir():
            if is_document(file) and _key(file.relative_to(root)) == (
                key,
                "zh",
            ):
                sources.append(file)
    unique = list(dict.fromkeys(sources))
    return unique[0] if len(unique) == 1 else None


def remark(units: Sequence[Unit], targets: Sequence[str | Path]) -> str:
    """What was taken as what, in a line; "" where it is obvious.

    >>> remark([Unit("r", "r.en.md", "r.zh.md")], ["r.zh.md", "r.en.md"])
    'r.en.md is taken as the translation of r.zh.md'
    """
    pairs = [unit for unit in units if unit.source]
    if any(map(is_many, targets)):
        kinds = Counter(_kind(unit) for unit in units)
        return "taken: " + ", ".join(
            f"{n} {kind}{'s'[: n > 1]}" for kind, n in kinds.items()
        )
    if not pairs or len(targets) == 1:
        return ""
    return "; ".join(
        f"{unit.path} is taken as the translation of {unit.source}"
        for unit in pairs
    )


def _kind(unit: Unit) -> str:
    """What a unit is."""
    if unit.source:
        return "pair"
    return "bitext" if unit.is_bitext else "text"


def _with_sources(
    targets: Sequence[str], source: str | Path, type: str
) -> list[Unit]:
    """One target with its source, or a folder of translations with a folder of sources."""
    target = targets[0]
    if len(targets) > 1:
        raise NqptermsError(
            "--source goes with one TARGET: name one file, or one folder"
        )
    if Path(source).is_dir() and Path(target).is_dir():
        return _of_folders(Path(target), Path(source), type)
    if is_many(target) or Path(source).is_dir():
        raise NqptermsError(
            "--source is a file beside a file, or a folder beside a folder"
        )
    if is_bitext(target, type=type):
        raise NqptermsError(
            f"{target}: a bitext holds its source: leave out --source"
        )
    return [Unit(Path(target).name, target, str(source), type)]


def _of_folders(folder: Path, sources: Path, type: str) -> list[Unit]:
    """The texts of a folder, each with the text of the same name in a folder of sources."""
    by_key = {
        _key(file.relative_to(sources))[0]: file
        for file in _files_below(sources, type)
    }
    units = []
    for file in _files_below(folder, type):
        inner = file.relative_to(folder)
        source = by_key.get(_key(inner)[0])
        if source is None or is_bitext(file, type=type):
            units.append(Unit(inner.as_posix(), str(file), type=type))
        else:
            units.append(
                Unit(inner.as_posix(), str(file), str(source), type, type)
            )
    return units


def _two_files(
    first: str, second: str, type: str, *, in_pairs: bool
) -> list[Unit]:
    """Two documents: a pair where one is Chinese and the other English, else two texts."""
    _check_there(first)
    _check_there(second)
    if in_pairs:
        return [Unit(_pair_name(Path(first)), second, first, type, type)]
    singles = []
    for file in (first, second):
        documents: tuple[Document, ...] = ()
        with suppress(
            FormatError
        ):  # whoever works on it reads it again and says what is wrong
            documents = read_either(file, type=type or None)
        if len(documents) > 1:  # a page with both languages
            documents = ()
        singles.append(
            Unit(Path(file).name, file, type=type, documents=documents)
        )
    texts = [document for unit in singles for document in unit.documents]
    if len(texts) < 2 or _is_english(texts[0]) == _is_english(texts[1]):
        return singles
    target, source = sorted(texts, key=_is_english, reverse=True)
    name = _pair_name(Path(first))
    return [Unit(name, target.name, source.name, type, type, (target, source))]


def _is_english(document: Document) -> bool:
    return not document.lang.startswith("zh")


def _pair_name(path: Path) -> str:
    return _key(Path(path.name))[0]


def _check_there(file: str) -> None:
    if file != "-" and not Path(file).exists():
        raise FormatError("no such file or folder", file)


def _nothing_there(targets: Sequence[str]) -> str:
    """What is said where targets hold nothing that could be worked on."""
    names = ", ".join(targets)
    if all(map(_is_pattern, targets)):
        return f"{names}: no file that can be read has such a name"
    return (
        f"{names}: no bitext, page or pair of documents is found there: "
        "name files, or a folder that holds some"
    )


def _check_no_terms(path: Path, type: str) -> None:
    """Raise FormatError for a glossary where a text is expected."""
    if type or not path.is_file() or not _is_terms(path):
        return
    message = "holds terms, not sentences: expected a text or a bitext"
    raise FormatError(message, path)


def _of_many(target: str, type: str, skip: Path | None) -> list[Unit]:
    """The units of a folder, a pattern or a list of pairs, in the order of their names."""
    path = Path(target)
    own = skip.resolve() if skip else None
    if path.is_dir():
        return _grouped(_files_below(path, type, own), path, type)
    if _is_pattern(target):
        root = _root(path)
        matches = map(Path, glob.glob(target, recursive=True))  # noqa: PTH207  # of any root
        return _grouped(_readable(matches, root, type, own), root, type)
    return _pairs_listed(path)


def _is_pattern(target: str | Path) -> bool:
    return glob.has_magic(str(target)) and not Path(target).exists()


def _root(pattern: Path) -> Path:
    """The folder from which a pattern begins to vary."""
    return next(
        parent for parent in pattern.parents if not glob.has_magic(str(parent))
    )


def _files_below(
    folder: Path, type: str, skip: Path | None = None
) -> list[Path]:
    return _readable(folder.rglob("*"), folder, type, skip)


def _is_pairs(path: Path) -> bool:
    """Whether a file of a folder is a bitext, and not a glossary or something that we wrote there.

    A CSV is as often a list of terms or of findings.
    """
    if (
        not is_bitext(path)
        or path.suffix.lower() == ".csv"
        or path.name == DECISIONS_FILE
    ):
        return False
    return not _is_terms(path)


def _is_terms(path: Path) -> bool:
    try:
        return is_table_of_terms(path)
    except FormatError:  # no text: whoever reads it says what is wrong
        return False


def _readable(
    paths: Iterable[Path], root: Path, type: str, skip: Path | None
) -> list[Path]:
    """The files that can be read, sorted by their path."""
    files = []
    for path in paths:
        if any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        if skip is not None and path.resolve().is_relative_to(skip):
            continue
        if path.is_file() and (type or is_document(path) or _is_pairs(path)):
            files.append(path)
    return sorted(files, key=lambda path: path.as_posix())


def _by_name(
    files: Iterable[Path], root: Path | None, type: str
) -> dict[str, dict[str, Path]]:
    """Files by their name without the sign of the language, and by that sign ("" for none)."""
    groups: dict[str, dict[str, Path]] = {}
    for path in files:
        own = path.relative_to(root).as_posix() if root else path.as_posix()
        key, side = _key(Path(own))
        name = key if side and not is_bitext(path, type=type) else own
        if side in groups.get(name, {}):
            name = own
        groups.setdefault(name, {})[side] = path
    return groups


def _grouped(files: Sequence[Path], root: Path | None, type: str) -> list[Unit]:
    """Files as units: those that differ in the sign of the language together.

    Files below a *root* are named from there and sorted by their names.
    """
    if root is None:
        for path in files:
            _check_there(str(path))
    units = []
    for name, group in _by_name(files, root, type).items():
        if "zh" in group and "en" in group:
            short = name if root else Path(name).name
            units.append(
                Unit(short, str(group["en"]), str(group["zh"]), type, type)
            )
            continue
        for path in group.values():
            short = path.relative_to(root).as_posix() if root else path.name
            units.append(Unit(short, str(path), type=type))
    return sorted(units, key=lambda unit: unit.name) if root else units


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


def _is_list(path: Path) -> bool:
    """Whether a file is a table of paths: one of its first rows names a file beside it."""
    if path.suffix.lower() not in _LISTS or not path.is_file():
        return False
    try:
        for _, text in islice(numbered_lines(path), _HEAD):
            if any(
                _names_a_file(cell, path.parent)
                for cell in text.split("\t")[:2]
            ):
                return True
    except FormatError:  # no UTF-8: no list
        return False
    return False


def _names_a_file(cell: str, folder: Path) -> bool:
    if not cell.strip() or len(cell) > _LONGEST_PATH:
        return False
    try:
        return (folder / cell).is_file()
    except (OSError, ValueError):  # what no file can be called
        return False


def _pairs_listed(path: Path) -> list[Unit]:
    """The units that a table of paths lists.

    Paths count from the table's folder. A row holds a pair, or one bitext or page; a third cell
    is the name of the output.
    """
    rows = [
        (line, text.split("\t"))
        for line, text in numbered_lines(path)
        if text.strip()
    ]
    header = {cell.strip().lower() for cell in rows[0][1][:2]}
    if header == {"zh", "en"}:
        rows = rows[1:]
    return [_of_row(cells, path, line) for line, cells in rows]


def _of_row(cells: Sequence[str], path: Path, line: int) -> Unit:
    """The unit of one row of a table of paths."""
    if len(cells) > 3 or not cells[0]:
        message = (
            "expected a Chinese and an English path with a tab between them"
        )
        raise FormatError(message, path, line)
    paths = [str(path.parent / cell) for cell in cells[:2] if cell]
    name = cells[2] if len(cells) == 3 and cells[2] else ""
    inner = _inside(name or cells[0])
    if len(paths) == 1:
        return Unit(inner.as_posix(), paths[0])
    return Unit(
        inner.as_posix() if name else _key(inner)[0], paths[1], paths[0]
    )


def _inside(name: str) -> Path:
    """The name of an output that cannot lead out of its folder."""
    parts = [part for part in Path(name).parts if part not in ("..", "/", "\\")]
    return Path(*parts)


def _apart(units: Sequence[Unit]) -> list[Unit]:
    """The units with a number behind a name that another has."""
    names = set(_RESERVED)
    renamed = []
    for unit in units:
        name, count = unit.name, 2
        while name in names:
            name, count = f"{unit.name}-{count}", count + 1
        names.add(name)
        renamed.append(replace(unit, name=name))
    return renamed
