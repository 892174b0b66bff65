"""`python -m authority_sandbox`: start the sandbox on a port of this machine."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

import uvicorn

from authority_sandbox.main import create_app
from authority_sandbox.settings import PREFIX, SettingsError, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; a wrong setting ends it at once with status 2 and the setting's name."""
    parser = argparse.ArgumentParser(prog="authority_sandbox", description=__doc__)
    for name in ("database-url", "port", "callback-url"):
        parser.add_argument(f"--{name}", help=f"else {PREFIX}{name.upper().replace('-', '_')}")
    parser.epilog = f"Secrets come from the environment alone: {PREFIX}SECRET and {PREFIX}CALLBACK_SECRET."
    given = vars(parser.parse_args(arguments))
    try:
        settings = read_settings(given, os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # httpx would log addresses and uvicorn query strings, which may hold a phone number.
    logging.basicConfig(level=logging.WARNING)
    uvicorn.run(create_app(settings), host="127.0.0.1", port=settings.port, access_log=False, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
