"""Months in the genitive and in lower case."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
