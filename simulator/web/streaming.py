"""Server-sent events."""

import json
from collections.abc import AsyncIterator

from simulator.state.world import World

HEARTBEAT_SECONDS = 15.0


async def event_lines(world: World, after: int, *, requests: bool) -> AsyncIterator[str]:
    """Events after `after` until the client leaves or the server ends, with a comment now and then."""
    yield ": connected\n\n"
    while not world.events.closed:
        events = await world.events.wait(after, HEARTBEAT_SECONDS, requests=requests)
        if not events:
            yield ": still here\n\n"
        for event in events:
            after = event["seq"]
            data = json.dumps(event, ensure_ascii=False)
            yield f"id: {after}\nevent: {event['kind']}\ndata: {data}\n\n"
