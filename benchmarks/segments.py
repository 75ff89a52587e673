"""How long it takes, and how much memory, to compare every scheme: 10,000, 100,000 and 1,000,000 customers.

    python benchmarks/segments.py [CUSTOMERS …]

Two tables: what it takes to learn each scheme and to label every customer under it; and the whole analysis `segments`
on the same customers with a month of bills, service hours and leavers, all schemes on all outcomes, in one process.

A scheme learns from all customers and then places them all, as a comparison of schemes has it. The customers are
invented here, as the customer view has them: sizes, words, points of complexity, prices, and a survey of one in a
hundred. Each number of customers has a process of its own. Times are of the processor, since others may run beside;
memory is the most that the process held at once, the customers themselves included. Exit code 1 when labelling the last
number takes more than its share of the 90 seconds, the whole analysis more than all of them or more than 4 GB, or when
time grows faster than n log n from the first number of customers to the last.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time

SIZES = (10_000, 100_000, 1_000_000)
MOST_SECONDS = 40.0  # of the 90 for all; the rest is for the comparison itself
MOST_SECONDS_WHOLE = 90.0
AS_OF = "2026-06-30"
MOST_MEGABYTES = 4_096.0
SEED = 5
ANSWERED = 100  # one in so many
OUTCOMES = 6


def customers(count: int):  # pandas is not loaded to measure the other processes
    """Return invented customers as the customer view has them, and their survey."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(SEED)
    camp = rng.integers(0, 3, count)  # so that there are clusters to find
    employees = np.exp(rng.normal(2 + 2 * camp, 0.6))
    words = {
        "industry": [f"industry {n}" for n in range(20)],
        "country": ["DE", "FR", "NL", "US", "GB", "IT"],
        "age_band": ["25-34", "35-44", "45-54"],
        "education": ["school", "college", "university"],
        "gender": ["female", "male"],
        "job_primary": [f"job {n}" for n in range(4)],
        "experience_level": ["self-run", "guided", "managed"],
        "segment": ["Small", "Medium", "Big"],
    }
    yes_no = {
        f"complexity_{name}": pd.array(rng.random(count) < 0.3, dtype="boolean")
        for name in ("sso", "custom_contract", "procurement", "on_prem")
    }
    view = pd.DataFrame(
        {"customer_id": pd.Series(np.char.add("C", np.arange(count).astype(str)), dtype="str")}
        | {"employees": np.where(rng.random(count) < 0.3, np.nan, employees.round())}
        | {"annual_revenue": (employees * 160_000 * np.exp(rng.normal(0, 0.4, count))).round()}
        | {"mrr_last": np.exp(rng.normal(6, 1.2, count)).round(2), "acv": np.nan, "ordered_12m": np.nan}
        | {name: pd.Series(np.array(some)[_drawn(camp, len(some), rng)], dtype="str") for name, some in words.items()}
        | {"complexity_integrations": rng.poisson(1, count) * 1.0, "complexity_teams": rng.poisson(2, count) * 1.0}
        | yes_no
    )
    return view, _survey(view["customer_id"].iloc[::ANSWERED], rng)


def _drawn(camp, choices, rng):
    """Return words that mostly follow the camp."""
    import numpy as np

    return np.where(rng.random(camp.size) < 0.8, camp % choices, rng.integers(0, choices, camp.size))


def _survey(ids, rng):
    import numpy as np
    import pandas as pd

    people, kinds = ids.to_numpy(dtype=object), rng.integers(0, 2, len(ids))
    wanted = kinds[:, None] == np.arange(OUTCOMES)[None, :] % 2
    return pd.DataFrame(
        {
            "respondent_id": np.repeat([f"R{n}" for n in range(len(people))], OUTCOMES),
            "customer_id": np.repeat(people, OUTCOMES),
            "outcome_id": np.tile([f"outcome {n}" for n in range(OUTCOMES)], len(people)),
            "importance": np.clip(np.where(wanted, 4, 2).ravel() + rng.integers(-1, 2, wanted.size), 1, 5),
            "satisfaction": np.clip(np.where(wanted, 2, 4).ravel() + rng.integers(-1, 2, wanted.size), 1, 5),
        }
    )


def one(count: int) -> None:
    """Label so many customers under every scheme and print the seconds of each, and the most memory held."""
    from unequal.segments import Known, label_customers, schemes

    view, survey = customers(count)
    known, seconds = Known(customers=view, survey=survey), {}
    for name, scheme in schemes().items():
        begun = time.process_time()
        rule = scheme.learn(known, None)
        assert rule is not None, name
        assert len(label_customers(rule, view)) == count
        assert rule.rule_text()
        seconds[name] = time.process_time() - begun
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": held}))


def company(count: int):
    """Return so many invented customers with their lives, bills, service and survey, as an analysis is given them."""
    import tempfile
    from datetime import date
    from pathlib import Path

    from unequal.segments import label
    from unequal.tables import Tables
    from unequal.workbook import Inputs
    from unequal.workspace import open_workspace

    view, survey = customers(count)
    view, frames = _lives(view)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        (Path(folder) / "workspace.toml").write_text(f'name = "Many"\nas_of = {AS_OF}\ncurrency = "EUR"\n')
        workspace = open_workspace(folder)
    return Inputs(
        workspace=workspace,
        tables=Tables(frames={"customers": view, "survey": survey, **frames}),
        customers=view,
        labels=label("size", customers=view, answers={"survey": survey}),
        as_of=date.fromisoformat(AS_OF),
        run=lambda _name: None,
        findings=lambda _name: (),
    )


def _lives(view):
    import numpy as np
    import pandas as pd

    rng, count, today = np.random.default_rng(SEED + 1), len(view), pd.Timestamp(AS_OF)
    days = rng.integers(30, 1500, count)
    start = pd.Series(today - pd.to_timedelta(days, unit="D"))
    lived = pd.to_timedelta((days * rng.random(count)).astype(int), unit="D")
    end = (start + lived).where(rng.random(count) < 0.2)
    nothing = pd.Series([None] * count, dtype="str")
    lives = view.assign(
        name=view["customer_id"], role=nothing, parent_id=nothing, via_partner_id=nothing, start_date=start,
        end_date=end, active=end.isna(), mrr_now=view["mrr_last"].where(end.isna(), 0.0),
        months_active=(end.fillna(today) - start).dt.days / 30.4375, group_id=view["customer_id"],
    )  # fmt: skip
    month, served = today.to_period("M").to_timestamp(), view["customer_id"].iloc[::2]
    revenue = pd.DataFrame(
        {"customer_id": view["customer_id"], "month": month, "mrr": view["mrr_last"], "list_mrr": np.nan,
         "one_off": np.nan, "direct_cogs": view["mrr_last"] * rng.uniform(0.1, 0.3, count)}
    )  # fmt: skip
    activities = pd.DataFrame(
        {"customer_id": served, "deal_id": nothing.iloc[::2], "date": today, "skill": "support",
         "hours": rng.gamma(1, 0.5, len(served)), "minutes": np.nan, "kind": "ticket"}
    )  # fmt: skip
    pools = pd.DataFrame(
        {"pool": ["support"], "month": [month], "cost": [count * 20.0], "fte": [np.nan], "skill": ["support"],
         "driver": ["hours"], "capacity_hours": [count * 0.4]}
    )  # fmt: skip
    return lives, {"revenue": revenue, "activities": activities, "cost_pools": pools}


def whole(count: int) -> None:
    """Run the analysis on so many customers and print its seconds, how many schemes, and the most memory held."""
    from unequal.analyses import find

    inputs, analysis = company(count), find("segments")
    begun = time.process_time()
    facts = analysis.compute(inputs, analysis.knobs())
    seconds = time.process_time() - begun
    assert set(facts.schemes["target"]) == {"margin", "contribution", "cost_to_serve", "retention"}
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "schemes": len(facts.described), "megabytes": held}))


def measured(what: str, count: int) -> dict:
    """Return what a process of its own measures."""
    done = subprocess.run([sys.executable, __file__, what, str(count)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def compared(sizes: tuple[int, ...]) -> bool:
    """Print what the whole analysis takes, and return whether that is as little as promised."""
    found = {count: measured("--whole", count) for count in sizes}
    title = f"analysis, {found[sizes[0]]['schemes']} schemes"
    print(f"{title:32s}" + "".join(f"{count:>14,}" for count in sizes))
    print(f"{'seconds':32s}" + "".join(f"{found[count]['seconds']:14.1f}" for count in sizes))
    print(f"{'most memory, MB':32s}" + "".join(f"{found[count]['megabytes']:14,.0f}" for count in sizes))
    last = found[sizes[-1]]
    return last["seconds"] <= MOST_SECONDS_WHOLE and last["megabytes"] <= MOST_MEGABYTES


def main(sizes: tuple[int, ...]) -> int:
    """Print the tables and return the exit code."""
    found = {count: measured("--one", count) for count in sizes}
    names = list(next(iter(found.values()))["seconds"])
    print(f"{'seconds to learn and to label':32s}" + "".join(f"{count:>14,}" for count in sizes))
    for name in names:
        print(f"{name:32s}" + "".join(f"{found[count]['seconds'][name]:14.2f}" for count in sizes))
    total = {count: sum(found[count]["seconds"].values()) for count in sizes}
    print(f"{f'all {len(names)} schemes':32s}" + "".join(f"{total[count]:14.2f}" for count in sizes))
    print(f"{'most memory, MB':32s}" + "".join(f"{found[count]['megabytes']:14,.0f}" for count in sizes))
    first, last = sizes[0], sizes[-1]
    grown, allowed = total[last] / total[first], last * math.log(last) / (first * math.log(first))
    print(f"time grows {grown:.1f} times from {first:,} to {last:,}; n log n grows {allowed:.1f} times")
    is_well = total[last] <= MOST_SECONDS and found[last]["megabytes"] <= MOST_MEGABYTES
    is_well = compared(sizes) and is_well
    return 0 if is_well and (first == last or grown <= allowed) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--whole"]:
        whole(int(sys.argv[2]))
    else:
        raise SystemExit(main(tuple(int(count) for count in sys.argv[1:]) or SIZES))
