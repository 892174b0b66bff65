"""What every test may ask for: a real PostgreSQL, and fresh databases in it.

`postgres`           the embedded server, started once a session
`new_database`       a function that returns the address of a fresh, migrated database of the service
`database_url`       one such database for one test
`empty_database`     a function that returns the address of a database with nothing in it

A fresh database is a copy of a migrated template, which takes a twentieth of a second.
"""

import itertools
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from app.adapters.embedded_database import ADMIN, OWNER, DatabaseAddress, EmbeddedDatabase
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService, running

_TEMPLATE = "template_filing"
_LIMITS = {
    "FILING_RATE_CLIENT_PER_MINUTE": "1000000",
    "FILING_RATE_ACCOUNT_PER_MINUTE": "1000000",
    "FILING_RATE_SMS_TRIES_PER_MINUTE": "1000000",
}
# The domain is covered by tests of its own and of the forms that are made from it. Measuring all others, line by line,
# would take a third of their time and show nothing.
_MEASURED = ("tests/domain/", "tests/rules/", "tests/routers/test_forms.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure the coverage of the domain where it is tested, and first: what is worked out once is then worked out."""
    items.sort(key=lambda item: not item.nodeid.startswith(_MEASURED))
    for item in items:
        if not item.nodeid.startswith(_MEASURED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def postgres() -> Iterator[DatabaseAddress]:
    """The embedded server, its data in a folder that goes when the session ends."""
    with tempfile.TemporaryDirectory(prefix="filing-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        server = EmbeddedDatabase(Path(folder) / "data")
        try:
            yield server.start()
        finally:
            server.stop()


@pytest.fixture(scope="session", autouse=True)
async def paper_work_ends() -> AsyncIterator[None]:
    """End the process that works on papers for the worlds of tests, if one of them needed it."""
    yield
    world = sys.modules.get("tests.usecases.a_world")
    if world is not None:
        await world.PAPER_WORK.close()


@pytest.fixture(scope="session")
def empty_database(postgres: DatabaseAddress) -> Callable[[], str]:
    """Make a database with nothing in it and return its address."""
    numbers = itertools.count(1)

    def make() -> str:
        return _created(postgres, f"empty_{next(numbers)}", template="template0")

    return make


@pytest.fixture(scope="session")
async def migrated_template(postgres: DatabaseAddress) -> str:
    """Migrate one database, which the others are copied from; return its name."""
    from app.storage.migrations import upgrade

    await upgrade(_created(postgres, _TEMPLATE, template="template0"))
    return _TEMPLATE


@pytest.fixture(scope="session")
def new_database(postgres: DatabaseAddress, migrated_template: str) -> Callable[[], str]:
    """Make a fresh, migrated database of the service and return its address."""
    numbers = itertools.count(1)

    def make() -> str:
        return _created(postgres, f"test_{next(numbers)}", template=migrated_template)

    return make


@pytest.fixture
def database_url(postgres: DatabaseAddress, new_database: Callable[[], str]) -> Iterator[str]:
    """One fresh, migrated database, dropped after the test."""
    url = new_database()
    yield url
    name = url.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(postgres.dsn("postgres", user=ADMIN), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _created(postgres: DatabaseAddress, name: str, *, template: str) -> str:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    with psycopg.connect(postgres.dsn("postgres", user=ADMIN), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)))
    return postgres.dsn(name)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The whole service in processes of its own, started once a session; limits high enough for tests."""
    with _a_service({"FILING_RECOGNITION": "auto", "FILING_AUTHENTICITY": "person"}) as started:
        yield started


@pytest.fixture(scope="session")
def judging_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Another one, in which a machine looks at faces: that takes a second of a processor for each."""
    with _a_service({"FILING_AUTHENTICITY": "measured"}) as started:
        yield started


@contextmanager
def _a_service(environment: Mapping[str, str]) -> Iterator[RunningService]:
    with (
        tempfile.TemporaryDirectory(prefix="filing-run-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), {**_LIMITS, **environment}) as started,
    ):
        yield started


@pytest.fixture(scope="session")
def client(service: RunningService) -> dict[str, str]:
    """An API client with every scope."""
    return service.client("tests", SCOPES)


@pytest.fixture
def a_case(service: RunningService, client: dict[str, str]) -> Callable[..., FilingCase]:
    """Make a filing case: an applicant with numbers of their own."""
    return lambda who="enterprise": FilingCase(service, client, who=who)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which tests in a browser did not run, and what they lack."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = [report for report in skipped if "tests/browser/" in report.nodeid]
    if not left_out:
        return
    terminalreporter.section("LEFT OUT: tests in a browser", sep="!", red=True, bold=True)
    for report in left_out:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        terminalreporter.line(f"{report.nodeid}: {reason}", red=True)
    terminalreporter.line(f"{len(left_out)} tests were left out; the phone's page is not tested by this run.", red=True)
