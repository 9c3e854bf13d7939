import re

from campaigns.models import Membership
from campaigns.roles import Role
from detection.review.models import Mention, Review

NAME = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")
"""A user name as Django allows it, after an @ that is not part of an address."""


def store_mentions(*, review: Review) -> None:
    """Of the campaign's editors, besides the author. A full stop or dash after a name is not part of it,
    unless somebody is called so."""
    names = NAME.findall(review.comment)
    editors = Membership.objects.filter(
        campaign=review.detection.run.campaign_id, role__in=(Role.EDITOR, Role.ADMIN)
    ).exclude(user=review.editor_id)
    wanted = {*names, *(name.rstrip(".-+@") for name in names)}
    found = dict(editors.filter(user__username__in=wanted).values_list("user__username", "user"))
    mentioned = {found.get(name) or found.get(name.rstrip(".-+@")) for name in names}
    Mention.objects.bulk_create(
        [Mention(review=review, user_id=user) for user in sorted(filter(None, mentioned))]
    )
