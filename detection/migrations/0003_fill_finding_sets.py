"""Every search gets the first version of its findings, by the rule that it has."""

from django.db import migrations

RULE_COLUMNS = ("rule", "threshold", "min_positive_superpixels", "lone_threshold", "cluster_distance_m")


def fill(apps, _schema_editor):
    run_model = apps.get_model("detection", "DetectionRun")
    versions = apps.get_model("detection", "FindingSet")
    detections = apps.get_model("detection", "Detection")
    for run in run_model.objects.filter(finding_set=None).order_by("pk"):
        columns = {name: getattr(run, name) for name in RULE_COLUMNS}
        version = versions.objects.create(run=run, number=1, applied_at=run.created_at, **columns)
        detections.objects.filter(run=run, finding_set=None).update(finding_set=version)
        run_model.objects.filter(pk=run.pk).update(finding_set=version)


class Migration(migrations.Migration):
    dependencies = [("detection", "0002_add_finding_sets")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
