"""The server: an address with a token, and a guard before the pages."""

from __future__ import annotations

import ipaddress
import platform
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from nqpterms.errors import MissingExtraError, NqptermsError
from nqpterms.servers.clerk import collect_rarely
from nqpterms.servers.review.guard import Guard
from nqpterms.servers.review.review_desk import ReviewDesk

LOCAL = "127.0.0.1"
"""Where nobody but this machine can ask."""
_MOST_AT_ONCE = 100  # connections: a browser opens six


def serve(
    root: Path,
    *,
    host: str = LOCAL,
    port: int = 0,
    by: str = "",
    ready: Callable[[str], None],
) -> None:
    """Serve the pages of a folder until the process is told to stop.

    *port* 0 is any free one, *by* who decides; *ready* is called with the address, token included,
    when it can be opened. Raises NqptermsError for an address that cannot be had,
    MissingExtraError without starlette and uvicorn.
    """
    try:
        import python_multipart as python_multipart
        import uvicorn

        from nqpterms.servers.review.review_app import review_app
        from nqpterms.servers.review.slow_senders import patient_protocol

        protocol = patient_protocol()
    except ImportError:
        raise MissingExtraError(
            "starlette", "review", "nqpterms review"
        ) from None
    collect_rarely()
    listening = _bound(host, port)
    own_port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    desk = ReviewDesk(root, by=by)
    Thread(target=_warmed, args=(desk,), daemon=True).start()
    guard = Guard(
        review_app(desk),
        token=token,
        port=own_port,
        hosts=_names(host),
        any_address=_is_wildcard(host),
    )
    config = uvicorn.Config(
        guard,
        http=protocol,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,  # it would write the token down
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=3,
    )
    ready(f"http://{_in_address(_shown_host(host))}:{own_port}/?token={token}")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        desk.close()


def _warmed(desk: ReviewDesk) -> None:
    """Let the clerk read the glossaries before the first text comes."""
    with suppress(NqptermsError):  # whoever asks is told
        desk.ask("nqpterms.servers.review.check_bench:ready")


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens; NqptermsError where the address cannot be had."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise NqptermsError(
            f"--host {host}: expected an IP address, as 127.0.0.1"
        ) from None
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise NqptermsError(
            f"{host}:{port}: cannot be served ({error}): choose another --port or --host"
        ) from None


def _names(host: str) -> set[str]:
    """The names under which a server is reached."""
    names = {_in_address(host)}
    if _is_wildcard(host):
        names.add(platform.node().lower())
    if _is_wildcard(host) or ipaddress.ip_address(host).is_loopback:
        names |= {LOCAL, "localhost", "[::1]"}
    return names


def _is_wildcard(host: str) -> bool:
    """Whether a host stands for all addresses of this machine."""
    return host in ("0.0.0.0", "::")


def _shown_host(host: str) -> str:
    """A host as it can be opened on this machine."""
    return LOCAL if _is_wildcard(host) else host


def _in_address(host: str) -> str:
    """A host as an address has it.

    >>> _in_address("::1"), _in_address("127.0.0.1")
    ('[::1]', '127.0.0.1')
    """
    return f"[{host}]" if ":" in host else host
