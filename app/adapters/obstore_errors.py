"""obstore's errors as those of the `ObjectStore` port."""

from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

from app.ports.object_store import ObjectMissing, ObjectStoreUnavailable


@contextmanager
def translated(key: str) -> Iterator[None]:
    """Turn whatever the store failed with into `ObjectStoreUnavailable`."""
    try:
        yield
    except (BaseError, OSError) as error:
        # obstore gives its own errors from most calls and OSError from writers.
        raise ObjectStoreUnavailable(key, f"the store failed ({type(error).__name__})") from error


@contextmanager
def found(key: str) -> Iterator[None]:
    """The same, and `ObjectMissing` where the store says that there is nothing."""
    try:
        with translated(key):
            yield
    except ObjectStoreUnavailable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise ObjectMissing(key, "is not there") from error
        raise
