from django.urls import path

from webapp.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("health/details/", views.health_details, name="health-details"),
    path("metrics/", views.metrics, name="metrics"),
]
