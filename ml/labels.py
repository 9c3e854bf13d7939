"""The label that a probability stands for."""

POSITIVE_FROM = 0.5
"""A superpixel whose probability of being positive reaches this, 0..1, is labelled positive."""
