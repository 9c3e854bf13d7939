from uuid import UUID

from django.db import IntegrityError, transaction

from campaigns.errors import IncompleteDraft
from campaigns.models import Campaign, CampaignDraft, Membership
from campaigns.models.campaign import CampaignFields
from campaigns.setup.question import has_question, texts_of
from campaigns.setup.slugs import free_slug
from campaigns.texts import by_language


def create_campaign(*, draft_id: UUID) -> Campaign:
    """Make the campaign that the draft describes, with the draft's owner as its admin, and delete the draft.

    The same draft gives one campaign however often this is called. Raises IncompleteDraft, which names the
    steps that lack something, and CampaignDraft.DoesNotExist.
    """
    try:
        with transaction.atomic():
            return _made_from(draft_id) or _create(CampaignDraft.objects.select_for_update().get(pk=draft_id))
    except (IntegrityError, CampaignDraft.DoesNotExist):
        if made := _made_from(draft_id):
            return made
        raise


def missing_steps(draft: CampaignDraft) -> list[str]:
    done = {"question": has_question(draft), "imagery": draft.source_id, "region": draft.region}
    return [step for step, is_done in done.items() if not is_done]


def _made_from(draft_id: UUID) -> Campaign | None:
    return Campaign.objects.filter(made_from=draft_id).first()


def _create(draft: CampaignDraft) -> Campaign:
    missing = missing_steps(draft)
    if missing or draft.source is None:
        raise IncompleteDraft(missing)
    settings = {field.attname: getattr(draft, field.attname) for field in CampaignFields._meta.fields}
    campaign = Campaign.objects.create(
        **settings | texts_of(draft),
        slug=_free_address(draft),
        source=draft.source,
        region=draft.region,
        made_from=draft.pk,
    )
    Membership.objects.create(campaign=campaign, user=draft.owner, role=Membership.Role.ADMIN)
    draft.delete()
    return campaign


def _free_address(draft: CampaignDraft) -> str:
    """The chosen one, unless another campaign has taken it meanwhile."""
    return free_slug(draft.slug or str(by_language(draft, "name")))
