"""The application: a table of pages, and how a request becomes a Visit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from nqpterms.errors import NqptermsError, fault_of_user
from nqpterms.servers.review.alignment_page import ALIGNMENT_PAGE
from nqpterms.servers.review.candidates_page import CANDIDATES_PAGE
from nqpterms.servers.review.check_page import CHECK_PAGE
from nqpterms.servers.review.concordance_search import (
    CONCORDANCE_PAGE,
    make_ready,
)
from nqpterms.servers.review.finish_page import FINISH_PAGE
from nqpterms.servers.review.guard import BodyLimit, BodyRefusedError
from nqpterms.servers.review.page_templates import message_page, static_files
from nqpterms.servers.review.review_desk import ReviewDesk
from nqpterms.servers.review.review_folder import NotThereError
from nqpterms.servers.review.terms_page import TERMS_PAGE
from nqpterms.servers.review.texts_page import TEXTS_PAGE
from nqpterms.servers.review.visits import (
    NavigationLink,
    PageAnswer,
    PageRoute,
    ReviewPage,
    Upload,
    Visit,
    plain,
)

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_MOST_FILES = 200  # in one drop
_MOST_FIELDS = 1000  # of one form
_LONGEST_FIELD = 2**20  # bytes


def _static_file(visit: Visit) -> PageAnswer:
    name = visit.names["name"]
    if name not in static_files():
        raise NotThereError("no such file in this folder")
    data, kind = static_files()[name]
    return PageAnswer(data, kind, headers={"cache-control": "no-cache"})


STATIC_PAGE = ReviewPage(
    "/static", "", (PageRoute("GET", "/static/{name}", _static_file),)
)

PAGES: tuple[ReviewPage, ...] = (
    TEXTS_PAGE,
    CHECK_PAGE,
    FINISH_PAGE,
    TERMS_PAGE,
    CANDIDATES_PAGE,
    CONCORDANCE_PAGE,
    ALIGNMENT_PAGE,
    STATIC_PAGE,
)
"""Every page; those with a title stand in the head in this order."""


def review_app(desk: ReviewDesk) -> Starlette:
    """The pages over a desk as an application of ASGI, without its guard."""
    from starlette.applications import Starlette

    desk.shelf.when_read = partial(make_ready, desk)
    links = [NavigationLink(one.path, one.title) for one in PAGES if one.title]
    routes = [
        _route(route, desk, links) for one in PAGES for route in one.routes
    ]
    return Starlette(routes=routes)


def _route(
    route: PageRoute, desk: ReviewDesk, links: list[NavigationLink]
) -> Route:
    """A row of the table as a route of starlette."""
    from starlette.routing import Route

    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        try:
            visit = await _visit(request, route, desk, links)
        except BodyRefusedError as error:
            return _response(plain(str(error), error.status))
        try:
            answer = await run_in_threadpool(_answer, route, visit)
        finally:
            for upload in visit.uploads:
                upload.file.close()
        return _response(answer)

    asynchronous: Callable[[Request], Awaitable[Response]] = endpoint
    return Route(route.path, asynchronous, methods=[route.method])


async def _visit(
    request: Request,
    route: PageRoute,
    desk: ReviewDesk,
    links: list[NavigationLink],
) -> Visit:
    """What is asked, with the form that was sent, if any."""
    lists: dict[str, list[str]] = {}
    uploads: list[Upload] = []
    if request.method == "POST":
        lists, uploads = await _form(request, route.largest)
    return Visit(
        desk,
        request.url.path,
        request.path_params,
        dict(request.query_params),
        lists,
        uploads,
        wants_part=request.headers.get("x-part") == "1",
        navigation=links,
    )


async def _form(
    request: Request, largest: int
) -> tuple[dict[str, list[str]], list[Upload]]:
    """The fields and the files of a form; files are kept on the disk while they come in."""
    from starlette.exceptions import HTTPException
    from starlette.requests import Request as LimitedRequest

    limit = BodyLimit(request.receive, request.scope["headers"], largest)
    limited: Any = LimitedRequest(request.scope, limit.receive)
    try:
        form = await limited.form(
            max_files=_MOST_FILES,
            max_fields=_MOST_FIELDS,
            max_part_size=_LONGEST_FIELD,
        )
    except HTTPException as error:
        raise BodyRefusedError(str(error.detail), error.status_code) from None
    lists: dict[str, list[str]] = {}
    uploads: list[Upload] = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            lists.setdefault(name, []).append(value)
        elif value.filename:
            uploads.append(Upload(value.filename, value.file))
    return lists, uploads


def _answer(route: PageRoute, visit: Visit) -> PageAnswer:
    """What a page answers; what the user can mend is said, and is no fault of the server."""
    try:
        return route.handler(visit)
    except NotThereError as error:
        return _failure(visit, "Not there", str(error), 404)
    except NqptermsError as error:
        return _failure(visit, "This did not work", str(error), 422)
    except Exception as error:
        message = fault_of_user(error)
        if not message:
            raise
        return _failure(visit, "This did not work", message, 422)


def _failure(visit: Visit, title: str, message: str, status: int) -> PageAnswer:
    """What is said of a failure: a line for a script, a page for a reader."""
    line = visit.desk.folder.named_inside(" ".join(message.split()))
    if visit.wants_part:
        return plain(line, status)
    return message_page(visit, title, line, status)


def _response(answer: PageAnswer) -> Response:
    from starlette.responses import Response

    headers = {**answer.headers, "content-type": answer.kind}
    return Response(answer.body, answer.status, headers)
