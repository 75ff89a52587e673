"""The file system behind an address, and its faults in our words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unequal.errors import EnvironmentFault, InputError, UnequalError, did_you_mean, shown

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://\S")
_SECRETS = re.compile(r"(?<=://)[^/\s]*@|\?\S*")  # user and password, and what is signed into a query


def is_address(text: str) -> bool:
    """Whether a text is an address for fsspec and not a path of this machine.

    >>> is_address("s3://clients/acme"), is_address("/clients/acme"), is_address("acme")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


def without_secrets(text: str) -> str:
    """Return a text with what must not be shown taken out of its addresses.

    >>> without_secrets("ftp://ann:pass@host/acme?sig=1")
    'ftp://host/acme'
    """
    return _SECRETS.sub("", text)


@contextmanager
def reached(address: str) -> Iterator[tuple[Any, str]]:
    """Give the file system of an address and the path in it; whatever goes wrong in the block is told in our words.

    Raises:
        InputError: There is nothing there, or no such kind of address.
        EnvironmentFault: A package is missing, a permission is, or the other side does not answer.
    """
    told = without_secrets(address)
    try:
        system, path = _opened(address)
        system.invalidate_cache()  # a listing kept from an hour ago would show files that are gone
        yield system, path.rstrip("/")
    except UnequalError:
        raise
    except FileNotFoundError as fault:
        found = f"There is nothing at {told}."
        raise InputError(found, mend="Correct the address, or put there what it should hold.") from fault
    except PermissionError as fault:
        mend = "Give yourself access there; credentials are looked for where the tools of that storage keep them."
        raise EnvironmentFault(f"No permission for {told}.", mend=mend) from fault
    except Exception as fault:  # each kind of storage raises classes of its own, which we cannot import
        said = without_secrets(str(fault).strip().partition("\n")[0]) or type(fault).__name__
        mend = "Look whether the address is right, the network is there and your credentials hold; then run again."
        raise EnvironmentFault(f"{told} cannot be reached: {said[:200]}.", mend=mend) from fault


def _opened(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs
    from fsspec.registry import known_implementations

    scheme = address.partition("://")[0]
    try:
        return url_to_fs(address)
    except ImportError as fault:
        package = str(known_implementations.get(scheme, {}).get("class", "")).partition(".")[0]
        if package in ("", "fsspec"):
            found = f"{scheme}:// cannot be used: {fault}."
            raise EnvironmentFault(found, mend="Install what it names, beside unequal.") from fault
        found = f"{scheme}:// needs the package {package}."
        raise EnvironmentFault(found, mend=f"pip install '{package}'") from fault
    except ValueError as fault:
        if scheme in known_implementations:
            raise
        found = f"{shown(scheme)} is no kind of address that is known.{did_you_mean(scheme, known_implementations)}"
        raise InputError(found, mend="Write a path of this machine, or an address such as s3://bucket/acme.") from fault
