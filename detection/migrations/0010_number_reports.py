import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import imagery.messages


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("detection", "0009_add_release_files"),
    ]

    operations = [
        migrations.AddField("readerreport", "number", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "readerreport", "token", models.CharField(default="", editable=False, max_length=32)
        ),
        migrations.AddField(
            "readerreport",
            "kind",
            models.CharField(
                choices=[("wrong", "This is wrong"), ("missed", "You missed one")],
                default="wrong",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "readerreport",
            "reason",
            models.CharField(
                blank=True,
                choices=[
                    ("no_scar", "This is something else"),
                    ("shape", "The outline is wrong"),
                    ("date", "The date is wrong"),
                    ("other", "Something else is wrong"),
                ],
                default="",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField("readerreport", "shape", models.JSONField(blank=True, null=True)),
        migrations.AddField("readerreport", "text_is_public", models.BooleanField(default=False)),
        migrations.AddField(
            "readerreport",
            "contact",
            models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            "readerreport",
            "public_answer",
            models.TextField(blank=True, default="", max_length=2000),
            preserve_default=False,
        ),
        migrations.AddField(
            "readerreport",
            "known_place",
            models.PositiveBigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField("readerreport", "training_asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "readerreport",
            "training_asked_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("readerreport", "trained_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "readerreport",
            "training_parts",
            imagery.messages.MessageField(blank=True, default=str, editable=False),
        ),
        migrations.AlterField(
            "readerreport",
            "state",
            models.CharField(
                choices=[
                    ("received", "Received"),
                    ("looking", "Being looked at"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                ],
                default="received",
                max_length=10,
            ),
        ),
    ]
