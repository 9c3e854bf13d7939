"""Addresses of pages."""

from django.urls import URLPattern, path

from campaigns.people import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/people/", views.people, name="people"),
    path("c/<slug:slug>/people/leave/", views.leave, name="people-leave"),
    path("c/<slug:slug>/people/invitations/new/", views.add_invitation, name="people-invite"),
    path("c/<slug:slug>/people/invitations/<int:pk>/revoke/", views.revoke_invitation, name="people-revoke"),
    path("c/<slug:slug>/people/invitations/<int:pk>/qr.svg", views.invitation_qr, name="people-qr"),
    path("c/<slug:slug>/people/<int:pk>/role/", views.set_role, name="people-role"),
    path("c/<slug:slug>/people/<int:pk>/remove/", views.remove, name="people-remove"),
    path("c/<slug:slug>/people/<int:pk>/password-link/", views.password_link, name="people-password-link"),
]
