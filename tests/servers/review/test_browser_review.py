"""Check in a real browser, from drop to finish: by keyboard, on a phone, in two windows, after a
crash; nothing runs that a file, a name or a term would like to run."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report.browser import listening
from servers.review.browser_windows import DESK, PHONE, Windows
from servers.review.conftest import DRAFT, GLOSSARY
from servers.review.live_server import LiveServer, live_server

from nqpterms.project.decisions import load_decisions

pytestmark = pytest.mark.slow
HARM = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'><svg onload=alert(3)>"
ZH = "# 茶园\n\n村里有一座茶园。茶园很老。\n"


@pytest.fixture
def server(house: Path) -> Iterator[LiveServer]:
    pytest.importorskip("uvicorn")
    with live_server(house) as running:
        yield running


def to_first_decision(page: Any, name: str = "draft.en.md") -> None:
    page.click(f"text={name}")
    listening(page, "#decision")


def verdicts(folder: Path) -> list[tuple[str, str]]:
    path = folder / "nqpterms-decisions.jsonl"
    if not path.is_file():
        return []
    return [(one.decision, one.fix) for one in load_decisions(path).values()]


def test_from_drop_to_finish_by_keyboard_alone(
    windows: Windows, tmp_path: Path
) -> None:
    source, folder = tmp_path / "mine", tmp_path / "work"
    source.mkdir()
    folder.mkdir()
    (source / "terms.tsv").write_text(GLOSSARY, encoding="utf-8")
    (source / "茶园.md").write_text(ZH, encoding="utf-8")
    (source / "garden.md").write_text(DRAFT, encoding="utf-8")
    with live_server(folder) as server:
        page = windows.open(server)
        page.set_input_files("#files", str(source / "terms.tsv"))
        listening(page, "text=used from now on")
        page.set_input_files(
            "#files", [str(source / "茶园.md"), str(source / "garden.md")]
        )
        link = listening(page, "a:has-text('garden')")
        link.focus()
        page.keyboard.press("Enter")
        listening(page, "#decision")
        assert (folder / "garden.zh.md").is_file() and (
            folder / "garden.en.md"
        ).is_file()
        total = int(page.inner_text("#count").split()[2])
        page.keyboard.press("1")
        for decided in range(1, total):
            page.wait_for_selector(
                f"#count:has-text('{decided} of {total} decided')"
            )
            page.keyboard.press("i")
        page.wait_for_selector(".nothing-left")
        assert "Nothing is left to decide" in page.inner_text("#decision")
        for key in ("Tab", "Enter"):
            page.keyboard.press(key)
        listening(page, "text=Files to save")
        assert page.inner_text(".changes ins")
        page.focus("text=Put them into the file")
        page.keyboard.press("Enter")
        listening(page, "#decision")
        text = (folder / "garden.en.md").read_text(encoding="utf-8")
        assert text != DRAFT and len(verdicts(folder)) == total


def test_each_key_does_what_the_page_says(
    windows: Windows, server: LiveServer, house: Path
) -> None:
    page = windows.open(server)
    to_first_decision(page)

    def press(key: str, *, until: str) -> None:
        page.keyboard.press(key)
        page.wait_for_selector(f"text={until}")

    press("j", until="place 2 of 2")
    press("k", until="place 1 of 2")
    press("i", until="1 of 2 decided")
    press("u", until="0 of 2 decided")
    press("Shift+I", until="2 of 2 decided")
    assert verdicts(house) == [("ignore", "")] * 2
    press("u", until="0 of 2 decided")
    page.keyboard.press("o")
    page.keyboard.type("tea hill")
    press("Enter", until="1 of 2 decided")
    assert verdicts(house) == [("fixed", "tea hill")]
    press("u", until="0 of 2 decided")
    page.keyboard.press("p")
    page.wait_for_selector(".elsewhere mark")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.focus("#show-keys")
    page.keyboard.press("Enter")
    page.check("#keys-on")
    page.keyboard.press("Escape")
    press(
        "j", until="place 2 of 2"
    )  # an "i" that was heard would be answered by now
    assert verdicts(house) == []


def test_two_windows_and_a_killed_server_lose_nothing(
    windows: Windows, server: LiveServer, house: Path
) -> None:
    left, right = (windows.open(server) for _ in range(2))
    to_first_decision(left)
    to_first_decision(right)
    right.keyboard.press("j")
    right.wait_for_selector("#decision[data-at='1']")
    left.keyboard.press("i")
    left.wait_for_selector("text=1 of 2 decided")
    server.kill()
    right.keyboard.press("i")
    right.wait_for_selector("text=The server does not answer")
    assert verdicts(house) == [("ignore", "")]
    server.start()
    again = windows.open(server)
    to_first_decision(again)
    assert again.inner_text("#count") == "1 of 2 decided"
    again.keyboard.press("i")
    again.wait_for_selector("text=2 of 2 decided")
    assert verdicts(house) == [("ignore", "")] * 2


def test_hostile_names_texts_and_terms_do_nothing(
    windows: Windows, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    rows = [f"{line}\t" for line in GLOSSARY.splitlines()]
    rows[0] += "note"
    rows[-1] += HARM
    glossary = "\n".join(rows) + "\n"
    (folder / "terms.tsv").write_text(glossary, encoding="utf-8")
    (folder / "nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
    name = "<img src=x onerror=alert(5)>.en.txt"
    (folder / name).write_text(
        f"A tea yard {HARM} is here.\n\n{HARM}\n", encoding="utf-8"
    )
    with live_server(folder) as server:
        page = windows.open(server)
        page.click(".texts a")
        listening(page, "#decision")
        page.keyboard.press("c")
        page.keyboard.press("p")
        page.wait_for_selector(".elsewhere .sum")
        page.goto(page.url.replace("/check/", "/finish/").partition("?")[0])
        page.wait_for_selector("text=Files to save")
        assert (
            page.evaluate(
                "document.querySelectorAll('img, svg[onload]').length"
            )
            == 0
        )


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")],
)
def test_every_page_can_be_read_by_everybody(
    windows: Windows, server: LiveServer, size: dict[str, int], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = windows.open(server, size=size, scheme=scheme)

    def look() -> None:
        found = axe.run(page).response["violations"]
        grave = [
            one["id"]
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], page.url
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], page.url

    look()
    to_first_decision(page)
    look()
    page.keyboard.press("c")
    page.keyboard.press("p")
    page.wait_for_selector(".elsewhere mark")
    look()
    page.keyboard.press("i")
    page.wait_for_selector("#decision[data-at='1']")
    page.goto(page.url.partition("?")[0] + "?list=1")
    look()
    page.keyboard.press("f")
    page.wait_for_selector(".nothing-left")
    look()
    page.goto(page.url.replace("/check/", "/finish/").partition("?")[0])
    look()


def test_who_does_not_finish_a_request_is_sent_away(server: LiveServer) -> None:
    with socket.create_connection(
        ("127.0.0.1", server.port), timeout=120
    ) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert slow.recv(100) == b""
