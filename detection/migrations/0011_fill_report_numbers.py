"""Reports from before get a number and an address of their own."""

import secrets
from collections import Counter

from django.db import migrations


def fill(apps, _schema_editor):
    reports = apps.get_model("detection", "ReaderReport").objects.order_by("pk")
    numbers = Counter()
    for report in list(reports.filter(number=None).only("pk", "campaign_id", "state")):
        numbers[report.campaign_id] += 1
        report.number, report.token = numbers[report.campaign_id], secrets.token_urlsafe(16)
        report.state = "received" if report.state == "open" else report.state
        report.save(update_fields=["number", "token", "state"])


def name_states_as_before(apps, _schema_editor):
    reports = apps.get_model("detection", "ReaderReport").objects
    reports.filter(state__in=["received", "looking"]).update(state="open")


class Migration(migrations.Migration):
    dependencies = [("detection", "0010_number_reports")]

    operations = [migrations.RunPython(fill, name_states_as_before)]
