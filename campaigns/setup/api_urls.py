"""Addresses of the API, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.setup import api

DRAFT = "drafts/<uuid:draft>/"
CAMPAIGN = "campaigns/<slug:slug>/"
PICTURE = "preview/<int:position>/picture/"
OUTLINES = "preview/<int:position>/outlines/"

urlpatterns: list[URLPattern] = [
    path("drafts/", api.DraftsView.as_view(), name="api-drafts"),
    path(DRAFT, api.DraftView.as_view(), name="api-draft"),
    path(f"{DRAFT}create/", api.DraftCreateView.as_view(), name="api-draft-create"),
    path(f"{DRAFT}preview/", api.PreviewView.as_view(), name="api-draft-preview"),
    path(f"{DRAFT}{PICTURE}", api.PreviewPictureView.as_view(), name="api-draft-preview-picture"),
    path(f"{DRAFT}{OUTLINES}", api.PreviewOutlinesView.as_view(), name="api-draft-preview-outlines"),
    path(f"{CAMPAIGN}preview/", api.CampaignPreviewView.as_view(), name="api-campaign-preview"),
    path(CAMPAIGN + PICTURE, api.CampaignPreviewPictureView.as_view(), name="api-campaign-preview-picture"),
    path(
        CAMPAIGN + OUTLINES, api.CampaignPreviewOutlinesView.as_view(), name="api-campaign-preview-outlines"
    ),
]
