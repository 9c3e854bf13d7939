"""Addresses made from names, Ukrainian ones too."""

from django.utils.text import slugify

from campaigns.models import Campaign

MAX_LENGTH = 50

# Resolution 55 of Ukraine's Cabinet of Ministers, 2010, as in passports. The second table is for the first
# letter of a word.
LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "’": "", "'": "", "ʼ": "",
}  # fmt: skip
FIRST_LETTERS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def latin(text: str) -> str:
    """Ukrainian letters as Latin ones, in lower case."""
    written, previous = [], " "
    for letter in text.lower().replace("зг", "zgh"):
        table = LETTERS if previous.isalpha() or previous in "’'ʼ" else LETTERS | FIRST_LETTERS
        written.append(table.get(letter, letter))
        previous = letter
    return "".join(written)


def free_slug(name: str) -> str:
    """An address for a campaign of this name that no other has."""
    stem = slugify(latin(name))[:MAX_LENGTH].strip("-") or "campaign"
    taken = set(
        Campaign.objects.filter(slug__startswith=stem[: MAX_LENGTH - 4]).values_list("slug", flat=True)
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem[: MAX_LENGTH - len(str(number)) - 1]}-{number}", number + 1
    return slug
