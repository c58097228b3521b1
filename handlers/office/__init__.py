"""What the school office does in chat."""

from aiogram import Router

from handlers.office import audit, codes, letters, requests, roster_files, wording

__all__ = ["build_router"]


def build_router() -> Router:
    router = Router(name=__name__)
    router.include_routers(
        roster_files.build_router(),
        codes.build_router(),
        letters.build_router(),
        requests.build_router(),
        wording.build_router(),
        audit.build_router(),
    )
    return router
