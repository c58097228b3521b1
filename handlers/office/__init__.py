"""What the school office does in chat."""

from aiogram import Router

from handlers.office import roster_files

__all__ = ["build_router"]


def build_router() -> Router:
    router = Router(name=__name__)
    router.include_routers(roster_files.build_router())
    return router
