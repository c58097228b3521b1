"""The diary's pages, opened by commands and words and turned in place."""

from aiogram import Router

from handlers.reading import opening, turning

__all__ = ["build_router"]


def build_router() -> Router:
    router = Router(name=__name__)
    router.include_routers(opening.build_router(), turning.build_router())
    return router
