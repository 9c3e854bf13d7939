"""The demo's imagery source, campaign and event. What an admin has changed in them is left as it is."""

from datetime import date

from django.conf import settings

from campaigns.models import Campaign
from demo.landscape import DemoRegion
from imagery.models import ImagerySource
from labeling.events.services.save_event import save_event
from labeling.models import Event

SLUG = "demo"
JOIN_CODE = "DEMO24"
GOAL_TILES = 72
TEAMS = ("Dunes", "Pines")
CAPTURED = date(2018, 4, 22)
GUIDANCE = (
    "Look for dense round pits in sandy, torn-up ground. "
    "Not meant: cemeteries, sand quarries, clear-cuts, building sites, snow."
)


def ensure_campaign(region: DemoRegion) -> Campaign:
    source, _ = ImagerySource.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Drawn landscape",
            "kind": ImagerySource.Kind.RASTER,
            "path": str(region.raster_path.relative_to(settings.RASTER_ROOT)),
            "attribution": "Landscar’s demo: drawn by code, no real place",
            "licence": "MIT",
            "captured_from": CAPTURED,
            "captured_to": CAPTURED,
        },
    )
    campaign, _ = Campaign.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Amber mining (demo)",
            "question": "Is this illegal amber mining?",
            "positive_name": "Mining",
            "negative_name": "Not mining",
            "guidance": GUIDANCE,
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
