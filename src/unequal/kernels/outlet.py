"""What a kernel says goes out up to a limit: whoever listens would have to hold in memory what it cannot use."""

from __future__ import annotations

import json
import os
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import DELIM, Session

MEGABYTE = 2**20
COUNTED = ("stream", "display_data", "execute_result", "update_display_data", "error")
DROPPED = "unequal_dropped"  # in the content of a message that stands for one that did not go out

NO_MEMORY = 71  # sysexits: operating system error; a kernel's exit code


class WholeStream(OutStream):
    """What a kernel prints, all of it: the usual one drops what memory does not suffice to send, and goes on."""

    def _flush(self) -> None:
        try:
            super()._flush()
        except MemoryError:
            os._exit(NO_MEMORY)


def bound(thread: IOPubThread, session: Session, megabytes: float) -> None:
    """Let a kernel print and show so much; what goes beyond is replaced by a message that only says so.

    Every message beyond is replaced by one, so that whoever listens learns of it in the cell that went too far.

    Args:
        thread: Through which all of it goes out.
        session: Signs messages.
        megabytes: As sent.
    """
    send, most, sent = thread.send_multipart, megabytes * MEGABYTE, 0

    def send_bounded(parts: list[Any], *arguments: Any, **options: Any) -> None:
        nonlocal sent
        size = sum(part.nbytes if isinstance(part, memoryview) else len(part) for part in parts)
        if sent + size > most and (placeholder := _in_place_of(parts, session)) is not None:
            send(placeholder, *arguments, **options)
            return
        if _kind(parts) in COUNTED:
            sent += size
        send(parts, *arguments, **options)

    thread.send_multipart = send_bounded  # type: ignore[method-assign]


def _kind(parts: list[Any]) -> str:
    """Return the kind of a message that was made ready to be sent; empty when it is none."""
    try:
        header = json.loads(bytes(parts[parts.index(DELIM) + 2]))
    except (ValueError, IndexError):
        return ""
    return str(header.get("msg_type", ""))


def _in_place_of(parts: list[Any], session: Session) -> list[Any] | None:
    """Return a message with the same header that says that there was more; None for what is not counted."""
    if _kind(parts) not in COUNTED:
        return None
    begin = parts.index(DELIM)
    message = [*parts[begin + 2 : begin + 5], json.dumps({DROPPED: True}).encode()]
    return [*parts[: begin + 1], session.sign(message), *message]
