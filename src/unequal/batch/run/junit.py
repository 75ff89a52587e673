"""The outcomes as JUnit's XML, which continuous integration shows line by line."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree  # we only write; what is read comes from nobody

from .outcome import BAD, GOOD, Outcome
from .results import Results

# what XML 1.0 cannot hold, and control characters beyond ASCII, which a terminal that shows the file would obey
UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN = "\t\n\xa0\u202f"
ERRORS = frozenset({"kernel", "environment", "bug"})  # not what was asked failed, but what it ran on


def as_junit(results: Results) -> str:
    """Return the outcomes as XML: one test suite, one test case an item; a gate that tripped is a failure."""
    suite = Tree.Element("testsuite", name=fit(results.name), time=f"{results.seconds:.3f}")
    for outcome in results.outcomes:
        suite.append(_case(outcome, results.name))
    counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(results.outcomes)))
    for name, tag in counted.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    root = Tree.Element("testsuites")
    root.append(suite)
    Tree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def fit(text: str) -> str:
    r"""Return a text without what XML cannot hold, and with what nobody could see shown.

    >>> fit("a\x1b[2Jb\x00\u202e"), fit("Müller & <Söhne>")
    ('a[2Jb\\u202e', 'Müller & <Söhne>')
    """
    clean = UNFIT.sub("", text)
    if clean.isprintable():
        return clean
    return "".join(c if c.isprintable() or c in PLAIN else c.encode("unicode_escape").decode() for c in clean)


def _case(outcome: Outcome, batch: str) -> Tree.Element:
    case = Tree.Element("testcase", name=fit(outcome.id), classname=fit(batch), time=f"{outcome.seconds:.3f}")
    if outcome.status in BAD:
        tag = "error" if outcome.kind in ERRORS else "failure"
        _say(case, tag, outcome.kind or outcome.status, outcome.found, _long(outcome))
    elif outcome.status not in GOOD:
        _say(case, "skipped", "", outcome.found or outcome.status, "")
    for gate in outcome.gates:
        _say(case, "failure", "gate", f"{gate.get('name')}: {gate.get('says')}", "")
    return case


def _say(case: Tree.Element, tag: str, kind: str, message: str, text: str) -> None:
    said = Tree.SubElement(case, tag, message=fit(message))
    if kind:
        said.set("type", fit(kind))
    if text:
        said.text = fit(text)


def _long(outcome: Outcome) -> str:
    where = f"{outcome.notebook}, cell {outcome.cell}" if outcome.cell is not None else outcome.notebook
    rows = [
        outcome.found,
        f"Where: {where}" if where else "",
        *(f"{one.get('file') or ''} {one.get('says') or ''}".strip() for one in outcome.problems),
        f"Mend: {outcome.mend}" if outcome.mend else "",
        f"Again: {outcome.again}" if outcome.again else "",
        outcome.traceback or "",
    ]
    return "\n".join(row for row in rows if row)
