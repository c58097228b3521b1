"""The way in for those without a code: consent, one field after the other, a look at all of it, sent."""

from aiogram import Router

from handlers.applying import beginning, filling, own

__all__ = ["build_router"]


def build_router() -> Router:
    router = Router(name=__name__)
    router.include_routers(beginning.build_router(), filling.build_router(), own.build_router())
    return router
