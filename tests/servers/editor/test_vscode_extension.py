"""The extension for Visual Studio Code: its settings, and that it can be packed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

EXTENSION = Path(__file__).resolve().parents[3] / "docs" / "editors" / "vscode"
PACK = [
    "npx",
    "--yes",
    "@vscode/vsce",
    "package",
    "--allow-missing-repository",
    "--skip-license",
]


def test_it_reads_the_settings_that_it_declares() -> None:
    manifest = json.loads(
        (EXTENSION / "package.json").read_text(encoding="utf-8")
    )
    declared = set(manifest["contributes"]["configuration"]["properties"])
    code = (EXTENSION / "extension.js").read_text(encoding="utf-8")
    read = {
        f"nqpterms.{name}"
        for name in re.findall(r'settings\.get\("(\w+)"\)', code)
    }
    assert read == declared
    assert (EXTENSION / manifest["main"]).is_file()
    for package in re.findall(r'require\("([\w-]+)', code):
        assert package == "vscode" or package in manifest["dependencies"]


@pytest.mark.slow
def test_it_can_be_packed(tmp_path: Path) -> None:
    if not shutil.which("npm") or not shutil.which("npx"):
        pytest.skip("npm is not installed")
    folder = tmp_path / "vscode"
    shutil.copytree(EXTENSION, folder)

    def ran(*command: str) -> bool:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "CI": "1"},
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    if not ran("npm", "install", "--no-audit", "--no-fund"):
        pytest.skip("npm reaches no registry")
    if not ran("npx", "--yes", "@vscode/vsce", "--version"):
        pytest.skip("vsce is not to be had")
    assert ran("node", "--check", "extension.js")
    assert ran(*PACK, "--out", "nqpterms.vsix")
    with zipfile.ZipFile(folder / "nqpterms.vsix") as packed:
        names = packed.namelist()
    assert "extension/extension.js" in names
    assert "extension/node_modules/vscode-languageclient/node.js" in names
