"""Nobody gets in without the token, nothing comes from another site, nothing is too much."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nqpterms.servers.review.guard import Guard

Client = Callable[..., Any]
ORIGIN = "http://127.0.0.1:8000"


def test_the_token_becomes_a_cookie_that_no_script_reads(visit: Client) -> None:
    client = visit(token="")
    answer = client.get("/?token=a-token&x=1", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?x=1"
    cookie = answer.headers["set-cookie"]
    assert "nqpterms-8000=a-token" in cookie
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert client.get("/").status_code == 200


def test_a_way_on_never_leaves_the_server(visit: Client) -> None:
    answer = visit(token="").get(
        f"{ORIGIN}//evil.example/?token=a-token", follow_redirects=False
    )
    assert answer.headers["location"] == "/evil.example/"


@pytest.mark.parametrize(
    "address", ["/", "/?token=", "/?token=another", "/static/review.js"]
)
def test_nothing_without_the_token(visit: Client, address: str) -> None:
    answer = visit(token="").get(address)
    assert answer.status_code == 403
    assert (
        answer.text
        == "open the address that `nqpterms review` printed: it has a token\n"
    )


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000",
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:81",
        "",
        "localhost.:8000",
    ],
)
def test_a_name_that_was_made_to_lead_here_is_refused(
    visit: Client, host: str
) -> None:
    answer = visit().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.text.count("\n") == 1


def test_localhost_is_a_name_of_this_server(visit: Client) -> None:
    assert (
        visit().get("/", headers={"host": "localhost:8000"}).status_code == 200
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1:9000",
        "https://127.0.0.1:8000",
    ],
)
def test_a_form_of_another_site_is_refused(visit: Client, origin: str) -> None:
    answer = visit().post("/", headers={"origin": origin})
    assert (answer.status_code, answer.text) == (
        403,
        "sent by a page of another site\n",
    )


def test_any_address_is_a_number_and_no_name() -> None:
    guard = Guard(
        nothing, token="t", port=80, hosts={"127.0.0.1"}, any_address=True
    )
    assert guard._is_ours("192.168.0.7:80") and guard._is_ours("[fe80::1]:80")
    assert not guard._is_ours("evil.example:80")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(visit: Client, method: str) -> None:
    assert visit().request(method, "/").status_code == 405


def test_every_answer_says_what_a_page_may_do(visit: Client) -> None:
    for client, address in (
        (visit(), "/"),
        (visit(), "/static/review.js"),
        (visit(token=""), "/"),
    ):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_pages_hold_no_script_and_no_address_of_others(visit: Client) -> None:
    page = visit().get("/").text
    assert (
        "<script>" not in page and "<style" not in page and "style=" not in page
    )
    assert (
        "http:" not in page and "https:" not in page and " onclick" not in page
    )


@pytest.mark.parametrize(
    "address",
    [
        "/static/../guard.py",
        "/static/%2e%2e/guard.py",
        "/static/..%2fguard.py",
        "/etc",
    ],
)
def test_there_is_no_way_to_other_files(visit: Client, address: str) -> None:
    assert visit().get(address).status_code == 404


async def nothing(_scope: Any, receive: Any, _send: Any) -> None:
    """An application that reads the whole body."""
    while (await receive()).get("more_body"):
        pass


def test_a_slow_sender_is_given_up() -> None:
    """A body of which nothing comes ends in an error that says so."""
    from nqpterms.servers.review.guard import BodyRefusedError

    guard = Guard(nothing, token="t", port=80, hosts={"h"}, patience=0.01)
    headers = [
        (b"host", b"h:80"),
        (b"cookie", b"nqpterms-80=t"),
        (b"origin", b"http://h:80"),
    ]
    scope = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": headers,
    }  # fmt: skip

    async def never() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        raise AssertionError(message)

    with pytest.raises(BodyRefusedError, match="too slowly"):
        asyncio.run(guard(scope, never, send))


def test_what_a_link_leads_to_outside_is_not_listed(
    visit: Client, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.en.md").write_text(
        "# Secret\n\nA secret text.\n", encoding="utf-8"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "own.en.md").write_text("# Own\n\nA text.\n", encoding="utf-8")
    (folder / "link.en.md").symlink_to(outside / "secret.en.md")
    page = visit(folder).get("/").text
    assert "own.en.md" in page and "link.en.md" not in page
