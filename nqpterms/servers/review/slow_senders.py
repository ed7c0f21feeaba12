"""A connection on which no whole request comes in time is closed.

uvicorn waits for the head of a request as long as its sender likes; whoever opens connections and
says a letter a minute on each would keep all others out.
"""

from __future__ import annotations

import asyncio
from typing import Any

_HEAD_SECONDS = 15.0  # for the first line and the headers of a request


class HeadClock:
    """Closes the connection of a protocol of uvicorn when a head takes longer than *seconds*."""

    def __init__(self, protocol: Any, seconds: float) -> None:
        self._protocol, self._seconds = protocol, seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to wait, where no request is being answered and nobody waits yet."""
        if self._timer is None and self._is_idle():
            self._timer = self._protocol.loop.call_later(
                self._seconds, self._give_up
            )

    def stop(self, *, always: bool = False) -> None:
        """Wait no longer, once the head has come; *always*: whatever has come."""
        if self._timer is not None and (always or not self._is_idle()):
            self._timer.cancel()
            self._timer = None

    def _is_idle(self) -> bool:
        cycle = self._protocol.cycle
        return cycle is None or cycle.response_complete

    def _give_up(self) -> None:
        self._timer = None
        if self._is_idle() and not self._protocol.transport.is_closing():
            self._protocol.transport.close()


def patient_protocol(seconds: float = _HEAD_SECONDS) -> type[asyncio.Protocol]:
    """uvicorn's protocol with an end to its patience for the head of a request."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class HeadDeadline(H11Protocol):
        """As uvicorn has it, with a clock."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.clock = HeadClock(self, seconds)
            self.clock.start()

        def data_received(self, data: bytes) -> None:
            self.clock.start()
            super().data_received(data)
            self.clock.stop()

        def connection_lost(self, exc: Exception | None) -> None:
            self.clock.stop(always=True)
            super().connection_lost(exc)

    return HeadDeadline
