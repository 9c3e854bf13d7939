"""Sources can be edited; tiles are read-only and show why some failed."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imagery.models import ImagerySource, SourcePlaceholder, Tile


@admin.register(ImagerySource)
class ImagerySourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "slug", "kind", "captured_from", "captured_to", "revision"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind"]}),
        (
            _("Tile server"),
            {
                "fields": [
                    "url",
                    "subdomains",
                    "tile_px",
                    ("min_zoom", "max_zoom"),
                    "requests_per_second",
                ]
            },
        ),
        (_("Raster file"), {"fields": ["path"]}),
        (
            _("About the pixels"),
            {"fields": [("captured_from", "captured_to"), "attribution", "licence", "revision"]},
        ),
    ]


@admin.register(Tile)
class TileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Read-only: workers make tiles, and votes refer to them."""

    list_display = ["__str__", "source", "state", "captured_from", "captured_to", "read_at", "failure"]
    list_filter = ["state", "source"]
    list_select_related = ["source"]
    search_fields = ["quadkey", "failure_parts"]
    readonly_fields = ["failure"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Tile | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tile | None = None) -> bool:
        return False


@admin.register(SourcePlaceholder)
class SourcePlaceholderAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """What a source sends where it has no imagery. Deleting one is how a false alarm is put right, for tiles
    that are read from then on."""

    list_display = ["__str__", "source", "origin", "sha256", "created_at"]
    list_filter = ["origin", "source"]
    list_select_related = ["source"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SourcePlaceholder | None = None) -> bool:
        return False
