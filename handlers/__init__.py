"""Telegram updates in: what a person does becomes one call of a service, answered in their own chat."""

from handlers.dispatcher import build_dispatcher
from handlers.services import Services

__all__ = ["Services", "build_dispatcher"]
