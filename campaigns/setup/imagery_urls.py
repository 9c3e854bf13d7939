"""Addresses of the imagery step."""

from django.urls import URLPattern, path

from campaigns.setup import imagery, source_page
from campaigns.setup.targets import of_campaign, of_draft

DRAFT, CAMPAIGN = "new/<uuid:draft>/imagery/", "c/<slug:slug>/settings/imagery/"
draft_upload = imagery.bounded(of_draft(imagery.refuse_upload))(of_draft(imagery.upload))
campaign_upload = imagery.bounded(of_campaign(imagery.refuse_upload))(of_campaign(imagery.upload))

urlpatterns: list[URLPattern] = [
    path(DRAFT, of_draft(imagery.imagery), name="draft-imagery"),
    path(f"{DRAFT}look/", of_draft(imagery.look), name="draft-imagery-look"),
    path(f"{DRAFT}upload/", draft_upload, name="draft-imagery-upload"),
    path(f"{DRAFT}<uuid:probe>/", of_draft(imagery.again), name="draft-imagery-again"),
    path(CAMPAIGN, of_campaign(imagery.imagery), name="settings-imagery"),
    path(f"{CAMPAIGN}look/", of_campaign(imagery.look), name="settings-imagery-look"),
    path(f"{CAMPAIGN}upload/", campaign_upload, name="settings-imagery-upload"),
    path(f"{CAMPAIGN}<uuid:probe>/", of_campaign(imagery.again), name="settings-imagery-again"),
    path("sources/<slug:source>/", source_page.change, name="source"),
]
