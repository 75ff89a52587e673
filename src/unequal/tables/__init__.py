"""Declared tables, and the only door through which a client's file comes in.

A file passes four stations, each a small module, and nothing is dropped between them in silence:

    reading/    bytes -> text -> rows of cells, letter for letter, each with its line in the file
    typing/     cells -> numbers, dates, words, by the column's kind and the column's own convention
    checking/   rows -> kept, mended or set aside, with a code and a mend for each fault
    load        all of it for all tables of a workspace, and the references from one to another

`declared` says which tables and columns exist, `source` where a workspace's table comes from, `tables` what a loaded
set of tables is, `known_on` what of it was known on a day, and `problem_codes` what each code of a problem means.
"""
