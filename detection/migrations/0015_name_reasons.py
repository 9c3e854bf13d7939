"""Reasons of rejections were words in the editor's language; now they are one of a few. Words that fit none go
in front of the comment."""

from django.db import migrations

KNOWN = {
    "Field or clearing": "field",
    "Поле або вирубка": "field",
    "Natural ground": "field",
    "Природний ґрунт": "field",
    "Buildings or roads": "built",
    "Будівлі або дороги": "built",
    "Other digging": "other_scar",
    "Інші земляні роботи": "other_scar",
    "Clouds, snow or a bad picture": "picture",
    "Хмари, сніг або поганий знімок": "picture",
}
CODES = ("other_scar", "forest", "field", "water", "built", "picture")


def name_reasons(apps, _schema_editor):
    reviews = apps.get_model("detection", "Review").objects
    for words, code in KNOWN.items():
        reviews.filter(reason=words).update(reason=code)
    others = reviews.exclude(reason="").exclude(reason__in=CODES)
    for review in others.only("pk", "reason", "comment").iterator():
        comment = f"{review.reason}. {review.comment}".strip()
        reviews.filter(pk=review.pk).update(reason="", comment=comment)


class Migration(migrations.Migration):
    dependencies = [("detection", "0014_claim_findings")]

    operations = [migrations.RunPython(name_reasons, migrations.RunPython.noop)]
