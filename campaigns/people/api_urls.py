"""Addresses of the API, below /api/v1/."""

from django.urls import URLPattern, path

from campaigns.people import api

urlpatterns: list[URLPattern] = [
    path("campaigns/<slug:slug>/members/", api.MembersView.as_view(), name="api-members"),
    path("campaigns/<slug:slug>/members/<int:pk>/", api.MemberView.as_view(), name="api-member"),
    path("campaigns/<slug:slug>/invitations/", api.InvitationsView.as_view(), name="api-invitations"),
    path("campaigns/<slug:slug>/invitations/<int:pk>/", api.InvitationView.as_view(), name="api-invitation"),
]
