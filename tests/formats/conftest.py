"""Software that we did not write, to open our exports with.

translate-toolkit is GPL, so it is no dependency: it runs as a tool in an environment of its own.
NQPTERMS_TRANSLATE_TOOLKIT names a Python that has it; without that, the slow tests make one with
venv and pip, keep it in pytest's cache, and skip where neither works.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def toolkit(request: pytest.FixtureRequest) -> Path:
    """A Python that has translate-toolkit."""
    if named := os.environ.get("NQPTERMS_TRANSLATE_TOOLKIT"):
        return Path(named)
    folder = request.config.cache.mkdir("translate-toolkit")  # type: ignore[union-attr]
    python = folder / (
        "Scripts/python.exe" if os.name == "nt" else "bin/python"
    )
    try:
        if not python.exists():
            subprocess.run(
                [sys.executable, "-m", "venv", folder],
                check=True,
                capture_output=True,
            )
        install = [python, "-m", "pip", "install", "-q", "translate-toolkit"]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("translate-toolkit can not be installed here")
    return python
