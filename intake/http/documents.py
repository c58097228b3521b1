"""The API's description: OpenAPI, and its page with assets of our own instead of a CDN's."""

from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import HTMLResponse

from intake.http.answers import CodeRequest
from intake.push.models import EntriesPush
from intake.push.rosters import RosterPush

REF = "#/components/schemas/{model}"
BODIES: tuple[type[BaseModel], ...] = (RosterPush, EntriesPush, CodeRequest)
"""Read by hand, for speed and single rejections; FastAPI is told of them here."""

ASSETS = "/docs/assets"


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a body that the route reads itself."""
    schema = {"$ref": REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def describe(app: FastAPI) -> None:
    """Give the app its OpenAPI with the bodies in it, and its page."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _with_bodies(
                get_openapi(
                    title=app.title, version=app.version, description=app.description, routes=app.routes
                )
            )
        return app.openapi_schema

    async def page() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{ASSETS}/favicon.png",
        )

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    app.add_api_route("/docs", page, methods=["GET"], include_in_schema=False)
    app.mount(ASSETS, StaticFiles(directory=str(files("fastapi_offline") / "static")))


def _with_bodies(document: dict[str, Any]) -> dict[str, Any]:
    _, schemas = models_json_schema([(model, "validation") for model in BODIES], ref_template=REF)
    document.setdefault("components", {}).setdefault("schemas", {}).update(schemas["$defs"])
    return document
