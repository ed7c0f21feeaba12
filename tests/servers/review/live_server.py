"""A server in a process of its own, as a user starts it, for tests with a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LiveServer:
    """`nqpterms review` over a folder; it can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.start()

    def start(self) -> None:
        """Start it and wait for its address."""
        command = [sys.executable, "-m", "nqpterms", "review", str(self.folder)]
        options = ["--no-browser", "--port", str(self.port), "-q"]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address
        self.root = self.address.partition("/?")[0]
        self.port = int(self.root.rpartition(":")[2])

    def kill(self) -> None:
        """End it without a word, as a crash does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def live_server(folder: Path) -> Iterator[LiveServer]:
    """A server over a folder, ended at the end."""
    server = LiveServer(folder)
    try:
        yield server
    finally:
        server.kill()
