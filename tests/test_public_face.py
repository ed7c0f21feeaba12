"""What stands round the code for those who come by: pages in order, a site, forms, a citation.

Nothing promises an index that does not have the package, no page is forgotten in the contents, and
what the forge reads (workflows, forms, settings) can be read.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import nqpterms

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
SITE = PROJECT / ".zensical.toml"
PAGES = sorted(page.name for page in DOCS.glob("*.md"))
TEXTS = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted(DOCS.rglob("*.md")),
    *sorted((PROJECT / "nqpterms").rglob("*.py")),
]


def pages_of_the_site() -> list[str]:
    """The pages of the site's contents, in their order."""
    settings = tomllib.loads(SITE.read_text(encoding="utf-8"))["project"]
    pages = []
    for entry in settings["nav"]:
        groups = [[entry]] if isinstance(entry, str) else entry.values()
        for group in groups:
            pages += group
    return pages


def test_every_page_stands_once_in_the_contents_of_the_site() -> None:
    assert sorted(pages_of_the_site()) == PAGES


def test_the_index_names_every_page_in_the_order_of_the_site() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\((\w+\.md)\)", index)
    assert named == [
        page for page in pages_of_the_site() if page != "README.md"
    ]


def promised(text: str) -> list[str]:
    """Lines that install the package by its name alone, from an index that may not have it."""
    return re.findall(
        r"pip install (?:-\S+ )*['\"]?nqpterms(?![-/\w.]).*", text
    )


@pytest.mark.parametrize(
    ("line", "lies"),
    [
        ("pip install nqpterms", True),
        ("pip install -q 'nqpterms[pdf]'", True),
        ("pip install ./nqpterms", False),
        ("pip install tools/nqpterms-0.1.0-py3-none-any.whl", False),
        ("pip install 'pypdfium2>=5.0'", False),
    ],
)
def test_what_promises_an_index(line: str, lies: bool) -> None:
    assert bool(promised(line)) == lies


def test_no_sentence_promises_an_index() -> None:
    lines = [
        line
        for path in TEXTS
        for line in promised(path.read_text(encoding="utf-8"))
    ]
    # The page for contributors says when such a line may stand.
    assert [line for line in lines if line != "pip install nqpterms`."] == []


def test_the_citation_has_the_version() -> None:
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    [version] = re.findall(r"^version: (.*)$", citation, re.MULTILINE)
    assert version == nqpterms.__version__


def test_what_the_forge_reads_is_yaml() -> None:
    yaml = pytest.importorskip("yaml")
    found = [
        *PROJECT.glob(".github/**/*.yml"),
        PROJECT / ".pre-commit-config.yaml",
    ]
    found += [PROJECT / "CITATION.cff", PROJECT / ".pre-commit-hooks.yaml"]
    assert len(found) > 8
    for path in found:
        assert yaml.safe_load(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    "form",
    sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")),
    ids=lambda p: p.stem,
)
def test_a_form_asks_for_something(form: Path) -> None:
    yaml = pytest.importorskip("yaml")
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert set(read) == {"name", "description", "labels", "body"}
    asked = [entry["id"] for entry in read["body"]]
    assert len(asked) == len(set(asked))
    assert any(
        entry.get("validations", {}).get("required") for entry in read["body"]
    )


@pytest.mark.slow
def test_the_site_is_built_and_asks_nobody_else(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(SITE, tmp_path)
    command = [
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--strict",
        "-f",
        SITE.name,
    ]
    built = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = list((tmp_path / "build" / "site").rglob("*.html"))
    assert len(pages) > len(PAGES)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(
            r'<(?:script|img|link)[^>]*?(?:src|href)="(https?:[^"]*)"', text
        )
        assert fetched == [], page
