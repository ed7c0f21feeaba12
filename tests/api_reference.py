"""The page of public names, made from signatures and docstrings as they stand in the source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator

import nqpterms

WIDTH = 88  # characters of a signature that stands in one line
INTRO = """# What does each public name do?

What `help()` says, for every name of `import nqpterms`. [Python](python.md) shows how they go
together."""


def api_page() -> str:
    """The whole page, as Markdown."""
    parts = [part for name in nqpterms.__all__ for part in _described(name)]
    return "\n\n".join([INTRO, *parts]) + "\n"


def _described(name: str) -> Iterator[str]:
    """A public name with its signature and docstring; a class with its public methods."""
    thing = getattr(nqpterms, name)
    node = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    if isinstance(node, ast.FunctionDef):
        yield _entry(f"## {name}", _signature(name, node), node)
        return
    assert isinstance(node, ast.ClassDef)
    yield _entry(f"## {name}", _constructor(name, node), node)
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and not inner.name.startswith(
            "_"
        ):
            told = _signature(inner.name, inner)
            if any(
                ast.unparse(mark) == "property" for mark in inner.decorator_list
            ):
                told = told.replace("()", "", 1)
            yield _entry(f"### {name}.{inner.name}", told, inner)


def _entry(
    heading: str, signature: str, node: ast.FunctionDef | ast.ClassDef
) -> str:
    paragraphs = re.split(r"\n\s*\n", ast.get_docstring(node) or "")
    shown = [
        textwrap.indent(p, "    ") if p.startswith(">>>") else p
        for p in paragraphs
    ]
    return "\n\n".join([heading, f"```text\n{signature}\n```", *shown])


def _constructor(name: str, node: ast.ClassDef) -> str:
    """How a value of a class is made: by ``__init__``, or by the fields of a dataclass."""
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            return _signature(name, inner).partition(" -> ")[0]
    fields = [
        ast.unparse(inner)
        for inner in node.body
        if isinstance(inner, ast.AnnAssign)
        and not ast.unparse(inner.target).startswith("_")
    ]
    return _folded(name, fields, "")


def _signature(name: str, node: ast.FunctionDef) -> str:
    returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    arguments = node.args
    ordered = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (
        len(ordered) - len(arguments.defaults)
    )
    parts = [
        _parameter(argument, default)
        for argument, default in zip(
            ordered, [*defaults, *arguments.defaults], strict=True
        )
        if argument.arg != "self"
    ]
    if arguments.kwonlyargs:
        parts.append("*")
        pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        parts.extend(
            _parameter(argument, default) for argument, default in pairs
        )
    if arguments.kwarg:
        parts.append(f"**{ast.unparse(arguments.kwarg)}")
    return _folded(name, parts, returned)


def _parameter(argument: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(argument) + (
        f" = {ast.unparse(default)}" if default else ""
    )


def _folded(name: str, parts: list[str], returned: str) -> str:
    """A signature in one line, or a parameter a line where it is long."""
    line = f"{name}({', '.join(parts)}){returned}"
    if len(line) <= WIDTH:
        return line
    return (
        f"{name}(\n"
        + "".join(f"    {part},\n" for part in parts)
        + f"){returned}"
    )
