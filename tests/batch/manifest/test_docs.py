"""The page about manifests and the sample manifest say what is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unequal.batch.manifest import MANIFEST_CODES, Limits, read_manifest
from unequal.batch.manifest.schema import BatchLimitKeys, Defaults, GateKeys, ItemKeys, LimitKeys, ManifestKeys

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```(toml|csv|json)\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture(autouse=True)
def companies(desk) -> None:
    for name in ("clients/harbor", "clients/acme", "clients/beta"):
        desk.company(name, downside="")
    desk.notebook("survey.ipynb")


@pytest.mark.parametrize(
    ("kind", "ending", "ids"),
    [
        pytest.param("toml", "toml", [
            "acme", "beta", "harbor", "harbor-runway-wins-needed-2", "harbor-downside-runway-wins-needed-2",
            "harbor-runway-wins-needed-3", "harbor-downside-runway-wins-needed-3", "survey",
        ], id="toml"),
        pytest.param("csv", "csv", ["acme", "acme-downside", "beta"], id="csv"),
        pytest.param("json", "jsonl", ["acme", "beta-downside"], id="jsonl"),
    ],
)  # fmt: skip
def test_the_examples_load(desk, kind: str, ending: str, ids: list[str]) -> None:
    assert desk.ids(EXAMPLES[kind], f"june.{ending}") == ids


@pytest.mark.parametrize("model", [ManifestKeys, Defaults, ItemKeys, LimitKeys, BatchLimitKeys, GateKeys])
def test_the_page_names_every_key(model) -> None:
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`+[^`]+`+", PAGE))))
    assert set(model.model_fields) - named == set()


def test_the_page_says_the_limits_in_force() -> None:
    said = {name: float(value) for name, value in re.findall(r"`(\w+)`[a-z ]* \((\d+)\)", PAGE)}
    assert {name: said[name] for name in LimitKeys.model_fields} == Limits().as_json()


def test_the_sample_manifest_loads() -> None:
    batch = read_manifest(ROOT / "batches" / "sample.toml")
    assert [item.id for item in batch.items] == ["harbor", "harbor-downside", "lantern", "fernhill", "quarry"]
    assert len(batch.gates) == 1


def test_every_code_that_is_used_is_explained() -> None:
    sources = (ROOT / "src/unequal/batch/manifest").glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "codes.py")
    used = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text)) & set(MANIFEST_CODES) | {"secret"}
    added = set(re.findall(r'(?:add\(|code, what = path\.is_\w+\(\), )\s*"([a-z-]+)"', text))
    assert added <= set(MANIFEST_CODES)
    assert set(MANIFEST_CODES) == used
