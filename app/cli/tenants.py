"""Commands about providers (tenants), their API clients and keys."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer

from app.cli.processes import read_settings

clients = typer.Typer(help="API clients of a provider.", no_args_is_help=True)
providers = typer.Typer(help="Providers (tenants).", no_args_is_help=True)
keys = typer.Typer(help="Keys of the service.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the groups."""
    app.add_typer(clients, name="clients")
    app.add_typer(providers, name="providers")
    app.add_typer(keys, name="keys")


def _print(result: object) -> None:
    sys.stdout.write(f"{json.dumps(result, ensure_ascii=False)}\n")


@clients.command("create")
def create_client(
    name: Annotated[str, typer.Argument(help="what the client is called in lists")],
    scope: Annotated[list[str], typer.Option(help="what it may do; several times")],
    provider: Annotated[str, typer.Option(help="the provider it belongs to")] = "default",
) -> None:
    """Make a client and print its id and secret, the secret this once."""
    _print(asyncio.run(_create_client(name, scope, provider)))


async def _create_client(name: str, scopes: list[str], provider_name: str) -> dict[str, str]:
    from app.domain.callers import Scope
    from app.stack.local import local
    from app.usecases import clients as use_cases
    from app.usecases import providers as provider_use_cases
    from app.wiring import build

    unknown = [scope for scope in scopes if scope not in {known.value for known in Scope}]
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}; there are {', '.join(Scope)}", param_hint="--scope")
    with local(read_settings()) as settings:
        async with build(settings) as runtime:
            if provider_name == "default":
                await provider_use_cases.ensure_default(runtime, settings.profile)
            provider = await provider_use_cases.named(runtime, provider_name)
            if provider is None:
                raise typer.BadParameter(f"no provider {provider_name!r}; see `filing providers list`")
            made = await use_cases.create(runtime, provider, name, scopes)
    return {"client_id": made.client_id, "client_secret": made.client_secret}


@providers.command("create")
def create_provider(
    name: Annotated[str, typer.Argument(help="its name, unlike all others")],
    number: Annotated[str, typer.Option(help="the number under which the authority knows it")],
    profile: Annotated[str, typer.Option(help="its profile")] = "national",
) -> None:
    """Add a provider."""
    _print(asyncio.run(_create_provider(name, number, profile)))


async def _create_provider(name: str, number: str, profile: str) -> dict[str, str]:
    from app.stack.local import local
    from app.usecases import providers as use_cases
    from app.wiring import build

    with local(read_settings()) as settings:
        async with build(settings) as runtime:
            try:
                made = await use_cases.create(runtime, name, number, profile)
            except use_cases.ProviderNameTakenError as error:
                raise typer.BadParameter(f"a provider {name!r} exists") from error
            except use_cases.UnknownProfileError as error:
                known = ", ".join(sorted(runtime.profiles))
                raise typer.BadParameter(f"no profile {profile!r}; there are {known}") from error
    return {"id": made.id, "name": made.name, "number": made.number, "profile": made.profile}


@providers.command("list")
def list_providers() -> None:
    """Print every provider, one JSON object a line."""
    for line in asyncio.run(_list_providers()):
        _print(line)


async def _list_providers() -> list[dict[str, str]]:
    from app.stack.local import local
    from app.usecases import providers as use_cases
    from app.wiring import build

    with local(read_settings()) as settings:
        async with build(settings) as runtime:
            return [
                {"id": known.id, "name": known.name, "number": known.number, "profile": known.profile}
                for known in await use_cases.listed(runtime)
            ]


@keys.command("new")
def new_keys() -> None:
    """Print a fresh keyring for FILING_KEYS; keep it as you keep the data, for without it they can't be read."""
    from app.adapters.keyring_text import new_keyring
    from app.adapters.system_secrets import SystemSecrets

    sys.stdout.write(new_keyring(SystemSecrets()))


@keys.command("rewrap")
def rewrap_keys() -> None:
    """Bring every stored file under the active master key, without encrypting it again; may be broken off and repeated.

    Prints how many files' keys were wrapped again, how many were so already, and what could not be done. Status 1 where
    a key is damaged, or under a master key that is not in the keyring.
    """
    done = asyncio.run(_rewrap_keys())
    _print(done)
    raise SystemExit(1 if done["unreadable"] else 0)


async def _rewrap_keys() -> dict[str, Any]:
    from app.stack.local import local
    from app.wiring import build

    with local(read_settings()) as settings:
        async with build(settings) as runtime:
            done = await runtime.objects.rewrap(runtime.clock.real_now())
    return {
        "active": done.active,
        "rewrapped": done.rewrapped,
        "already": done.already,
        "without_file": done.without_file,
        "unreadable": done.unreadable,
        "of_version_1": dict(done.of_version_1),
    }
