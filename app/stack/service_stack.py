"""The supervisor of `filing serve` and `filing demo`."""

import dataclasses
import json
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from types import TracebackType

from app.adapters.embedded_database import DatabaseStartError, EmbeddedDatabase
from app.adapters.rapid_ocr import RapidOcrReader
from app.adapters.sibling_database import ensure_sibling
from app.settings import Mode, Settings
from app.settings.chosen_profile import profiles_with
from app.stack.children import Child, Program
from app.stack.data_folder import publish_authority, withdraw_authority
from app.stack.local import completed, environment

_READY_SECONDS = 90.0
_DEATHS_BEFORE_READY = 3
_EVERYWHERE = ("0.0.0.0", "::", "localhost", "127.0.0.1")  # noqa: S104 - compared with, not bound to


class StackError(Exception):
    """The stack did not come up; the message says which part and where its log is."""


class ServiceStack:
    """Database, migrations, service, worker and authority sandbox, from `__enter__` to `__exit__`.

    In production mode there is no embedded database and no sandbox. Use it from the main thread.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._given = settings
        self._say = say
        self._children: list[Child] = []
        self._database: EmbeddedDatabase | None = None
        self._listening: socket.socket | None = None
        self._published = False
        self.settings = settings

    def __enter__(self) -> "ServiceStack":
        """Start everything and wait until /readyz answers 200.

        Raises StackError, SettingsError for an unknown profile, and what the database raises.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything."""
        self.stop()

    @property
    def base_url(self) -> str:
        """Return the service's address as seen from this machine."""
        assert self._listening is not None
        host = self._given.host
        reached = "127.0.0.1" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
        return f"http://{reached}:{self._listening.getsockname()[1]}"

    def _start(self) -> None:
        # Here, since a child process would be tried again before it is believed.
        profiles_with(self._given.profile, self._given.profiles_dir)
        self._listening = _listen(self._given.host, self._given.port)
        if self._given.mode is Mode.SANDBOX:
            self._prepare_sandbox()
        self._migrate()
        for program in self._programs():
            child = Child(program, self._say)
            self._children.append(child)
            child.start()
        self._wait_until_ready()

    def _prepare_sandbox(self) -> None:
        if self._given.database_url is None:
            self._say("starting the embedded PostgreSQL (for trials and tests, never for real data)")
            self._database = EmbeddedDatabase(self._given.data_dir)
            self.settings = completed(self._given, self._database.start())
        else:
            self.settings = completed(self._given, None)
            ensure_sibling(self._given.database_url, self.settings.sandbox_database_url or "")

    def _migrate(self) -> None:
        self._say("bringing the database up to date")
        child = Child(self._program("migrate", "migrate"), self._say)
        child.start()
        assert child.process is not None
        try:
            status = child.process.wait()
        finally:
            child.stop(5.0)
        if status != 0:
            raise StackError(f"the migrations failed: see {child.program.log}\n{_tail(child.program)}")

    def _programs(self) -> tuple[Program, ...]:
        assert self._listening is not None
        parts: list[Program] = []
        if self.settings.mode is Mode.SANDBOX:
            parts.append(self._sandbox())
        listening = self._listening.fileno()
        api = [self._program("api", "api", "--fd", str(listening), keep_open=(listening,))]
        parts += [*api * self.settings.api_processes, self._program("worker", "worker")]
        if self.settings.recognition == "auto" and RapidOcrReader(self.settings.recognition_threads).is_installed():
            parts.append(self._program("recognition", "worker", "--queue", "recognition"))
        return tuple(parts)

    def _sandbox(self) -> Program:
        settings = self.settings
        port = settings.sandbox_port or _free_port()
        address = f"http://127.0.0.1:{port}"
        if self._given.authority_url is None:
            self.settings = settings = dataclasses.replace(settings, authority_url=address)
            publish_authority(settings.data_dir, address)
            self._published = True
        pair = {
            "AUTHORITY_SANDBOX_DATABASE_URL": settings.sandbox_database_url or "",
            "AUTHORITY_SANDBOX_PORT": str(port),
            "AUTHORITY_SANDBOX_CALLBACK_URL": f"{self.base_url}/v1/authority/callbacks",
            "AUTHORITY_SANDBOX_SECRET": settings.authority_secret or "",
            "AUTHORITY_SANDBOX_CALLBACK_SECRET": settings.authority_callback_secret or "",
        }
        plain = {name: value for name, value in os.environ.items() if not name.startswith("FILING_")}
        return Program("sandbox", [sys.executable, "-m", "authority_sandbox"], plain | pair, self._log("sandbox"))

    def _program(self, name: str, *arguments: str, keep_open: tuple[int, ...] = ()) -> Program:
        environ = dict(os.environ) | environment(self.settings)
        return Program(name, [sys.executable, "-m", "app.cli", *arguments], environ, self._log(name), keep_open)

    def _wait_until_ready(self) -> None:
        self._say("starting service, worker and authority sandbox")
        give_up = time.monotonic() + _READY_SECONDS
        # Of our own sandbox too: the first calls would be told that the authority is away.
        while not is_ready(f"{self.base_url}/readyz", with_authority=self._published):
            self.look_after()
            for child in self._children:
                if child.deaths >= _DEATHS_BEFORE_READY:
                    raise StackError(
                        f"{child.program.name} does not start: {child.program.log}\n{_tail(child.program)}"
                    )
            if time.monotonic() > give_up:
                raise StackError(f"{self.base_url}/readyz does not answer 200; see {self._log('api').parent}")
            time.sleep(0.1)

    def look_after(self) -> None:
        """Start again what died: the database first, since the others lean on it."""
        if self._database is not None and not self._database.is_running():
            self._say("the database ended; starting it again")
            try:
                self._database.revive()
            except DatabaseStartError as error:
                self._say(str(error))
        for child in self._children:
            child.look_after()

    def stop(self) -> None:
        """End everything: the service and the worker, then the sandbox, then the database. Harmless twice."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it behind
        try:
            for child in self._children:
                if child.program.name != "sandbox":
                    child.ask_to_stop()
            for child in reversed(self._children):  # the sandbox stands first and goes last: others may still ask it
                child.stop(15.0)
            self._children.clear()
            if self._published:
                withdraw_authority(self.settings.data_dir)
            if self._database is not None:
                self._database.stop()
            if self._listening is not None:
                self._listening.close()
        finally:
            signal.signal(signal.SIGINT, before)

    def _log(self, name: str) -> Path:
        folder = self.settings.data_dir / "logs"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"{name}.log"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        message = f"FILING_HOST={host} FILING_PORT={port} can't be listened on: {error.strerror}; choose another port"
        raise StackError(message) from error
    listening.listen(2048)
    return listening


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(url: str, *, with_authority: bool) -> bool:
    """Ask whether requests are served, and if it matters whether the authority's side answers too."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own http address
            told = json.loads(answer.read())
    except (OSError, HTTPException, ValueError):
        return False
    return bool(told["authority_gateway"]) or not with_authority


def _tail(program: Program) -> str:
    return "\n".join(program.log.read_text(errors="replace").splitlines()[-15:])
