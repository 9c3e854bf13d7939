"""Counts the decisions that stand, and finds out which findings have too few confirmations now."""

from django.db import migrations
from django.db.models import Count, Q

STANDING = Q(reviews__superseded_at__isnull=True)
BATCH = 1000


def count(apps, _schema_editor):
    detections = apps.get_model("detection", "Detection")
    reviewed = detections.objects.filter(reviews__isnull=False).distinct()
    ids = list(reviewed.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        part = detections.objects.filter(pk__in=ids[start : start + BATCH]).annotate(
            n=Count("reviews", filter=STANDING),
            n_confirmed=Count("reviews", filter=STANDING & Q(reviews__decision="confirmed")),
        )
        changed = list(part.select_related("run__campaign"))
        for detection in changed:
            needed = detection.run.campaign.confirmations_to_publish
            detection.n_reviews = detection.n
            if detection.review_state in ("confirmed", "needs_second"):
                enough = detection.n_confirmed >= needed
                detection.review_state = "confirmed" if enough else "needs_second"
        detections.objects.bulk_update(changed, ["n_reviews", "review_state"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("detection", "0006_keep_the_promise")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
