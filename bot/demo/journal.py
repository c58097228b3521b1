"""The page's journal panel: passes to the real push API, and knows what it may offer."""

from datetime import datetime
from typing import Any

import aiohttp

from bot.demo.roster import CLASSES, Body, lesson_at


class PushApi:
    """The push API with its key, which never reaches the page."""

    def __init__(self, base: str, key: str, roster: Body, bells: list[Body]) -> None:
        self._base = base
        self._headers = {"Authorization": f"Bearer {key}"}
        self._roster = roster
        self.bells = bells

    async def forward(self, method: str, path: str, body: bytes, content_type: str) -> tuple[int, bytes, str]:
        headers = self._headers | ({"Content-Type": content_type} if content_type else {})
        url = f"{self._base}/{path.lstrip('/')}"
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.request(method, url, data=body or None, headers=headers) as answer,
            ):
                return answer.status, await answer.read(), answer.content_type
        except aiohttp.ClientError:
            return 502, b'{"error": {"message": "the bot does not run"}}', "application/json"

    async def call(self, method: str, path: str, body: Body) -> Any:
        """Return the answer's JSON; raise aiohttp.ClientResponseError for a refusal."""
        async with (
            aiohttp.ClientSession(raise_for_status=True) as http,
            http.request(method, f"{self._base}{path}", json=body, headers=self._headers) as answer,
        ):
            return await answer.json()

    async def choices(self) -> dict[str, Any]:
        return {
            "students": [
                {
                    "id": s["id"],
                    "name": f"{s['given_name']} {s['family_name']}",
                    "class": CLASSES[s["class"]][0],
                }
                for s in self._roster["students"]
            ],
            "subjects": self._roster["subjects"],
            "staff": [
                {
                    "id": s["id"],
                    "name": f"{s['family_name']} {s['given_name'][0]}. {s['patronymic'][0]}.",
                    "subjects": sorted({les["subject"] for les in self._lessons(s["id"])}),
                }
                for s in self._roster["staff"]
                if "teacher" in s["roles"]
            ],
            "classes": [{"id": c["id"], "name": c["name"]} for c in self._roster["classes"]],
            "groups": [{"id": g["id"], "name": g["name"]} for g in self._roster["groups"]],
            "lesson": lesson_at(datetime.now().time(), self.bells),  # noqa: DTZ005 - the visitor's own
            "recent": [],
        }

    def _lessons(self, teacher: str) -> list[Body]:
        return [lesson for lesson in self._roster["lessons"] if lesson["teacher"] == teacher]
