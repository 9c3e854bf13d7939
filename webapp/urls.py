"""All addresses of the application."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from webapp import thanks, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("webapp.accounts.urls")),
    path("health/", views.health, name="health"),
    path("", include("webapp.operations.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/v1/", include("campaigns.api_urls")),
    path("api/v1/", include("labeling.api_urls")),
    path("api/v1/", include("detection.api_urls")),
    path("", include("campaigns.urls")),
    path("c/<slug:slug>/thanks/", thanks.thanks, name="thanks"),
    path("", include("labeling.urls")),
    path("", include("detection.urls")),
]

handler400 = views.bad_request
handler404 = views.page_not_found
handler500 = views.server_error
