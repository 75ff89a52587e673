"""Published figures, computed again on this machine: whoever doubts a number sees that the methods are the known ones.

A folder `published` holds one module a source: what was published, and how it is computed here. Adding one touches its
module only.
"""
