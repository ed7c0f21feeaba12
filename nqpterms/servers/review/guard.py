"""Who is let in, what may be sent, and what a page may do: before any page is asked.

The token stands in the address that the command prints, and from the first visit on in a cookie
that no script reads and no other site sends. A name that was made to lead here (DNS rebinding)
fails at Host, a form on another site at Origin, whatever else they know.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Iterable,
    MutableMapping,
)
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from nqpterms.errors import NqptermsError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATIENCE = 30.0
"""Seconds without a byte after which the sender of a body is given up."""
_MOST_SECONDS = 600.0  # for a whole body
_METHODS = ("GET", "HEAD", "POST")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and do: what this server gives it, and nothing that stands inside it."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none, browsers would not say where a form comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Said with every answer; a page's own header of the same name stands in its place."""


class BodyRefusedError(NqptermsError):
    """What is sent is too much or too slow; `status` is what HTTP calls it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.status)


class Guard:
    """An application of ASGI with a guard before it.

    *hosts* are the names under which the server is reached on *port*; with *any_address* every
    IP address is one, which no name can be made to be.
    """

    def __init__(
        self,
        app: App,
        *,
        token: str,
        port: int,
        hosts: Collection[str],
        any_address: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        self._app, self._token, self._port = app, token, port
        self._hosts, self._any_address = frozenset(hosts), any_address
        self._cookie = f"nqpterms-{port}"  # a browser does not keep the cookies of ports apart
        self._patience = patience

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer a request, or refuse it in a line."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            await _say(send, *refusal)
            return
        token = _token_in_address(scope)
        if token is not None:
            await self._let_in(scope, send)
            return
        patient = _Patience(receive, self._patience)
        await self._app(scope, patient.receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the line for a request that is not wanted; None for one that is."""
        headers = scope["headers"]
        host = _one(headers, b"host")
        if not self._is_ours(host):
            return (
                421,
                "this server is not called so: open the address that nqpterms printed",
            )
        if scope["method"] not in _METHODS:
            return 405, f"{scope['method']}: expected GET or POST"
        if not self._has_token(scope):
            return (
                403,
                "open the address that `nqpterms review` printed: it has a token",
            )
        if (
            scope["method"] == "POST"
            and _one(headers, b"origin") != f"http://{host}"
        ):
            return 403, "sent by a page of another site"
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host is a name of this server."""
        name, _, port = host.rpartition(":")
        if not name:
            name, port = host, "80"
        if port != str(self._port):
            return False
        return name in self._hosts or (self._any_address and _is_address(name))

    def _has_token(self, scope: Scope) -> bool:
        """Whether a request has the token: in its address at first, then in the cookie."""
        token = _token_in_address(scope)
        if token is None:
            token = _cookie_called(self._cookie, scope["headers"])
        return secrets.compare_digest(token.encode(), self._token.encode())

    async def _let_in(self, scope: Scope, send: Send) -> None:
        """Keep the token in a cookie, and go on to the address without it."""
        query = parse_qs(
            scope["query_string"].decode("latin-1"), keep_blank_values=True
        )
        query.pop("token", None)
        rest = urlencode(query, doseq=True)
        location = (
            "/"
            + scope["raw_path"].decode("latin-1").lstrip("/")
            + (f"?{rest}" if rest else "")
        )
        cookie = (
            f"{self._cookie}={self._token}; HttpOnly; SameSite=Strict; Path=/"
        )
        await _say(send, 303, "", {"location": location, "set-cookie": cookie})


class _Patience:
    """Receives the body of a request, and gives up a sender who is too slow."""

    def __init__(self, receive: Receive, patience: float) -> None:
        self._receive, self._patience = receive, patience
        self._left = _MOST_SECONDS
        self._is_whole = False

    async def receive(self) -> Message:
        """The next message; BodyRefusedError where none comes in time."""
        if (
            self._is_whole
        ):  # from now on nothing comes but the end of the connection
            return await self._receive()
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            message = await asyncio.wait_for(
                self._receive(), min(self._patience, self._left)
            )
        except TimeoutError:
            raise BodyRefusedError(
                "what was sent came too slowly: send it again", 408
            ) from None
        self._left = max(self._left - (loop.time() - began), 0.01)
        self._is_whole = not message.get("more_body", False)
        return message


class BodyLimit:
    """Receives the body of a request up to *largest* bytes; BodyRefusedError beyond."""

    def __init__(
        self,
        receive: Receive,
        headers: Iterable[tuple[bytes, bytes]],
        largest: int,
    ) -> None:
        self._receive, self._largest, self._count = receive, largest, 0
        declared = _one(headers, b"content-length")
        if declared.isdecimal() and int(declared) > largest:
            raise self._refused()

    async def receive(self) -> Message:
        """The next message."""
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self._largest:
            raise self._refused()
        return message

    def _refused(self) -> BodyRefusedError:
        return BodyRefusedError(
            f"more than {self._largest:,} bytes: send less at once", 413
        )


def _with_headers(send: Send) -> Send:
    """Send what a page answers with the headers of every answer."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            more = [
                (k.encode(), v.encode())
                for k, v in HEADERS.items()
                if k.encode() not in own
            ]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sent


async def _say(
    send: Send, status: int, line: str, headers: dict[str, str] | None = None
) -> None:
    """Answer with a line of text."""
    body = f"{line}\n".encode() if line else b""
    every = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "connection": "close",
        **HEADERS,
        **(headers or {}),
    }
    raw = [
        (key.encode(), value.encode("latin-1")) for key, value in every.items()
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": raw}
    )
    await send({"type": "http.response.body", "body": body})


def _one(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """A header that stands once; "" for one that is missing or stands twice."""
    values = [value for key, value in headers if key.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def _token_in_address(scope: Scope) -> str | None:
    """The token behind the question mark; None where there is none."""
    query = parse_qs(
        scope["query_string"].decode("latin-1"), keep_blank_values=True
    )
    return query["token"][-1] if "token" in query else None


def _cookie_called(name: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The value of a cookie; "" where there is none."""
    try:
        cookies = SimpleCookie(_one(headers, b"cookie"))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _is_address(name: str) -> bool:
    """Whether a host is an IP address and no name.

    >>> _is_address("192.168.0.7"), _is_address("[::1]"), _is_address("evil.example")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
