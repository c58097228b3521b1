"""The page of phones: static files of the package."""

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Response

from simulator.phones.errors import RefusedError

PAGE = Path(__file__).parent.parent / "page"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


def build_router(folder: Path = PAGE) -> APIRouter:
    router = APIRouter()

    @router.get("/")
    async def index() -> Response:
        return _file(folder, "index.html")

    @router.get("/page/{name:path}")
    async def page(name: str) -> Response:
        return _file(folder, name)

    return router


def _file(folder: Path, name: str) -> Response:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise RefusedError("no such file", 404)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})
