"""Typed rows -> kept, mended or set aside, each with a code, a place and a mend.

checkup     one table on its way: which rows are used, what was found
columns     the file's header -> our columns
rules       row rules, in the embedded database
currencies  money into the workspace's currency
keys        one key, one row
parents     nobody is their own parent
references  ids that must be found in another table
revenue     an end of a customer and revenue after it
"""
