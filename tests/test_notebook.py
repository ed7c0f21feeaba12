"""The notebook of the docs runs from its first cell to its last, and shows what it promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "notebook.ipynb"


def test_it_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(codes) > 10
    assert [
        cell for cell in codes if cell["outputs"] or cell["execution_count"]
    ] == []


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What each cell of code gives at its end: the forms of a value by their media types."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    for package in ("ipykernel", "pandas", "polars"):
        pytest.importorskip(package)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = tmp_path_factory.mktemp("notebook")  # without settings of ours
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(
        notebook, timeout=300, resources=resources
    ).execute()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell.outputs[-1].data for cell in codes]


@pytest.mark.slow
# What the kernel's own packages say of themselves.
@pytest.mark.filterwarnings("ignore")
def test_every_cell_shows_something(outputs: list[dict[str, Any]]) -> None:
    shown = [
        {"text/html", "image/svg+xml", "text/plain"} & set(data)
        for data in outputs
    ]
    assert all(shown)
    pictures = [
        data["image/svg+xml"] for data in outputs if "image/svg+xml" in data
    ]
    assert len(pictures) == 2
    tables = [data["text/html"] for data in outputs if "text/html" in data]
    assert len(tables) >= 10
    assert (
        sum(table.startswith('<div class="nqpterms">') for table in tables) == 7
    )
    assert len(json.dumps(outputs)) < 200_000
