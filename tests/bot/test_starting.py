"""The process can be put together from nothing: no test before has imported anything for it."""

import asyncio
import sys

import pytest


@pytest.mark.parametrize("module", ["bot.app", "bot.__main__", "handlers", "delivery", "views.notices"])
async def test_a_room_can_be_entered_first(module: str) -> None:
    entering = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import {module}", stderr=asyncio.subprocess.PIPE
    )

    _, said = await entering.communicate()

    assert (entering.returncode, said.decode()) == (0, "")
