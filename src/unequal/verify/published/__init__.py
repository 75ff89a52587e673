"""One module a source; each has `reproduce`, which computes its figures."""
