"""The origin of exported labels, written to every file."""

from importlib.metadata import version
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.texts import all_texts


def provenance_of(campaign: Campaign) -> dict[str, Any]:
    source = campaign.source
    return {
        "campaign": campaign.slug,
        "question": campaign.question,
        "positive_name": campaign.positive_name,
        "negative_name": campaign.negative_name,
        "texts": all_texts(campaign),
        "source": source.slug,
        "source_version": source.version,
        "attribution": source.attribution,
        "licence": source.licence,
        "zoom": campaign.zoom,
        "segmentation": campaign.segmentation.key,
        "consensus": "Dawid-Skene with gold, see docs/consensus.md; majority beside it",
        "software": f"landscar {version('landscar')}",
        "exported_at": timezone.now().isoformat(timespec="seconds"),
    }
