"""Logging in and out: the one room that a stranger may enter."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from loguru import logger
from pydantic import BaseModel, ConfigDict, StringConstraints

from salescoach.app.guard.access import Access, Login
from salescoach.app.guard.doors import LOGIN, address_of
from salescoach.app.guard.gate import LOGIN_STATE, set_cookie, too_many_mistakes
from salescoach.infra.taken import Taken
from salescoach.kit.errors import SalesCoachError


class WrongToken(SalesCoachError):
    code = "wrong_token"


class LoginBody(Taken):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    token: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class SessionBody(BaseModel):
    """``needs_login``: the server has an access token. ``ends_at``: when the login is over, in
    seconds since the epoch; null without one."""

    needs_login: bool
    logged_in: bool
    ends_at: int | None


def login_router(access: Access) -> APIRouter:
    router = APIRouter(tags=["session"])

    @router.get(LOGIN, operation_id="get_session")
    async def get_session(request: Request) -> SessionBody:
        """Whether one has to log in, and has."""
        login: Login | None = request.scope.get(LOGIN_STATE)
        return SessionBody(
            needs_login=access.needs_login,
            logged_in=login is not None,
            ends_at=login.ends_at if login else None,
        )

    @router.post(LOGIN, operation_id="log_in")
    async def log_in(body: LoginBody, request: Request, response: Response) -> SessionBody:
        """The access token for a cookie. A wrong one costs a wait that grows: 429."""
        if not access.needs_login:
            return SessionBody(needs_login=False, logged_in=False, ends_at=None)
        who = address_of(request.scope)
        if wait_s := access.lockout.wait_s(who):
            raise too_many_mistakes(wait_s)
        if not access.opens(body.token):
            access.lockout.missed(who)
            logger.warning("A login failed: wrong token")
            raise WrongToken("This is not the access token of this server.")
        access.lockout.opened(who)
        cookie, login = access.begin()
        set_cookie(response.headers, request.scope, cookie, access.lasts_s)
        logger.info("Logged in")
        return SessionBody(needs_login=True, logged_in=True, ends_at=login.ends_at)

    @router.delete(LOGIN, status_code=204, operation_id="log_out")
    async def log_out(request: Request, response: Response) -> None:
        """Ends the login of this browser; its cookie opens nothing any more."""
        login: Login | None = request.scope.get(LOGIN_STATE)
        if login is not None:
            access.end(login)
            logger.info("Logged out")
        set_cookie(response.headers, request.scope, "", 0)
        # Not "storage": it may hold sound of a call that no server has yet.
        response.headers["Clear-Site-Data"] = '"cache"'

    return router
