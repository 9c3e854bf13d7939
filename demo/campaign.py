"""The demo's imagery source, campaign and event. What an admin has changed in them is left as it is."""

from datetime import date

import shapely
from django.conf import settings

from campaigns.models import Campaign
from demo.landscape import DemoRegion
from detection.publication.districts.services.replace_districts import replace_districts
from imagery.models import ImagerySource
from labeling.events.services.save_event import save_event
from labeling.models import Event

SLUG = "demo"
JOIN_CODE = "DEMO24"
GOAL_TILES = 72
TEAMS = ("Dunes", "Pines")
CAPTURED = date(2018, 4, 22)
TEXTS = {
    "name_en": "Amber mining (demo)",
    "name_uk": "Видобуток бурштину (демо)",
    "question_en": "Is this illegal amber mining?",
    "question_uk": "Це незаконний видобуток бурштину?",
    "positive_name_en": "Mining",
    "positive_name_uk": "Видобуток",
    "negative_name_en": "Not mining",
    "negative_name_uk": "Не видобуток",
    "guidance_en": "Look for dense round pits in sandy, torn-up ground. "
    "Not meant: cemeteries, sand quarries, clear-cuts, building sites, snow.",
    "guidance_uk": "Шукайте густі круглі ями в розритому піску. "
    "Не те: кладовища, піщані кар’єри, вирубки, будівництва, сніг.",
}


def ensure_campaign(region: DemoRegion) -> Campaign:
    source, _ = ImagerySource.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Drawn landscape",
            "kind": ImagerySource.Kind.RASTER,
            "path": str(region.raster_path.relative_to(settings.RASTER_ROOT)),
            "attribution": "Landscar’s demo: drawn by code, no real place",
            "licence": "MIT",
            "may_publish_pictures": True,
            "captured_from": CAPTURED,
            "captured_to": CAPTURED,
        },
    )
    campaign, _ = Campaign.objects.get_or_create(
        slug=SLUG,
        defaults={
            **TEXTS,
            "source": source,
            "region": region_polygon(region),
            "zoom": region.z,
        },
    )
    return campaign


def ensure_event(campaign: Campaign) -> Event:
    existing = Event.objects.filter(code=JOIN_CODE).first()
    event = Event(
        campaign=campaign,
        code=JOIN_CODE,
        name="Open Data Day",
        goal_tiles=GOAL_TILES,
        shows_feedback=True,
    )
    return existing or save_event(event=event, teams=TEAMS)


def region_polygon(region: DemoRegion) -> dict[str, object]:
    # Slightly inside the edges, so that the polygon touches no neighbouring tile.
    inset = (region.east - region.west) * 1e-6
    west, south, east, north = (
        region.west + inset,
        region.south + inset,
        region.east - inset,
        region.north - inset,
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def ensure_districts(campaign: Campaign, region: DemoRegion) -> None:
    """The region's quarters, named after rivers."""
    if campaign.districts.exists():
        return
    middle = ((region.west + region.east) / 2, (region.south + region.north) / 2)
    quarters = {
        "Horyn": shapely.box(region.west, middle[1], middle[0], region.north),
        "Sluch": shapely.box(middle[0], middle[1], region.east, region.north),
        "Stviha": shapely.box(region.west, region.south, middle[0], middle[1]),
        "Ubort": shapely.box(middle[0], region.south, region.east, middle[1]),
    }
    replace_districts(campaign=campaign, districts=quarters)
