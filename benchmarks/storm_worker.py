"""Loaded by the workers of `benchmarks.storm` when they start, and by nothing else."""

from benchmarks.storm_replacements import fill_disk_on_demand, replace_extractor, shorten_limits

replace_extractor()
fill_disk_on_demand()
shorten_limits()
