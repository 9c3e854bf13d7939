"""Tables of the site itself."""

from django.db import models


class FirstAdminLink(models.Model):
    """The link with which the first admin's account may be made. There is one at most, and none once the site
    has an admin."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
