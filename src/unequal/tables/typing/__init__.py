"""Cells -> values, by the kind of the declared column and by the convention of the whole column.

    column    what typing a column gives: values, cells that cannot be read, notes
    missing   which words mean that there is no value
    numbers   numbers, money, shares and counts
    dates     days and months
    words     yes and no, words of a list, ids and texts
    frame     all columns of a table

Each column is typed by its distinct cells, so that a table of a million rows costs what its distinct cells cost.
"""
