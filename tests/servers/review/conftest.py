"""A server over a folder, asked as a browser asks it, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TOKEN = "a-token"
PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """``visit(folder)`` gives a client that has opened the printed address of its server."""
    pytest.importorskip("starlette")
    pytest.importorskip("python_multipart")
    testclient = pytest.importorskip("starlette.testclient")
    from nqpterms.servers.review.guard import Guard
    from nqpterms.servers.review.review_app import review_app
    from nqpterms.servers.review.review_desk import ReviewDesk

    desks = []

    def client(folder: Path = tmp_path, *, token: str = TOKEN) -> Any:
        desk = ReviewDesk(folder)
        desks.append(desk)
        app = Guard(review_app(desk), token=TOKEN, port=PORT, hosts={"127.0.0.1", "localhost"})
        made = testclient.TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN})
        if token:
            made.get("/", params={"token": token})
        return made

    yield client
    for desk in desks:
        desk.close()
