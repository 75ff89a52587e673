"""Bytes of any export -> a table of texts, letter for letter, and a word about everything that was odd.

file      the bytes, or a refusal: too big, no file, another format under a wrong name
encoding  bytes -> text, and which encoding that took
dialect   which delimiter
records   text -> records of cells, each with its line
shape     records -> header and rows; what is no row is set aside
signs     odd characters that are kept and told
workbook  XLSX and ODS; scan looks into the archive before it is opened
parquet   Parquet
reader    all of it
"""
