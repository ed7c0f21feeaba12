"""The action's own shell, run as a runner would: its lines become arguments, nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ACTION = PROJECT / ".github" / "actions" / "check" / "action.yml"
pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None, reason="the action runs in bash"
)


def script() -> str:
    """The shell of the last step."""
    text = ACTION.read_text(encoding="utf-8")
    return textwrap.dedent(text[text.rindex("run: |\n") + len("run: |\n") :])


def ran(
    folder: Path, targets: str, options: str = ""
) -> subprocess.CompletedProcess[str]:
    command = folder / "bin" / "nqpterms"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m nqpterms "$@"\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "TARGETS": targets,
        "OPTIONS": options,
    }
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script()],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_findings_are_annotations_and_fail_the_job(tmp_path: Path) -> None:
    (tmp_path / "a file.md").write_text(
        "New quality productivity.\n", encoding="utf-8"
    )
    done = ran(tmp_path, "a file.md\n")
    assert done.returncode == 1
    assert "::warning file=a file.md,line=1" in done.stdout


def test_options_are_lines_and_no_name_is_a_command(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "New quality productivity.\n", encoding="utf-8"
    )
    done = ran(tmp_path, "a.md\n", "--fail-on\nerror\n")
    assert done.returncode == 0
    (tmp_path / "bin").rename(tmp_path / "used")
    done = ran(tmp_path, "$(touch gone)\n;touch gone\n")
    assert done.returncode == 2
    assert not (tmp_path / "gone").exists()


def test_every_input_goes_through_the_environment() -> None:
    text = ACTION.read_text(encoding="utf-8")
    uses = re.findall(r"^ *(\S+) .*\$\{\{", text, re.MULTILINE)
    assert set(uses) == {"EXTRAS:", "PROJECT:", "TARGETS:", "OPTIONS:"}


def test_the_container_installs_this_project() -> None:
    text = (PROJECT / ".github" / "Containerfile").read_text(encoding="utf-8")
    assert 'ENTRYPOINT ["nqpterms"]' in text
    assert "\nUSER " in text
