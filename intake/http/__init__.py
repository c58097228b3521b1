"""The push API over HTTP, its documentation, health and metrics."""

from intake.http.api import build_api

__all__ = ["build_api"]
