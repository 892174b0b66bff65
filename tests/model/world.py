"""A running service with providers that differ, and for each the clients that play its backend and its reviewers."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.model.contract import Provider
from tests.play.running_service import SCOPES, Caller, RunningService, running

PROVIDERS = (
    Provider("default"),
    Provider("desk", by_specialist=True, second_look=True, by_post=True, unchanged_is_reviewed=True),
    Provider("straight", straight_on=True),
)
_PROFILES = {
    "desk": """\
id: desk
title: {zh: 专人审核的接入商, en: A provider with specialists}
citations: [{title: 某接入商 备案须知, section: 备案流程}]
values: {handover: by_specialist, second_look: [first_filing], posted_materials: when_asked, after_sms: first_review}
""",
    "straight": """\
id: straight
title: {zh: 不经初审的接入商, en: A provider without a first review}
citations: [{title: 某接入商 备案须知, section: 备案流程}]
values: {sent_straight_on: [first_filing]}
""",
}
_ENVIRONMENT = {
    "FILING_AUTHENTICITY": "person",
    "FILING_RATE_CLIENT_PER_MINUTE": "1000000",
    "FILING_RATE_ACCOUNT_PER_MINUTE": "1000000",
    "FILING_RATE_SMS_TRIES_PER_MINUTE": "1000000",
}
# One process for all: most of what a command takes is its start.
_COMMANDS = """
import json, sys
from app.cli import app
for words in json.loads(sys.argv[1]):
    app(words, standalone_mode=False)
"""

Client = dict[str, str]


@dataclass(frozen=True)
class Tenant:
    """A provider with its backend, which is one reviewer too, and a colleague, who can do nothing else."""

    provider: Provider
    backend: Client
    colleague: Client


@dataclass(frozen=True)
class World:
    """What every order of a run lives in."""

    service: RunningService
    tenants: dict[str, Tenant]
    certificates: set[str] = field(default_factory=set)
    """Those of everybody who came."""

    @cached_property
    def strangers(self) -> dict[str, Caller]:
        """For each provider an applicant who has nothing to do with any order."""
        return {name: self._stranger(tenant) for name, tenant in self.tenants.items()}

    @cached_property
    def reviewers(self) -> dict[str, Caller]:
        """For each provider one of its reviewers."""
        return {name: self.service.caller(tenant.colleague) for name, tenant in self.tenants.items()}

    def reviewer_elsewhere(self, provider: Provider) -> Caller:
        """A reviewer of another provider."""
        return self.reviewers["default" if provider.name != "default" else "desk"]

    def _stranger(self, tenant: Tenant) -> Caller:
        backend = self.service.caller(tenant.backend)
        body = {"external_id": "a-stranger", "phone": "13900000000", "real_name_verified": True}
        account = backend.ok(backend.post("/v1/accounts", body))["id"]
        session = backend.ok(backend.post(f"/v1/accounts/{account}/sessions"))
        return Caller(self.service.http, session["access_token"])


@contextmanager
def a_world() -> Iterator[World]:
    """Run a service of its own: its time goes on by years."""
    with tempfile.TemporaryDirectory(prefix="filing-model-", ignore_cleanup_errors=True) as name:
        profiles = Path(name) / "profiles"
        profiles.mkdir()
        for profile, text in _PROFILES.items():
            (profiles / f"{profile}.yaml").write_text(text, encoding="utf-8")
        with running(Path(name) / "run", {**_ENVIRONMENT, "FILING_PROFILES_DIR": str(profiles)}) as service:
            yield World(service, _tenants(service))


def _tenants(service: RunningService) -> dict[str, Tenant]:
    commands: list[list[str]] = []
    for number, provider in enumerate(PROVIDERS):
        chosen = [] if provider.name == "default" else ["--provider", provider.name]
        if chosen:
            new = ["providers", "create", provider.name, "--number", f"99066{number}", "--profile", provider.name]
            commands.append(new)
        commands.append(["clients", "create", "backend", *_scopes(SCOPES), *chosen])
        commands.append(["clients", "create", "colleague", *_scopes(["reviews", "pii:read"]), *chosen])
    printed = iter([one for one in _run(service, commands) if "client_secret" in one])
    return {provider.name: Tenant(provider, next(printed), next(printed)) for provider in PROVIDERS}


def _scopes(scopes: list[str]) -> list[str]:
    return [word for scope in scopes for word in ("--scope", scope)]


def _run(service: RunningService, commands: list[list[str]]) -> list[Client]:
    done = subprocess.run(
        [sys.executable, "-c", _COMMANDS, json.dumps(commands)],
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
