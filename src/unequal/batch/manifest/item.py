"""What a batch is made of, once its manifest has been read and expanded.

A manifest is short and written by hand; an item is whole and stands alone. Nothing in an item depends on another one,
on the folder somebody stands in, or on the file that it was written in, so one can be repeated by itself and handed to
another process as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one item may take; None is no limit.

    Attributes:
        cell_seconds: Time of one cell.
        notebook_seconds: Time of one notebook.
        report_seconds: Time of the whole item.
        memory_mb: Memory of one kernel, MiB.
        output_mb: What one notebook may print, MB.
    """

    cell_seconds: float | None = 300
    notebook_seconds: float | None = 900
    report_seconds: float | None = 1800
    memory_mb: int | None = 4096
    output_mb: float | None = 20

    def as_json(self) -> dict[str, Any]:
        """Return the limits as JSON can hold them.

        >>> Limits.from_json(Limits(memory_mb=None).as_json()) == Limits(memory_mb=None)
        True
        """
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Limits:
        """Return the limits that `as_json` wrote."""
        return cls(**content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report, or one notebook, to make.

    Attributes:
        id: Stable slug, unique in its batch: a letter or digit, then at most 79 letters, digits and hyphens.
        workspace: Folder of the company, an absolute path or an fsspec address; None for an item that is only a
            notebook.
        notebook: Anybody's notebook, an absolute path or an address; exclusive with `workspace`.
        parameters: What `notebook` is given for its parameters cell.
        as_of: Day to look from, ISO; None: the workspace's own.
        scenario: A name in the workspace's `scenarios` folder, or ``base``.
        knobs: Knobs of the manifest, by analysis.
        given: Knobs of the command line, by analysis; they count before `knobs`.
        into: Slug of a folder below the output folder, so that two reports of one company and day do not meet; may be
            empty.
        tags: Words to select by.
        limits: How much it may take.
        retries: How often it is tried again after a dead kernel or a time limit; never after an error in a cell or
            refused data.
    """

    id: str
    workspace: str | None
    notebook: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    as_of: str | None = None
    scenario: str = "base"
    knobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    into: str = ""
    tags: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    retries: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the item as JSON can hold it; `from_json` makes the same item of it.

        >>> item = Item(id="harbor", workspace="/clients/harbor", tags=("eu",))
        >>> Item.from_json(item.as_json()) == item
        True
        """
        return {
            "id": self.id,
            "workspace": self.workspace,
            "notebook": self.notebook,
            "parameters": dict(self.parameters),
            "as_of": self.as_of,
            "scenario": self.scenario,
            "knobs": {analysis: dict(values) for analysis, values in self.knobs.items()},
            "given": {analysis: dict(values) for analysis, values in self.given.items()},
            "into": self.into,
            "tags": list(self.tags),
            "limits": self.limits.as_json(),
            "retries": self.retries,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Item:
        """Return the item that `as_json` wrote."""
        fields = dict(content)
        fields["tags"] = tuple(fields.get("tags", ()))
        fields["limits"] = Limits.from_json(fields.get("limits", {}))
        return cls(**fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition on findings under which a batch that went well still ends with exit code 10.

    Attributes:
        name: What the sentence about it calls it.
        finding: A finding's code, or ``analysis.code``.
        verdicts: Verdicts that trip it.
        below: It trips when the finding's estimate is below this.
        above: It trips when the finding's estimate is above this.
        level: How loudly to say it.
    """

    name: str
    finding: str
    verdicts: tuple[str, ...] = ()
    below: float | None = None
    above: float | None = None
    level: Literal["caution", "stop"] = "stop"

    def as_json(self) -> dict[str, Any]:
        """Return the gate as JSON can hold it.

        >>> gate = Gate(name="cash", finding="runway.fits", verdicts=("stop",))
        >>> Gate.from_json(gate.as_json()) == gate
        True
        """
        return {**asdict(self), "verdicts": list(self.verdicts)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Gate:
        """Return the gate that `as_json` wrote."""
        return cls(**{**content, "verdicts": tuple(content.get("verdicts", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A manifest, read and expanded.

    Attributes:
        name: As the manifest says it, or the name of its file.
        id: Slug of the name and eight hex digits of the hash of its items: the same manifest, the same id.
        items: What to make, in the order of the manifest.
        gates: What to look at afterwards.
        source: The manifest, an absolute path.
        batch_seconds: Time limit of the whole batch; None: no limit.
    """

    name: str
    id: str
    items: tuple[Item, ...]
    gates: tuple[Gate, ...] = ()
    source: str = ""
    batch_seconds: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the batch as JSON can hold it.

        >>> batch = Batch(name="June", id="june-0a1b2c3d", items=(Item(id="harbor", workspace="/clients/harbor"),))
        >>> Batch.from_json(batch.as_json()) == batch
        True
        """
        return {
            "schema": "unequal.manifest/1",
            "name": self.name,
            "id": self.id,
            "source": self.source,
            "batch_seconds": self.batch_seconds,
            "items": [item.as_json() for item in self.items],
            "gates": [gate.as_json() for gate in self.gates],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Batch:
        """Return the batch that `as_json` wrote."""
        return cls(
            name=content["name"],
            id=content["id"],
            source=content.get("source", ""),
            batch_seconds=content.get("batch_seconds"),
            items=tuple(Item.from_json(item) for item in content["items"]),
            gates=tuple(Gate.from_json(gate) for gate in content.get("gates", ())),
        )
