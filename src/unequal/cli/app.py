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
def doctor(json: Json = False) -> int:
    """See whether this machine has all that is needed."""
    want_json(json)
    from .look import doctor as look

    return look()
