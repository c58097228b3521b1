"""`python -m simulator`: the simulator alone."""

import argparse
import asyncio
import sys
from pathlib import Path

from simulator.app import build_app
from simulator.server import SimulatorServer
from simulator.state.requests import DEFAULT_KEPT
from simulator.state.stores import FileStore, MemoryStore


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description="A local Telegram Bot API server.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free port")
    parser.add_argument("--data", type=Path, help="a folder for the state; without it all lives in memory")
    parser.add_argument("--bot-token", help="a bot to begin with, such as 123456:TEST")
    parser.add_argument("--bot-username", default="diary_bot")
    parser.add_argument("--title", default="Simulator")
    parser.add_argument("--requests-kept", type=int, default=DEFAULT_KEPT, help="length of /sim/requests")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    store = FileStore(given.data) if given.data else MemoryStore()
    app = build_app(title=given.title, store=store, requests_kept=given.requests_kept)
    token: str | None = given.bot_token
    if token and token not in app.world.tokens:
        bot_id = int(token.partition(":")[0])
        user = {"id": bot_id, "is_bot": True, "first_name": "Diary", "username": given.bot_username}
        app.world.add_bot(token, user)
        app.world.commit()
    server = SimulatorServer(app, host=given.host, port=given.port)
    sys.stdout.write(f"{server.address}\n")
    sys.stdout.flush()
    asyncio.run(server.serve_until_stopped())


if __name__ == "__main__":
    main()
