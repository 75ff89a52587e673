from __future__ import annotations

import json

from unequal.report import assemble, record, record_text


def test_the_record_is_the_union_of_the_blocks_sorted(document):
    made = record(document)
    assert [one["code"] for one in made["findings"]] == [
        *("memo.focus", "memo.give_up", "runway.cash", "runway.wins_by_decision_date", "sales_cycle.big"),
        "sales_cycle.medians",
    ]
    assert [one["name"] for one in made["charts"]] == ["cash", "wins", "incidence", "schemes"]
    assert made["figures"]["runway.cash"]["estimate"] == 12
    assert "spec" not in made["charts"][0]
    assert made["charts"][0]["rows"]


def test_knobs_and_what_is_unavailable_are_recorded(document):
    made = record(document)
    assert made["knobs"] == {"runway": {"reserve_months": 2.0}}
    assert list(made["unavailable"]) == ["experience"]


def test_order_of_notebooks_does_not_change_the_record(run, notebooks, document):
    assert record_text(assemble(run, list(reversed(notebooks)))) == record_text(document)


def test_a_finding_shown_twice_is_recorded_once(run, notebooks, document):
    runway = dict(notebooks)["runway"]
    runway.cells.append(runway.cells[2])
    assert record_text(assemble(run, notebooks)) == record_text(document)


def test_text_is_sorted_utf8_with_lf(document):
    text = record_text(document)
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    assert "\r" not in text
    assert "€" in text


def test_brand_and_timings_are_no_part_of_the_record(run, notebooks, document):
    changed = {**run, "timings": {"html": 9.0}, "versions": {}, "brand": None}
    assert record_text(assemble(changed, notebooks)) == record_text(document)
