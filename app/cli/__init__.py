"""The command `filing`.

Commands import what they need when they run, so that `filing --help` and `filing settings` answer at once and work
even where a part of the service can't be loaded.
"""

import sys

import typer

from app.cli import documents, processes, record_commands, rule_commands, tenants

app = typer.Typer(
    name="filing",
    help="An open ICP filing service: run it, try it, look after it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
processes.add_to(app)
tenants.add_to(app)
documents.add_to(app)
rule_commands.add_to(app)
record_commands.add_to(app)


def main() -> None:
    """Run the command; what the operator can put right is one line on stderr and exit status 2."""
    from app.cli.failures import explained

    try:
        app()
    except Exception as error:
        message = explained(error)
        if message is None:
            raise
        sys.stderr.write(f"filing: {message}\n")
        raise SystemExit(2) from error
