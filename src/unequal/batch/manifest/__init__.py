"""A manifest: what a batch is to make, written by hand, checked whole before anything runs."""
