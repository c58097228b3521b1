"""Whom a guardian trusts with a child's diary."""

from aiogram import Router

from handlers.guardian.trusted import changing, listing, making

__all__ = ["build_router"]


def build_router() -> Router:
    router = Router(name=__name__)
    router.include_routers(listing.build_router(), making.build_router(), changing.build_router())
    return router
