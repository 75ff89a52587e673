"""summary.html: failures first, by root cause; text is text; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unequal.batch.manifest.item import Batch
from unequal.batch.run.order import Order
from unequal.batch.run.outcome import Outcome
from unequal.batch.run.results import Results
from unequal.batch.run.summary import as_summary, groups, headline
from unequal.report.brand import BADGES_BY_DAY, BADGES_BY_NIGHT, DAY, NIGHT

GATE = {"name": "Cash lasts", "level": "stop", "finding": "runway.decision_date", "says": "says stop. Too late."}
CSS = Path(__file__).parents[3] / "src" / "unequal" / "batch" / "run" / "summary.css"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \x1b[2J ]]> \u202eevil {{ 7 * 7 }} </style>"


def failure(name: str, cause: str = "No column.", **more) -> Outcome:
    given = {"status": "failed", "kind": "cell", "found": f"No column in {name}.", "cause": cause, "mend": "Name it."}
    return Outcome(**{"id": name, **given, **more})


def results(*outcomes: Outcome, **more) -> Results:
    return Results(id="june-0a1b2c3d", name="June", manifest="/batches/june.toml", outcomes=outcomes, **more)


def page(*outcomes: Outcome, out: Path = Path("reports"), **more) -> str:
    some = results(*outcomes, **more)
    return as_summary(some, Order(batch=Batch(name=some.name, id=some.id, items=()), out=out))


def texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_failures_are_grouped_by_root_cause_the_most_frequent_first() -> None:
    some = [failure("acme", "A"), failure("globex", "B"), failure("initech", "B"), Outcome(id="hooli", status="ok")]
    assert [(one.cause, [each.id for each in one.outcomes]) for one in groups(some)] == [
        ("B", ["globex", "initech"]),
        ("No column in acme.", ["acme"]),
    ]


def test_one_cause_of_two_kinds_is_two_groups() -> None:
    assert len(groups([failure("acme"), failure("globex", kind="render")])) == 2


def test_failures_come_before_gates_and_gates_before_all_items() -> None:
    html = page(Outcome(id="hooli", status="ok", gates=(GATE,)), failure("acme"))
    assert html.index('id="failed"') < html.index('id="gates"') < html.index('id="items"')


def test_a_failure_says_what_where_how_to_mend_it_and_how_to_repeat_it() -> None:
    again = "unequal retry reports/_batch/june-0a1b2c3d --select acme"
    shown = texts(page(failure("acme", notebook="07_runway.ipynb", cell=5, again=again, attempts=2)))
    for words in ("No column in acme.", "07_runway.ipynb , cell 5", "Name it.", again, "tried 2 times"):
        assert words.replace(" ,", ",") in shown.replace(" ,", ",")


def test_problems_name_their_place_and_long_lists_are_cut() -> None:
    row = {"code": "x", "says": "no date.", "mend": "Write one.", "file": "deals.csv", "line": 6, "value": "31.2."}
    shown = texts(page(failure("acme", problems=(row,) * 9)))
    assert shown.count("deals.csv, line 6:") == 6
    assert "and 3 more, in run_results.json" in shown


def test_a_problem_of_another_shape_is_shown_as_far_as_it_goes() -> None:
    assert "no date." in texts(page(failure("acme", problems=({"says": "no date.", "odd": 1},))))


def test_links_are_seen_from_the_page() -> None:
    made = Outcome(id="hooli", status="ok", report="reports/hooli & co/2026-06-30/report.html")
    assert 'href="../../hooli%20%26%20co/2026-06-30/report.html"' in page(made)


def test_a_report_at_an_address_is_named_and_not_linked() -> None:
    html = page(Outcome(id="hooli", status="ok", report="s3://reports/hooli/report.html"))
    assert "s3://reports/hooli/report.html" in html
    assert "href=" not in html


def test_items_that_failed_stand_first_in_the_table() -> None:
    rows = re.findall(r'<td class="item">([^<]*)', page(Outcome(id="a", status="ok"), Outcome(id="b"), failure("c")))
    assert rows == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        pytest.param([Outcome(id="a", status="ok")], "The one report is made.", id="one"),
        pytest.param([Outcome(id=one, status="ok") for one in "ab"], "All 2 reports are made.", id="all"),
        pytest.param(
            [Outcome(id="a", status="ok"), Outcome(id="b", status="unchanged")],
            "All 2 reports are made, 1 of them before.",
            id="some before",
        ),
        pytest.param(
            [Outcome(id=one, status="unchanged") for one in "ab"],
            "Nothing had changed: all 2 reports stand.",
            id="nothing to do",
        ),
        pytest.param([failure("a"), Outcome(id="b", status="ok")], "1 of 2 reports failed.", id="a failure"),
        pytest.param([failure("a"), Outcome(id="b")], "1 of 2 reports failed, 1 was not finished.", id="and one left"),
        pytest.param(
            [Outcome(id="a", status="ok", gates=(GATE,))],
            "The one report is made; a gate tripped in one.",
            id="a gate",
        ),
    ],
)
def test_the_title_says_what_came_of_it(outcomes, said: str) -> None:
    assert headline(results(*outcomes)) == said


def test_a_batch_that_runs_says_how_far_it_is() -> None:
    shown = texts(page(Outcome(id="a", status="ok"), Outcome(id="b"), running=True))
    assert "1 of 2 reports made so far, 0 failed, 1 to go." in shown
    assert "unequal retry reports/_batch/june-0a1b2c3d" in shown


def test_colours_are_those_of_a_report() -> None:
    css = CSS.read_text(encoding="utf-8")
    day, _, night = css.partition("@media")
    for palette, badges, told in ((DAY, BADGES_BY_DAY, day), (NIGHT, BADGES_BY_NIGHT, day + night)):
        for name in ("paper", "ink", "quiet", "line", "tint", "accent"):
            assert f"--{name}: {getattr(palette, name)};" in told
        for verdict, (ground, text) in badges.items():
            key = verdict.replace(" ", "-")
            assert f"--{key}: {ground};" in told
            assert f"--{key}-text: {text};" in told


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_names_are_text_in_a_browser(browser, tmp_path: Path, width: int) -> None:
    gate = {**GATE, "name": HOSTILE, "says": HOSTILE}
    bad = failure(
        "acme", HOSTILE, found=HOSTILE, mend=HOSTILE, notebook=HOSTILE, left=HOSTILE, again=HOSTILE, traceback=HOSTILE
    )
    also = failure("globex", HOSTILE, problems=({"says": HOSTILE, "mend": HOSTILE, "value": HOSTILE},))
    html = page(bad, also, Outcome(id="hooli", status="ok", report=HOSTILE, gates=(gate,)), stopped=HOSTILE)
    (tmp_path / "summary.html").write_text(html, encoding="utf-8")
    asked, alarms = [], []
    with browser.new_page(viewport={"width": width, "height": 800}) as tab:
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda message: alarms.append(message.text))
        tab.goto((tmp_path / "summary.html").as_uri())
        made = tab.evaluate("[document.scripts.length, document.images.length, document.documentElement.scrollWidth]")
    assert (len(asked), alarms, made) == (1, [], [0, 0, width])
