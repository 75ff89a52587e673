"""The files of a workspace that a report can depend on.

Of ``data/`` everything that lies directly in it counts, used by a table or not: which file is which table is decided by
these names, run.json lists the names that belong to none, and a workspace's data are a few megabytes. Files that a
table's ``source`` names count wherever they lie. Of a folder in ``data/`` only the name is ever looked at. A table in a
database has no part, since a report refuses it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from unequal.errors import InputError
from unequal.kernels.notebooks import notebooks_for
from unequal.shipped import shipped
from unequal.workspace.document import Document, Documents
from unequal.workspace.folder import SCENARIOS, brand_in, find_folder, notes_in, read_documents, scenario_names
from unequal.workspace.sources import DATA, FILE, named_sources

from .state import state_of

ANALYSIS = re.compile(r"^\d\d_(\w+)$")


def states_in(folder: Path, scenario: str) -> dict[str, str]:
    """Return the state of each file that a report of a workspace depends on, by its name in the workspace.

    Args:
        folder: The workspace.
        scenario: The scenario in force.

    Raises:
        InputError: There is no such workspace or scenario, or its TOML cannot be read.
        EnvironmentFault: A folder may not be listed.
        OSError: The folder vanished while it was read.
    """
    here = find_folder(folder)
    documents = read_documents(here, scenario)
    named = (*_configuration(here), *_data(here, documents), *_words_and_brand(here))
    states = {name: state_of(here / name, here) for name in named}
    states |= {f"notebook {path.name}": state_of(path) for path in _notebooks(here)}  # run wherever a link leads
    find_folder(here)  # a folder that is gone by now is said to be gone, not to lack all its files
    return states


def _configuration(folder: Path) -> Iterator[str]:
    """Yield every scenario, too: a report of one is compared with the others."""
    if (folder / FILE).is_file():
        yield FILE
    yield from (f"{SCENARIOS}/{name}.toml" for name in scenario_names(folder))


def _data(folder: Path, documents: Documents) -> Iterator[str]:
    for path in (folder / DATA).iterdir() if (folder / DATA).is_dir() else ():
        yield f"{DATA}/{path.name}"
    for document in (documents.base, *_scenarios(folder)):
        for source in named_sources(document).values():
            if "://" not in source:
                yield PurePosixPath(source).as_posix()


def _scenarios(folder: Path) -> Iterator[Document]:
    """Yield the scenarios that can be read; one that cannot is left out of the comparison."""
    for name in scenario_names(folder):
        with contextlib.suppress(InputError):
            found = read_documents(folder, name).scenario
            if found is not None:
                yield found


def _words_and_brand(folder: Path) -> Iterator[str]:
    for path in notes_in(folder).values():
        yield path.relative_to(folder).as_posix()
    brand = brand_in(folder)
    if brand is not None:
        yield brand.name
        yield from _named_by(brand, folder)


def _notebooks(folder: Path) -> list[Path]:
    """Return the shipped notebooks with the company's own in their place, of every analysis, whether it has data."""
    names = (ANALYSIS.match(path.stem) for path in shipped("notebooks").glob("*.ipynb"))
    return [one.path for one in notebooks_for(folder, [name[1] for name in names if name])]


def _named_by(brand: Path, folder: Path) -> Iterator[str]:
    """Yield the files beside a brand that any text of it names, so logo and fonts whatever key they stand under."""
    with contextlib.suppress(OSError):
        for text in _texts(brand.read_bytes()):
            name = PurePosixPath(text).as_posix()
            with contextlib.suppress(OSError, ValueError):  # a text too long, or with a NUL, names no file
                if (folder / name).is_file():
                    yield name


@lru_cache(maxsize=64)  # the clients of one consultant share a brand
def _texts(yaml: bytes) -> frozenset[str]:
    """Return every text in a YAML file, as far as it can be read; its aliases are not followed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.tokens import ScalarToken

    found: set[str] = set()
    with contextlib.suppress(YAMLError, UnicodeDecodeError):
        found.update(one.value for one in YAML(typ="safe", pure=True).scan(yaml) if isinstance(one, ScalarToken))
    return frozenset(found)
