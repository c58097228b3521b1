"""`demo`: the whole product on one page, without a token."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.outcome import finish


def demo(
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Forget the last demo and start over.")] = False,
    host: Annotated[str, typer.Option(help="Where the page listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Taken if free, else another one.")] = 8090,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its state.")] = Path("data/demo"),
) -> None:
    """Run the bot, a sample school and a page of phones on this machine."""
    from bot.demo.supervisor import Demo  # noqa: PLC0415 - heavy imports only when run
    from bot.demo.supervisor import reset as forget  # noqa: PLC0415

    if reset:
        forget(data)
    finish(Demo(folder=data, host=host, port=port).run())
