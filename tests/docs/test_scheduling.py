"""What `docs/scheduling.md` shows is run: the crontab, the script, the units, Dask's commands, Jupyter's settings."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scheduling.md"
FOLDER = "/srv/reports"  # where the page has its manifest
COMMAND = "unequal batch june.toml --out reports"
TIME_LIMIT = 120
needs_flock = pytest.mark.skipif(shutil.which("flock") is None, reason="flock is of Linux")


@pytest.fixture
def block(fences) -> Callable[[str], str]:
    """Return the one block of the page with a word behind its opening fence."""

    def of(word: str) -> str:
        (found,) = [fence.text for fence in fences(PAGE) if fence.language == word]
        return found

    return of


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder as the page assumes it: a manifest of one notebook, and `unequal` in `.venv/bin`."""
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(metadata=about, cells=[nbformat.v4.new_code_cell("6 * 7")])
    nbformat.write(notebook, tmp_path / "survey.ipynb")
    (tmp_path / "june.toml").write_text('[[items]]\nnotebook = "survey.ipynb"\n')
    tool(tmp_path, f'exec "{sys.executable}" -m unequal "$@"\n')
    return tmp_path


def tool(folder: Path, script: str) -> None:
    path = folder / ".venv" / "bin" / "unequal"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(0o755)


def crontab_line(text: str) -> tuple[list[str], str]:
    """Return the five fields and the command, as cron hands it to the shell."""
    (line,) = [one for one in text.splitlines() if not re.match(r"\w+=", one)]
    *fields, command = line.split(maxsplit=5)
    assert re.search(r"(?<!\\)%", command) is None, "cron ends a command at a bare %"
    return fields, command.replace("\\%", "%")


def by_cron(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as cron does: a shell, a short path, hardly any variables."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace(FOLDER, str(folder))],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(ROOT / "src"), "UNEQUAL_CACHE": ""},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )


@needs_flock
@pytest.mark.kernel
def test_the_line_of_the_crontab_makes_the_reports_and_mails_nothing(block, office: Path) -> None:
    fields, command = crontab_line(block("crontab"))
    assert fields == ["30", "5", "*", "*", "1-5"]
    done = by_cron(command, office)
    log = (office / "nightly.log").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), log
    assert (office / "reports" / "survey.ipynb").exists()
    assert "survey: made" in log
    for pattern in uploaded(block):
        assert list(office.glob(pattern)), pattern


@needs_flock
def test_the_line_of_the_crontab_mails_a_line_when_something_is_wrong(block, office: Path) -> None:
    (office / "june.toml").write_text("no manifest")
    done = by_cron(crontab_line(block("crontab"))[1], office)
    assert done.stdout == "unequal batch ended with 3: see nightly.log, or run unequal status\n"
    assert "june.toml" in (office / "nightly.log").read_text(encoding="utf-8")


@needs_flock
def test_the_line_of_the_crontab_skips_a_night_while_the_one_before_still_runs(block, office: Path) -> None:
    import fcntl

    with (office / ".nightly.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = by_cron(crontab_line(block("crontab"))[1], office)
    assert (done.returncode, done.stdout) == (0, "")
    assert not (office / "reports").exists()


@needs_flock
@pytest.mark.parametrize(
    ("code", "printed"),
    [
        pytest.param(0, "", id="all stand"),
        pytest.param(1, "status\n", id="some failed"),
        pytest.param(3, "what it said\n", id="manifest refused"),
        pytest.param(10, "A gate tripped.\nstatus\n", id="a gate tripped"),
    ],
)
def test_the_script_says_what_a_code_asks_for_and_ends_with_it(block, office: Path, code: int, printed: str) -> None:
    tool(office, f'[ "$1" = status ] && echo status && exit 0\necho "what it said"\nexit {code}\n')
    script = block("nightly.sh")
    assert script.startswith("#!/bin/sh\n")
    done = by_cron(script, office)
    assert (done.returncode, done.stdout, done.stderr) == (code, printed, "")


def unit(text: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(text)
    return read


def test_every_recipe_runs_the_same_command(block) -> None:
    assert f".venv/bin/{COMMAND} " in block("crontab")
    assert f".venv/bin/{COMMAND} " in block("nightly.sh")
    assert unit(block("unequal.service"))["Service"]["ExecStart"] == f"{FOLDER}/.venv/bin/{COMMAND}"
    assert COMMAND in [step.get("run") for step in workflow(block)["jobs"]["reports"]["steps"]]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_the_units_are_understood_by_systemd(block, office: Path) -> None:
    for name in ("unequal.service", "unequal.timer"):
        text = block(name).replace(FOLDER, str(office)).replace("User=reports\n", "")
        (office / name).write_text(text)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "unequal.timer", "unequal.service"],
        cwd=office,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert [line for line in checked.stderr.splitlines() if "unequal" in line] == []
    calendar = unit(block("unequal.timer"))["Timer"]["OnCalendar"]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


def workflow(block) -> dict:
    return yaml.safe_load(block("yaml"))


def uploaded(block) -> list[str]:
    steps = workflow(block)["jobs"]["reports"]["steps"]
    (kept,) = [step["with"]["path"] for step in steps if "upload-artifact" in step.get("uses", "")]
    return kept.split()


def test_the_workflow_checks_first_and_keeps_the_books_also_of_a_failure(block) -> None:
    steps = workflow(block)["jobs"]["reports"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert [shlex.split(run)[:3] for run in runs] == [["unequal", "batch", "june.toml"]] * 2
    assert "--dry-run" in runs[0]
    assert steps[-1]["if"] == "always()"


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that are ended with the test, the last one first: the others are waited for."""
    some: list[subprocess.Popen[bytes]] = []
    yield some
    for one in reversed(some):
        one.send_signal(signal.SIGTERM)
        try:
            one.wait(20)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


@pytest.mark.kernel
def test_the_commands_of_dask_make_the_reports(block, office: Path, started) -> None:
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    text = block("dask").replace("10.0.0.1", "127.0.0.1").replace("8786", port)
    scheduler, worker, batch = text.replace("/shared/", f"{office}/").splitlines()
    here = f"{office}/.venv/bin{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": here, "PYTHONPATH": str(ROOT / "src")}
    log = office / "dask.log"
    for command in (scheduler, worker.replace("--nworkers 4", "--nworkers 1")):
        with log.open("ab") as to:
            started.append(subprocess.Popen(shlex.split(command), cwd=office, env=environment, stdout=to, stderr=to))
        end = time.monotonic() + TIME_LIMIT
        while "Scheduler at:" not in log.read_text() and time.monotonic() < end:
            time.sleep(0.05)
    done = subprocess.run(
        shlex.split(batch), cwd=office, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
    )
    assert done.returncode == 0, done.stderr + log.read_text()
    assert (office / "reports" / "survey.ipynb").exists()
    assert re.fullmatch(rf"{office}/reports/_batch/june-\w{{8}}/summary\.html", done.stdout.splitlines()[-1])


def test_a_scheduler_that_is_not_there_ends_a_batch_with_code_4(office: Path) -> None:
    pytest.importorskip("distributed")
    script = "from unequal.batch.machines import link; link.linked.__wrapped__.__kwdefaults__['seconds'] = 0.2\n"
    script += "from unequal.__main__ import main; main()"
    command = [sys.executable, "-c", script, "batch", "june.toml", "--scheduler", "tcp://127.0.0.1:1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=office, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "No scheduler answers at tcp://127.0.0.1:1." in done.stderr
    assert "Traceback" not in done.stderr


JOB = """
import asyncio, os
from jupyter_client.manager import start_new_async_kernel
from unequal.kernels.processes import ADDRESS, shared_nursery

async def main():
    manager, client = await start_new_async_kernel()
    provisioner = manager.provisioner
    print(type(provisioner).__name__, provisioner.forked is not None, shared_nursery().address == os.environ[ADDRESS])
    client.stop_channels()
    await manager.shutdown_kernel(now=True)

asyncio.run(main())
"""


@pytest.mark.kernel
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux")
def test_with_the_settings_for_jupyter_a_job_in_a_process_of_its_own_forks_its_kernel(block, office: Path) -> None:
    server = f"{block('python')}\nimport subprocess, sys\nsys.exit(subprocess.call([sys.executable, '-c', {JOB!r}]))\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("UNEQUAL_KERNELS", None)
    done = subprocess.run(
        [sys.executable, "-c", server],
        cwd=office,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["WarmProvisioner True True"], done.stderr
