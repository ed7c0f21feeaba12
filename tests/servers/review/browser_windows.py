"""Windows of a real browser on the pages of `nqpterms review`, and what goes wrong in them."""

from __future__ import annotations

from typing import Any

from report.browser import listening, slow_down
from servers.review.live_server import LiveServer

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 120_000  # ms: a loaded machine is no failure


class Windows:
    """Opens pages of servers; *errors*: what failed, asked the reader, or went elsewhere."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._contexts: list[Any] = []
        self.errors: list[str] = []

    def open(
        self,
        server: LiveServer,
        path: str = "/",
        *,
        size: dict[str, int] = DESK,
        scheme: str = "light",
    ) -> Any:
        """A window of its own that came by the printed address and listens to keys."""
        context = self._browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce"
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        slow_down(page)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "dialog",
            lambda dialog: self.errors.append(f"dialog: {dialog.message}"),
        )
        own = (server.root, "data:", "blob:")
        page.on("request", lambda request: self._note_request(request.url, own))
        page.goto(server.address)
        if path != "/":
            page.goto(server.root + path)
        listening(page)
        return page

    def _note_request(self, url: str, own: tuple[str, ...]) -> None:
        if not url.startswith(own):
            self.errors.append(f"request: {url}")

    def close(self) -> None:
        """Close all of them: a page that is left open goes on asking its server."""
        for context in self._contexts:
            context.close()
