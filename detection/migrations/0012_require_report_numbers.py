from django.db import migrations, models

import detection.reports.models


class Migration(migrations.Migration):
    dependencies = [("detection", "0011_fill_report_numbers")]

    operations = [
        migrations.AlterField("readerreport", "number", models.PositiveIntegerField()),
        migrations.AlterField(
            "readerreport",
            "token",
            models.CharField(
                default=detection.reports.models.new_token, editable=False, max_length=32, unique=True
            ),
        ),
        migrations.AddConstraint(
            "readerreport",
            models.UniqueConstraint(fields=("campaign", "number"), name="one_report_per_number"),
        ),
    ]
