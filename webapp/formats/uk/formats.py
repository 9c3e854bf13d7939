"""Months in the genitive and in lower case, as a date is read aloud."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
