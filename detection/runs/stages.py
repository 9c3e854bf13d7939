"""The stages of a search's work on a tile, as far as pages name them."""

STAGES = ("reading", "segmenting", "describing", "judging")
READERS = 4
"""Threads of a worker that read, as `ml.pipeline.READ_AHEAD`, which the web process does not load."""
