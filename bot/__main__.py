"""`python -m bot`: the commands. Each imports what it needs when it runs, so that `--help` is quick."""

from bot.commands import app

if __name__ == "__main__":
    app()
