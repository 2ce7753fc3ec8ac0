"""The built page: views, hashed files, what is not a view, and a word when it is not built."""

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from salescoach.app.page import is_built, page_app
from tests.app.edge import edge

INLINE = "document.documentElement.dataset.theme = 'dark'"
INDEX = f"<html><script>{INLINE}</script><script type=module src=/assets/a.js></script></html>"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "assets" / "app-4f2a.js").write_text("export {}" * 1000)
    (tmp_path / "favicon.svg").write_text("<svg/>")
    return tmp_path


@asynccontextmanager
async def serving(directory: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette()
    app.router.default = page_app(directory)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/calls", "/calls/01h/turns", "/index.html", "/calls/"])
async def test_every_view_is_the_page_and_is_asked_for_again(built: Path, path: str) -> None:
    async with serving(built) as client:
        response = await client.get(path)
    assert (response.status_code, response.text) == (200, INDEX)
    assert response.headers["Cache-Control"] == "no-cache"


async def test_only_our_own_scripts_run(built: Path) -> None:
    async with serving(built) as client:
        policy = (await client.get("/")).headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy


async def test_a_worker_is_under_the_policy_of_its_page(built: Path) -> None:
    async with serving(built) as client:
        page, script = await client.get("/"), await client.get("/assets/app-4f2a.js")
    policy = page.headers["Content-Security-Policy"]
    assert script.headers["Content-Security-Policy"] == policy
    assert "object-src 'none'; base-uri 'none'" in policy
    assert f"connect-src 'self' ws://{page.url.netloc.decode()} wss://" in policy


async def test_a_hashed_file_is_kept_for_ever_and_compressed(built: Path) -> None:
    async with serving(built) as client:
        script = await client.get("/assets/app-4f2a.js")
        icon = await client.get("/favicon.svg")
        again = await client.get("/favicon.svg", headers={"If-None-Match": icon.headers["ETag"]})
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script.headers["Content-Encoding"] == "gzip"
    assert icon.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/assets/old-1234.js", "/missing.png", "/api", "/api/v1/nothing", "/../secret.txt",
     "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"],
)  # fmt: skip
async def test_what_is_not_there_is_not_the_page(built: Path, path: str) -> None:
    (built.parent / "secret.txt").write_text("secret")
    async with serving(built) as client:
        response = await client.get(path)
    assert response.status_code == 404
    assert "secret" not in response.text


async def test_a_view_takes_no_post(built: Path) -> None:
    async with serving(built) as client:
        assert (await client.post("/calls")).status_code == 405


async def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    async with serving(tmp_path) as client:
        response = await client.get("/")
    assert not is_built(tmp_path)
    assert response.status_code == 503
    assert "make run" in response.text


async def test_the_page_stands_behind_the_api() -> None:
    async with edge() as client:
        api = await client.get("/api/nothing")
        view = await client.get("/history")
    assert api.headers["Content-Type"] == "application/json"
    assert view.headers["Content-Type"].startswith("text/html")
