"""The commands and their options; what they do is imported when one runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .told import want_json

app = typer.Typer(
    name="unequal",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Which customers to pursue now, at what price, and whether the sales cycle fits inside the runway.",
)

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to look from, such as 2026-06-30.")]
Scenario = Annotated[str, typer.Option("--scenario", metavar="NAME", help="A file of scenarios/, without .toml.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where reports go.")]
Json = Annotated[bool, typer.Option("--json", help="The machine's answer on stdout, people's text on stderr.")]
Workspace = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of one company.")]
REPORTS = Path("reports")


def _version(wanted: bool) -> None:
    if wanted:
        from unequal.shipped import version

        typer.echo(f"unequal {version()}")
        raise typer.Exit


@app.callback()
def _common(
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Which customers to pursue now, at what price, and whether the sales cycle fits inside the runway."""


@app.command()
def demo(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="harbor, lantern, fernhill or quarry.")] = "harbor",
    out: Out = REPORTS,
    json: Json = False,
) -> int:
    """Make the report of an invented company, and print its path."""
    want_json(json)
    from .make import demo as make

    return make(company, out=out)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The company's name; else the folder's.")
    ] = None,
    notebooks: Annotated[bool, typer.Option("--notebooks", help="Copy the notebooks for editing.")] = False,
    json: Json = False,
) -> int:
    """Make an empty workspace for a company."""
    want_json(json)
    from .start import new as make

    return make(folder, name=name, notebooks=notebooks)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILES", help="Exports, or a folder of them.")],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="The workspace to make: a folder that is new or empty.")
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN:THEIRS=OURS", help="Read one value as another; may be repeated."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what would be done, and do nothing.")] = False,
    json: Json = False,
) -> int:
    """Turn exports of other tools into a workspace."""
    want_json(json)
    from .start import import_files

    if into is None and not explain:
        problem = "name the folder to make: --into DIR; or only look: --explain."
        raise typer.BadParameter(problem, param_hint="--into")
    return import_files(files, into=into, mappings=map_ or [], explain=explain)


@app.command()
def check(workspace: Workspace, as_of: AsOf = None, scenario: Scenario = "base", json: Json = False) -> int:
    """Say what the data holds, what is wrong with it, and what it can answer."""
    want_json(json)
    from .check import check as look

    return look(workspace, as_of=as_of, scenario=scenario)


@app.command()
def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An analysis; unequal check lists them.")],
    workspace: Workspace,
    as_of: AsOf = None,
    scenario: Scenario = "base",
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KNOB=VALUE", help="A knob of the analysis; may be repeated.")
    ] = None,
    json: Json = False,
) -> int:
    """Run one analysis and print its findings."""
    want_json(json)
    from .look import run as look
    from .values import knobs

    return look(name, workspace, as_of=as_of, scenario=scenario, given=knobs(set_ or []))


@app.command()
def report(
    workspace: Workspace,
    as_of: AsOf = None,
    scenario: Scenario = "base",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ANALYSIS.KNOB=VALUE", help="A knob of one analysis; may be repeated."),
    ] = None,
    out: Out = REPORTS,
    json: Json = False,
) -> int:
    """Make the whole report: HTML, PDF, memo, notebooks, record."""
    want_json(json)
    from .make import report as make
    from .values import knobs_by_analysis

    return make(workspace, out=out, as_of=as_of, scenario=scenario, given=knobs_by_analysis(set_ or []))


Jobs = Annotated[
    int | None, typer.Option("--jobs", metavar="N", min=1, help="Items at once; else as many as there are cores.")
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="WORD", help="Only items such as acme, id:acme* or tag:eu; may be repeated."),
]
Force = Annotated[bool, typer.Option("--force", help="Make also what did not change.")]
StopAfter = Annotated[
    int | None, typer.Option("--stop-after", metavar="N", min=1, help="Start nothing more after N failures.")
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Let the workers of a scheduler make the items.")
]
OutOfRuns = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the runs are, when RUN is left out.")]
RunFolder = Annotated[
    Path | None,
    typer.Argument(metavar="[RUN]", help="Folder of a batch, such as reports/_batch/june-0a1b2c3d; else the latest."),
]


@app.command()
def batch(
    manifest: Annotated[str, typer.Argument(metavar="MANIFEST", help="A .toml file, or a list: .csv or .jsonl.")],
    as_of: AsOf = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", metavar="NAME", help="In place of what the manifest says.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ANALYSIS.KNOB=VALUE", help="A knob of one analysis; may be repeated."),
    ] = None,
    select: Select = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="WORD", help="Not these items; may be repeated.")
    ] = None,
    jobs: Jobs = None,
    force: Force = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each item would be made; make nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the manifest and list its items only.")] = False,
    stop_after: StopAfter = None,
    scheduler: Scheduler = None,
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Where reports go; may be an address.")] = "reports",
    json: Json = False,
) -> int:
    """Make the reports of many companies, several at once."""
    want_json(json)
    from .batch import How, Selection, look
    from .batch import batch as make
    from .values import knobs_by_analysis

    selection = Selection(
        as_of=as_of,
        scenario=scenario,
        given=knobs_by_analysis(set_ or []),
        select=select or [],
        exclude=exclude or [],
    )
    if dry_run or explain:
        return look(manifest, selection, out=out, explain=explain)
    return make(manifest, selection, How(jobs=jobs, force=force, stop_after=stop_after, scheduler=scheduler), out=out)


@app.command()
def retry(
    run: RunFolder = None,
    select: Select = None,
    jobs: Jobs = None,
    force: Force = False,
    stop_after: StopAfter = None,
    scheduler: Scheduler = None,
    out: OutOfRuns = REPORTS,
    json: Json = False,
) -> int:
    """Make what a batch has left: what failed, was cancelled or was not started."""
    want_json(json)
    from .batch import How
    from .batch import retry as make

    how = How(jobs=jobs, force=force, stop_after=stop_after, scheduler=scheduler)
    return make(run, how, out=out, select=select or [])


@app.command()
def status(run: RunFolder = None, out: OutOfRuns = REPORTS, json: Json = False) -> int:
    """Say how a batch stands, or how it ended."""
    want_json(json)
    from .batch import status as look

    return look(run, out=out)


@app.command()
def lab(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Folder of one company; else a copy of the sample.")
    ] = None,
    port: Annotated[int, typer.Option("--port", metavar="N", help="Port on this machine; 0 takes a free one.")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> int:
    """Open JupyterLab on the notebooks."""
    from .lab import lab as start

    return start(folder, port=port, browser=browser)


@app.command()
def explain(
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help="Analysis, analysis.knob, code of a finding or problem, assumption."),
    ],
    json: Json = False,
) -> int:
    """Tell more about a finding, a problem, a knob or an assumption."""
    want_json(json)
    from .look import explain as look

    return look(code)


@app.command()
def verify(json: Json = False) -> int:
    """Compute published figures again on this machine, and compare."""
    want_json(json)
    from .verify import verify as look

    return look()


@app.command()
def doctor(json: Json = False) -> int:
    """See whether this machine has all that is needed."""
    want_json(json)
    from .look import doctor as look

    return look()
