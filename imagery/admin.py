"""Sources can be edited; tiles are read-only and show why some failed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from imagery.keys import encrypt_key, is_bound_to, split_key
from imagery.models import ImagerySource, SourcePlaceholder, Tile


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """Takes a key, also one that was pasted within the address, and never shows it again."""

    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=500,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Stands for {key} in the address. It is stored encrypted and never shown."),
    )
    terms_url = forms.URLField(
        label=_("Terms"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where the terms are."),
    )
    forget_key = forms.BooleanField(label=_("Forget the stored key"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.encrypted_key:
            self.fields["key"].help_text = _("A key is stored. Leave the field empty to keep it.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        url, pasted = split_key(cleaned.get("url") or "")
        if pasted:
            cleaned["url"], cleaned["key"] = url, cleaned.get("key") or pasted
        stored = self.instance.encrypted_key
        if stored and not cleaned.get("key") and not is_bound_to(stored, cleaned.get("url") or ""):
            self.instance.encrypted_key = ""
            if "{key}" in url:
                self.add_error("key", _("The address leads to another server now; enter its key."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data["forget_key"]:
            self.instance.encrypted_key = ""
        if key := self.cleaned_data["key"]:
            self.instance.encrypted_key = encrypt_key(key, self.instance.url)
        return super().save(commit)


@admin.register(ImagerySource)
class ImagerySourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    form = SourceForm
    list_display = ["name", "slug", "kind", "captured_from", "captured_to", "revision"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind"]}),
        (
            _("Server"),
            {
                "fields": [
                    "url",
                    ("key", "forget_key"),
                    ("layer", "style"),
                    ("matrix_set", "time"),
                    "subdomains",
                    "tile_px",
                    ("min_zoom", "max_zoom"),
                    "requests_per_second",
                ]
            },
        ),
        (_("File"), {"fields": ["path", "crs"]}),
        (_("About the pixels"), {"fields": [("captured_from", "captured_to"), "revision"]}),
        (
            _("Terms"),
            {
                "fields": [
                    "attribution",
                    ("licence", "terms_url"),
                    ("may_cache", "keep_days"),
                    "may_publish_pictures",
                ]
            },
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
