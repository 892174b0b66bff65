"""A second database in a server that we were given."""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import errors, sql


class SiblingDatabaseError(Exception):
    """The second database is not there and can't be made."""


def ensure_sibling(existing_url: str, wanted_url: str) -> None:
    """Make the database of `wanted_url` over a connection to `existing_url`, unless it is there already."""
    name = unquote(urlsplit(wanted_url).path.lstrip("/"))
    try:
        psycopg.connect(wanted_url, connect_timeout=10).close()
    except psycopg.OperationalError as missing:
        try:
            with psycopg.connect(existing_url, connect_timeout=10, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except errors.DuplicateDatabase:
            raise SiblingDatabaseError(f"the database {name} can't be opened: {missing}") from missing
        except psycopg.Error as error:
            message = f"the database {name} of the authority sandbox can't be made: {str(error).strip()}"
            raise SiblingDatabaseError(message) from error
