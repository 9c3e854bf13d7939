"""Day before month, as the pages' own scripts write dates too."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
