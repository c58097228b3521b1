"""The command line (Typer)."""

import typer

from bot.commands import backup, codes, demo, doctor, keys, migrate, run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # a rich traceback shows local variables, and with them children's data
    pretty_exceptions_enable=False,
    help="The school diary in the parent's chat.",
)
app.command("run")(run.run)
app.command("demo")(demo.demo)
app.add_typer(codes.app, name="codes")
app.add_typer(keys.app, name="keys")
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("migrate")(migrate.migrate)
