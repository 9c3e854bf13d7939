"""Background work of the consensus."""

from celery import shared_task

from campaigns.models import Campaign


@shared_task
def estimate_after_change(campaign_id: int) -> None:
    # Imported here: it loads NumPy and reads every vote, which is for workers.
    from labeling.consensus.services.estimate_skills import estimate_skills

    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is not None:
        estimate_skills(campaign=campaign)
