import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("detection", "0003_fill_finding_sets")]

    operations = [
        migrations.AlterField(
            model_name="detection",
            name="finding_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="detections",
                to="detection.findingset",
            ),
        ),
    ]
