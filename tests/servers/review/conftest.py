"""A server over a folder, asked as a browser asks it, without a network or a second process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from servers.review.browser_windows import Windows

TOKEN = "a-token"
PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"
GLOSSARY = (
    "concept\tlang\tterm\tstatus\n"
    "tea\tzh\t茶园\t\n"
    "tea\ten\ttea garden\tpreferred\n"
    "tea\ten\ttea plantation\tadmitted\n"
    "tea\ten\ttea yard\tdeprecated\n"
)
DRAFT = "# On tea\n\nA tea yard is in the village.\n\nThat tea yard is old. It has a hall.\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a text, a glossary and settings: two findings of one cause."""
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "terms.tsv").write_text(GLOSSARY, encoding="utf-8")
    (folder / "draft.en.md").write_text(DRAFT, encoding="utf-8")
    settings = 'glossaries = ["terms.tsv"]\nselect = ["T101"]\n'
    (folder / "nqpterms.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """``visit(folder)`` gives a client that has opened the printed address of its server."""
    pytest.importorskip("starlette")
    pytest.importorskip("python_multipart")
    testclient = pytest.importorskip("starlette.testclient")
    from nqpterms.servers.review.check_bench import bench
    from nqpterms.servers.review.guard import Guard
    from nqpterms.servers.review.review_app import review_app
    from nqpterms.servers.review.review_desk import ReviewDesk

    def client(folder: Path = tmp_path, *, token: str = TOKEN) -> Any:
        desk = ReviewDesk(folder, by="Ann")
        tools = bench(str(folder))

        def ask(question: str, **arguments: Any) -> Any:
            arguments.pop("listener", None)
            module, _, name = question.partition(":")
            return getattr(import_module(module), name)(tools, **arguments)

        desk.ask = ask  # type: ignore[method-assign]
        desk.checks._ask = ask
        app = Guard(
            review_app(desk),
            token=TOKEN,
            port=PORT,
            hosts={"127.0.0.1", "localhost"},
        )
        made = testclient.TestClient(
            app, base_url=ORIGIN, headers={"origin": ORIGIN}
        )
        made.desk = desk
        if token:
            made.get("/", params={"token": token})
        return made

    yield client


@pytest.fixture
def checked(visit: Callable[..., Any], house: Path) -> Any:
    """A client whose server has checked the text of `house`."""
    client = visit(house)
    wait_for_check(client, "draft.en.md")
    return client


@pytest.fixture
def windows(browser: Any) -> Iterator[Windows]:
    """Opens windows on a server; at the end nothing has gone wrong in any of them."""
    opened = Windows(browser)
    yield opened
    opened.close()
    assert opened.errors == []


def wait_for_check(client: Any, name: str) -> str:
    """The page of a text once it has been checked."""
    client.get(f"/check/{name}")
    while client.desk.checks.of(name).is_working:
        time.sleep(0.02)
    page: str = client.get(f"/check/{name}").text
    return page


@pytest.fixture
def read_visit(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """As `visit`, over a folder whose texts have been read and whose work is done in this process.

    The client's ``desk`` is that of the server.
    """
    pytest.importorskip("starlette")
    pytest.importorskip("python_multipart")
    testclient = pytest.importorskip("starlette.testclient")
    from nqpterms.servers.review.guard import Guard
    from nqpterms.servers.review.review_app import review_app
    from nqpterms.servers.review.review_desk import ReviewDesk

    def client(folder: Path = tmp_path) -> Any:
        desk = ReviewDesk(folder, engine="serial")
        desk.shelf.whole()
        app = Guard(
            review_app(desk), token=TOKEN, port=PORT, hosts={"127.0.0.1"}
        )
        made = testclient.TestClient(
            app, base_url=ORIGIN, headers={"origin": ORIGIN}
        )
        made.get("/", params={"token": TOKEN})
        made.desk = desk
        return made

    yield client


PORT_TERMS = (
    "concept\tlang\tterm\tstatus\ttype\tsource\tnote\n"
    "ferry\tzh\t渡轮\tpreferred\t\t\t\n"
    "ferry\ten\tferry\tpreferred\t\t\t\n"
    "ferry\ten\tferry boat\tdeprecated\t\t\t\n"
    "quay\tzh\t码头\tpreferred\t\t\t\n"
    "quay\ten\tquay\tpreferred\t\t\t\n"
)
PORT_ROWS = {
    "1999.tsv": [
        ("渡轮停在码头。", "The ferry lies at the quay."),
        ("起重机在码头工作。", "Cranes work on the quay."),
        ("渡轮很慢。", "The ferry boat is slow."),
    ],
    "2004.tsv": [
        ("新渡轮很快。", "The new ferry is fast."),
        ("起重机停了。", "The cranes have stopped."),
        ("修理起重机。", "Repair the cranes."),
    ],
}


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A folder with a glossary of its own and two dated bitexts."""
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "nqpterms.toml").write_text(
        'glossaries = ["port.tsv"]\n', encoding="utf-8"
    )
    (folder / "port.tsv").write_text(PORT_TERMS, encoding="utf-8")
    for name, rows in PORT_ROWS.items():
        lines = ["zh\ten", *("\t".join(row) for row in rows)]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
