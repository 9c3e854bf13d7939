"""Landscar's machine vision: arrays in, arrays out; knows neither Django nor Celery."""
