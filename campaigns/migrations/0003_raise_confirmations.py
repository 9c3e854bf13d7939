"""A campaign that asked for fewer than two confirmations asks for two."""

from django.db import migrations


def raise_to_two(apps, _schema_editor):
    campaigns = apps.get_model("campaigns", "Campaign")
    campaigns.objects.filter(confirmations_to_publish__lt=2).update(confirmations_to_publish=2)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_name_new_jobs")]

    operations = [migrations.RunPython(raise_to_two, migrations.RunPython.noop)]
