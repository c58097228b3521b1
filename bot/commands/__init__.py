"""The command line (Typer)."""

import typer

from bot.commands.audit import audit
from bot.commands.backup import backup
from bot.commands.codes import app as codes
from bot.commands.consent import app as consent
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.import_files import import_files
from bot.commands.keys import app as keys
from bot.commands.migrate import migrate
from bot.commands.run import run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # a rich traceback shows local variables, and with them children's data
    pretty_exceptions_enable=False,
    help="The school diary in the parent's chat.",
)
app.command("run")(run)
app.command("demo")(demo)
app.command("import")(import_files)
app.add_typer(codes, name="codes")
app.add_typer(consent, name="consent")
app.add_typer(keys, name="keys")
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("audit")(audit)
app.command("migrate")(migrate)
