"""What is imported where Windows or macOS lack half of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

# what Windows has not; `os.name` stays, for Python's own library is this machine's
WITHOUT = """
import sys
import os, signal, socket, select, subprocess, selectors, tempfile, threading, asyncio, psutil, zmq
for name in ("resource", "fcntl", "termios", "pwd", "grp"):
    sys.modules[name] = None
for module, names in {
    os: ("fork", "setsid", "killpg", "getpgid", "getsid", "waitid", "WNOHANG", "pidfd_open", "getppid", "P_ALL",
         "set_blocking", "posix_spawn", "geteuid", "O_NOFOLLOW", "WEXITED", "WNOWAIT"),
    signal: ("SIGKILL", "SIGCHLD", "SIGHUP", "pthread_sigmask", "set_wakeup_fd", "SIG_SETMASK"),
    socket: ("AF_UNIX", "send_fds", "recv_fds", "MSG_CMSG_CLOEXEC", "MSG_CTRUNC"),
    select: ("poll",),
}.items():
    for name in names:
        module.__dict__.pop(name, None)
"""
MODULES = ("unequal.kernels.processes", "unequal.kernels.several", "unequal.batch.job")


@pytest.mark.parametrize("name", MODULES)
def test_it_is_imported_where_the_system_lacks_half_of_it(name: str) -> None:
    command = [sys.executable, "-c", f"{WITHOUT}\nimport {name}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
