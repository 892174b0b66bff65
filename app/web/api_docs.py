"""The API's documentation as a page; its assets come from the service itself, from no other host."""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

ASSETS_AT = "/docs/assets"
router = APIRouter()


def assets() -> StaticFiles:
    """Return the application that serves Swagger UI's files."""
    return StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static")


@router.get("/docs", include_in_schema=False)
async def show_docs() -> HTMLResponse:
    """Show the OpenAPI document to a person."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="ICP filing service",
        swagger_js_url=f"{ASSETS_AT}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS_AT}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS_AT}/favicon.png",
    )
