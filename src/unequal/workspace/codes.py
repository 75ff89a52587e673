"""What each code of a fault in workspace.toml means; `unequal explain CODE` prints it."""

from __future__ import annotations

CONFIG_CODES: dict[str, str] = {
    "address-not-read": "Nothing is fetched from the network: a report must not depend on what an address returns "
    "today. Download the file into data/, or name a database, which is read where it is.",
    "as-of-missing": "Every figure is as of one day, and that day is never today's: the same inputs must give the "
    "same report next year.",
    "assumption-misfit": "An override replaces a shipped default, so it is a value in the same unit, with its source.",
    "currency-unknown": "Money is counted in one currency, named by its ISO 4217 code.",
    "cuts-not-ascending": "Each cut is the lower bound of its segment; from small to big they cannot be misread.",
    "file-empty": "The file holds no key. Mostly it is a copy that was cut off, so it is not read as defaults.",
    "file-missing": "A table's file is not where the workspace says.",
    "key-twice": "TOML allows a key once in a table; which of the two is meant cannot be known.",
    "key-unknown": "An unknown key is mostly a misspelt one, and a misspelt setting would be silently ignored.",
    "knob-out-of-range": "A knob's value lies outside what its analysis can answer for.",
    "knob-unknown": "A knob that an analysis does not have would be silently ignored.",
    "label-unknown": "A segment of the plan that no customer can ever have is mostly misspelt.",
    "locale-unknown": "The locale decides how numbers and dates are written, and the language of the report.",
    "not-regular": "A table must be an ordinary file: a folder, pipe or device could hang or hold anything.",
    "not-toml": "The file breaks the rules of TOML at the place named.",
    "not-unicode": "TOML is UTF-8; UTF-16 is read, too.",
    "outside-folder": "A workspace holds its own data: a link or path that leaves the folder could point to another "
    "company's files.",
    "scenario-reserved": "base means the workspace as it is, so no file can be called that.",
    "scenario-unknown": "A scenario is a file scenarios/<name>.toml that says only what differs.",
    "scheme-unknown": "The scheme is the grouping that every analysis uses.",
    "secret": "A password in a file is copied with the file. Refer to the environment instead.",
    "table-unknown": "Only declared tables are read; docs/tables.md lists them.",
    "two-files": "Two files could be this table; a silent choice could be the wrong one.",
    "value-missing": "A required key is missing.",
    "value-wrong": "The value is not of the kind, or not in the range, that the key takes.",
    "version-newer": "The file was written for a newer version of unequal.",
}
