"""Day before month, as in the pages' scripts."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
