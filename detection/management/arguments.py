"""What arguments of commands about searches may say."""

from argparse import ArgumentTypeError

from detection.runs.inputs import MAX_DISTANCE_M


def probability(text: str) -> float:
    return _number(text, 1.0, "a number from 0 to 1")


def metres(text: str) -> float:
    return _number(text, MAX_DISTANCE_M, f"metres from 0 to {MAX_DISTANCE_M:.0f}")


def whole_number(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if not 1 <= value <= 1000:
        raise ArgumentTypeError(f"give a whole number from 1 to 1000, not {text}")
    return value


def _number(text: str, most: float, words: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise ArgumentTypeError(f"give {words}, not {text}")
    return value
