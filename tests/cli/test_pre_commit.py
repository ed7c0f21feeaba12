"""The hook that `.pre-commit-hooks.yaml` offers, run by pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CONFIG = """repos:
- repo: {hooks}
  rev: v1
  hooks:
  - id: nqpterms
    language: system
"""


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder as somebody."""
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(
        ["git", "-C", folder, *who, *arguments], check=True, capture_output=True
    )


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="no git")
def test_the_hook_checks_texts_and_stops_a_commit(tmp_path) -> None:
    pytest.importorskip("pre_commit")
    hooks, work, tools = (
        tmp_path / name for name in ("hooks", "work", "tools")
    )
    for folder in (hooks, work, tools):
        folder.mkdir()
    shutil.copy(PROJECT / ".pre-commit-hooks.yaml", hooks)
    command = tools / "nqpterms"
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m nqpterms "$@"\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    git(hooks, "init", "-q")
    git(hooks, "add", ".")
    git(hooks, "commit", "-qm", "hooks")
    git(hooks, "tag", "v1")
    git(work, "init", "-q")
    (work / ".pre-commit-config.yaml").write_text(
        CONFIG.format(hooks=hooks), encoding="utf-8"
    )
    (work / "code.py").write_text(
        '"new quality production forces"\n', encoding="utf-8"
    )
    draft = work / "draft.en.md"
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "PRE_COMMIT_HOME": str(tmp_path / "p"),
    }
    environment["PATH"] = f"{tools}{os.pathsep}{environment['PATH']}"
    for text, status in (("productive forces", 0), ("production forces", 1)):
        draft.write_text(f"They say new quality {text}.\n", encoding="utf-8")
        git(work, "add", ".")
        ran = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == status, ran.stdout + ran.stderr
        assert "code.py" not in ran.stdout
    assert "T101" in ran.stdout
