"""The parts of a workbook's package: which part is which sheet, and what stands in it as XML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nqpterms.files.office.packages import (
    Package,
    attribute,
    child,
    children,
    opened_package,
)

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)

_BLOCK = 2**20  # bytes read at a time
# bytes; others of a merged cell are not as a program writes them.
_LONGEST_TAG = 200


_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s[^>]{0,100}?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]{0,100}>"
    rb"<(?:\w+:)?f(?:\s[^>]{0,200})?(?:/>|>[^<]{0,9000}</(?:\w+:)?f>)"
    rb"\s{0,9}(?:<(?:\w+:)?v(?:\s?/>|></(?:\w+:)?v>))?\s{0,9}</(?:\w+:)?c>"
)
# Bytes of a formula that are looked at together with its cell.
_LONGEST_FORMULA = 10_000


class CellRange(NamedTuple):
    """A rectangle of cells: rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


def column_number(letters: str) -> int:
    """The number of a column, from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def merged_cells(
    path: str | Path, sheets: Iterable[str]
) -> dict[str, list[CellRange]]:
    """The cells of some sheets that are merged, by the sheet's name."""
    with opened_package(Path(path), str(path)) as package:
        parts = sheet_parts(package)
        ranges = {}
        for sheet in sheets:
            if sheet in parts:
                ranges[sheet] = list(_ranges(package, parts[sheet]))
    return ranges


def formulas_without_result(
    path: str | Path, sheets: Iterable[str]
) -> dict[str, str]:
    """The first cell of a sheet whose formula has no result, by the name of such a sheet.

    A program that writes formulas and does not reckon leaves them so: such a cell reads as empty.
    """
    cells = {}
    with opened_package(Path(path), str(path)) as package:
        parts = sheet_parts(package)
        for sheet in sheets:
            cell = (
                _open_formula(package, parts[sheet]) if sheet in parts else ""
            )
            if cell:
                cells[sheet] = cell
    return cells


def _open_formula(package: Package, part: str) -> str:
    """The first cell of a part whose formula has no result; "" where each has one."""
    rest = b""
    with package.archive.open(part) as file:
        while block := file.read(_BLOCK):
            data = rest + block
            match = _FORMULA.search(data)
            if match:
                return match[1].decode()
            rest = data[-_LONGEST_FORMULA:]
    return ""


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    main = package.related("officeDocument") or "xl/workbook.xml"
    folder, file = posixpath.split(main)
    targets = {}
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if main not in package.names or relations not in package.names:
        return {}
    for relation in package.root(relations):
        target = posixpath.join("/", folder, relation.get("Target", ""))
        targets[relation.get("Id")] = posixpath.normpath(target).lstrip("/")
    parts = {}
    for sheet in children(child(package.root(main), "sheets"), "sheet"):
        part = targets.get(attribute(sheet, "id"), "")
        if part in package.names:
            parts[attribute(sheet, "name") or ""] = part
    return parts


def _ranges(package: Package, part: str) -> Iterator[CellRange]:
    rest = b""
    with package.archive.open(part) as file:
        while block := file.read(_BLOCK):
            data = rest + block
            rest = data[-_LONGEST_TAG:]  # a tag may go on in the next block
            for match in _MERGED.finditer(data):
                yield _range(*match.groups())
                if match.end() > len(data) - len(rest):
                    rest = data[match.end() :]


def _range(left: bytes, top: bytes, right: bytes, bottom: bytes) -> CellRange:
    return CellRange(
        int(top),
        column_number(left.decode()),
        int(bottom),
        column_number(right.decode()),
    )
