"""The site: which address is which page, and what becomes of a request that cannot be answered."""

import mimetypes
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from noticed.core.mail.model import File
from noticed.desk import sessions
from noticed.desk.guard import Guard, host_name
from noticed.desk.pages import aside, case, cases, decide, evidence, health, letter, mail, today, together
from noticed.desk.paper import assets, paper
from noticed.desk.sessions import Session, Sessions
from noticed.desk.visit import Form, NotHere, View, Visit, go
from noticed.ports import Clock, Permanent, Refused, Transient
from noticed.ports.log import log
from noticed.render.phrases import Phrases
from noticed.service.context import Context

_NAME = 100
_LARGEST = 20 * 1024 * 1024
_LANGUAGES = ("en", "zh")

_PAGES: tuple[tuple[str, View], ...] = (
    ("/", today.today),
    ("/cases", cases.cases),
    ("/cases/{case}", case.case),
    ("/cases/{case}/decide/{outcome}", decide.form),
    ("/cases/{case}/write", decide.writing),
    ("/cases/{case}/fields", case.fields),
    ("/cases/{case}/close", case.closing),
    ("/cases/{case}/appeal", case.appeal),
    ("/cases/{case}/evidence", evidence.evidence),
    ("/cases/{case}/evidence/{exhibit}", evidence.original),
    ("/letters", together.together),
    ("/letters/{letter}", letter.letter),
    ("/letters/{letter}/change", letter.changing),
    ("/mails/{mail}", mail.mail),
    ("/mails/{mail}/formatted", mail.formatted),
    ("/aside", aside.aside),
    ("/aside/{mail}", aside.one),
    ("/health", health.health),
)
_ACTIONS: tuple[tuple[str, View], ...] = (
    ("/cases/{case}/decide/{outcome}", decide.decide),
    ("/cases/{case}/write", decide.write),
    ("/cases/{case}/fields", case.correct),
    ("/cases/{case}/evidence", evidence.change),
    ("/cases/{case}/close", case.close),
    ("/cases/{case}/resume", case.resume),
    ("/cases/{case}/checklist", case.checklist),
    ("/cases/{case}/submitted", case.submitted),
    ("/cases/{case}/export", case.export),
    ("/letters", together.approve),
    ("/letters/{letter}/approve", letter.approve),
    ("/letters/{letter}/reject", letter.reject),
    ("/letters/{letter}/change", letter.change),
    ("/aside/{mail}/{what}", aside.act),
    ("/pause", health.pause),
    ("/run", health.run),
)

Endpoint = Callable[[Request], Awaitable[Response]]


class Site:
    """The pages over one context. ``clock``: by which logins end, as a simulated time stands still; ``only``: the one
    account that is shown; ``names``: hosts answered beside loopback, all of them behind TLS; ``cookie``: two desks on
    one machine must not share it."""

    def __init__(
        self, context: Context, clock: Clock, *, only: str | None = None, names: Iterable[str] = (), cookie: str
    ) -> None:
        self._context = context
        self._door = replace(context, clock=clock)
        self._only = only
        self._names = tuple(name.lower() for name in names)
        self._cookie = cookie
        self._sessions = Sessions(context.ids)

    def guarded(self, listens: Iterable[str] = ()) -> ASGIApp:
        """What is served; ``listens``: the address it is reached by, where that is not loopback."""
        routes = [Route(path, self._page(view), methods=["GET"]) for path, view in _PAGES]
        routes += [Route(path, self._page(view), methods=["POST"]) for path, view in _ACTIONS]
        routes += [
            Route("/login", self._login_page, methods=["GET"]),
            Route("/login", self._login, methods=["POST"]),
            Route("/logout", self._logout, methods=["POST"]),
            Route("/language", self._page(self._language), methods=["POST"]),
            Route("/static/{name}", _asset, methods=["GET"]),
        ]
        return Guard(Starlette(routes=routes, exception_handlers={404: self._nothing}), (*self._names, *listens))

    def _page(self, view: View) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return RedirectResponse("/login", status_code=303)
            form = await _filled(request) if request.method == "POST" else Form()
            if request.method == "POST" and not session.means_it(form.get("csrf")):
                return PlainTextResponse("This form is not of your session: load the page again.\n", status_code=403)
            visit = Visit(
                context=replace(self._context, operator_language=session.language),
                session=session,
                only=self._only or session.account,
                path=request.path_params,
                query=dict(request.query_params),
                form=form,
            )
            return await run_in_threadpool(_answered, view, visit)

        return endpoint

    def _session(self, request: Request) -> Session | None:
        found = self._sessions.of(request.cookies.get(self._cookie), self._door.clock.now())
        return None if found and self._only and found.account not in {None, self._only} else found

    async def _login_page(self, request: Request) -> Response:
        return self._entrance(self._spoken(request))

    async def _login(self, request: Request) -> Response:
        """Exchange a link's word for a cookie."""
        form, now = await _filled(request), self._door.clock.now()
        language = self._spoken(request)
        if not self._sessions.may_guess(now):
            return self._entrance(language, "desk.too_many", status=429)
        grant = await run_in_threadpool(sessions.redeem, self._door, form.get("word"))
        if grant is None:
            self._sessions.failed(now)
            log.warning("desk_login_failed")
            return self._entrance(language, "desk.wrong_word", status=403)
        session = self._sessions.begin(grant, self._context.operator_language, now)
        log.info("desk_login")
        answer = go("/")
        answer.set_cookie(
            self._cookie,
            session.key,
            max_age=int(sessions.SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=host_name(request.headers.get("host", "")) in self._names,
        )
        return answer

    async def _logout(self, request: Request) -> Response:
        session, form = self._session(request), await _filled(request)
        if session and not session.means_it(form.get("csrf")):
            return PlainTextResponse("This form is not of your session: load the page again.\n", status_code=403)
        if session:
            self._sessions.end(session)
        answer = RedirectResponse("/login", status_code=303)
        answer.delete_cookie(self._cookie, httponly=True, samesite="strict")
        return answer

    def _language(self, visit: Visit) -> Response:
        if visit.form.get("language") in _LANGUAGES:
            visit.session.language = visit.form.get("language")
        back = visit.form.get("back")
        return go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")

    def _spoken(self, request: Request) -> str:
        session = self._session(request)
        return session.language if session else self._context.operator_language

    def _entrance(self, language: str, wrong: str = "", status: int = 200) -> Response:
        say = Phrases(language, str(self._context.timezone))
        page = paper("login", {"say": say, "wrong": say(wrong) if wrong else ""})
        return Response(page, status_code=status, media_type="text/html; charset=utf-8")

    async def _nothing(self, request: Request, _: Exception) -> Response:
        if self._session(request) is None:
            return RedirectResponse("/login", status_code=303)
        return self._plainly(request, "desk.not_here", 404)

    def _plainly(self, request: Request, key: str, status: int) -> Response:
        return PlainTextResponse(Phrases(self._spoken(request), "UTC")(key) + "\n", status_code=status)


def _answered(view: View, visit: Visit) -> Response:
    """The page, or one line that says why not."""
    try:
        return view(visit)
    except NotHere:
        return visit.show("problem", status=404, problem=visit.say("desk.not_here"))
    except Refused as refused:
        return visit.show("problem", status=409, problem=visit.say.line(str(refused)))
    except (Transient, Permanent) as error:
        log.warning("desk_unavailable")
        page = paper("outside", {"say": visit.say, "problem": visit.say.line(str(error))})
        return Response(page, status_code=503, media_type="text/html; charset=utf-8")


async def _asset(request: Request) -> Response:
    found = assets().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=86400"})


async def _filled(request: Request) -> Form:
    """What was filled in. Raises ``HTTPException`` for what is no form, or has too many parts."""
    async with request.form(max_files=10, max_fields=80, max_part_size=128 * 1024) as given:
        files = [
            File(name=file_name(value.filename), content_type=_kind(value.filename), content=await value.read())
            for value in given.values()
            if isinstance(value, UploadFile) and value.filename
        ]
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
    if any(len(file.content) > _LARGEST for file in files):
        raise HTTPException(413)
    return Form(fields=texts, files=tuple(file for file in files if file.content))


def file_name(given: str | None) -> str:
    """The last part of a path a browser or a stranger names, without what could move a page or name another place."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(". ")
    return kept[-_NAME:] or "file"


def _kind(name: str | None) -> str:
    """By its name, as the commands do: what a browser says of a file is not asked."""
    return mimetypes.guess_type(file_name(name))[0] or "application/octet-stream"
