"""Parameters of a notebook against what its parameters cell declares."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable
from typing import Any

from unequal.errors import did_you_mean, shown

from .entries import Said
from .faults import Faults
from .kinds import is_finite, plain
from .known import Declared

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET_WORDS = frozenset({"password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "credential"})
_SECRET_ENDS = ("api_key", "private_key", "access_key", "secret_key", "credentials")


def looks_secret(name: str) -> bool:
    """Whether a parameter is named as secrets are.

    >>> [name for name in ("api_key", "dbPassword", "max_tokens", "account_key") if looks_secret(name)]
    ['api_key', 'dbPassword']
    """
    small = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return bool(_SECRET_WORDS & set(small.split("_"))) or small.endswith(_SECRET_ENDS)


def good_parameters(said: Iterable[Said], declared: Declared | None, faults: Faults) -> dict[str, Any]:
    """Return the parameters that a notebook takes; the others are noted.

    Args:
        said: What the item says. A default of the manifest is only meant for notebooks that declare it.
        declared: What the notebook declares; None where it cannot be looked at from here.
        faults: Where faults are noted.
    """
    found: dict[str, Any] = {}
    for one in said:
        name = str(one.path[-1])
        if one.value is None or not _is_good_name(name, one, faults):
            continue
        if declared is None or declared.open:
            value = plain(one.value)
        elif name in declared.kinds:
            value = plain(declared.kind_of_cell(name).of_cell(one.value) if one.cell else one.value)
            if not declared.kinds[name].takes(value):
                _note(name, f"expected {declared.kinds[name]}", one, faults, mend=f"give {declared.kinds[name]}")
                continue
        else:
            if not one.layer.shared:
                _note_unknown(name, one, declared, faults)
            continue
        if is_finite(value):
            found[name] = value
        else:
            _note(name, "expected a finite number", one, faults, mend="give a finite number")
    return found


def _is_good_name(name: str, one: Said, faults: Faults) -> bool:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        says = f"parameters: {shown(name)} is no name that Python knows"
        mend = "use letters, digits and underscores, and no word of the language"
        faults.add("parameter-unknown", one.name_place, says, mend=mend)
        return False
    if looks_secret(name):
        says = f"parameters.{name}: this looks like a secret, and what a batch is given stands in its books"
        mend = f'take it out, and read it in the notebook: os.environ["{name.upper()}"]'
        faults.add("secret", one.name_place, says, mend=mend)
        return False
    return True


def _note(name: str, says: str, one: Said, faults: Faults, *, mend: str) -> None:
    faults.add("parameter-wrong", one.place, f"parameters.{name}: {says}", mend=mend, value=one.value)


def _note_unknown(name: str, one: Said, declared: Declared, faults: Faults) -> None:
    if not declared.kinds:
        says = f"parameters.{name}: the notebook has no cell tagged parameters that declares one"
        faults.add("parameter-unknown", one.name_place, says, mend='tag the cell that sets it "parameters"')
        return
    says = f"parameters.{name}: the notebook declares no such parameter.{did_you_mean(name, declared.kinds)}"
    faults.add("parameter-unknown", one.name_place, says, mend=f"use one of {', '.join(declared.kinds)}")


def note_idle(one: Said, names: Collection[str], faults: Faults) -> None:
    """Note a parameter of the defaults that no notebook of the manifest declares: mostly it is misspelt."""
    name = str(one.path[-1])
    if name not in names and _NAME.fullmatch(name) and not looks_secret(name):
        says = f"parameters.{name}: no notebook of this manifest declares it.{did_you_mean(name, names)}"
        faults.add("parameter-unknown", one.name_place, says, mend="correct its name, or take it out")
