"""The consensus as a GeoPackage (OGC 12-128r18), written with SQLite alone: no GDAL."""

import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

from campaigns.models import Campaign
from labeling.exchange.progress import Progress, counted
from labeling.exchange.provenance import provenance_of
from labeling.exchange.superpixels import superpixels_of

APPLICATION_ID, USER_VERSION = 0x47504B47, 10300
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)
COLUMNS = {
    "z": "INTEGER",
    "x": "INTEGER",
    "y": "INTEGER",
    "superpixel": "INTEGER",
    "label": "TEXT",
    "probability": "REAL",
    "majority": "REAL",
    "weight": "REAL",
    "state": "TEXT",
    "n_votes": "INTEGER",
    "is_random": "BOOLEAN",
    "captured_from": "DATE",
    "captured_to": "DATE",
    "segmentation": "TEXT",
    "picture_sha256": "TEXT",
}
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys,
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE consensus (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom MULTIPOLYGON,
  COLUMNS);
CREATE TABLE provenance (fid INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, value TEXT);
INSERT INTO gpkg_geometry_columns VALUES ('consensus', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
""".replace("COLUMNS", ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items()))
SYSTEMS = [
    ("WGS 84", 4326, "EPSG", 4326, WGS84, ""),
    ("Undefined cartesian", -1, "NONE", -1, "undefined", ""),
    ("Undefined geographic", 0, "NONE", 0, "undefined", ""),
]


def write_geopackage(campaign: Campaign, path: Path, progress: Progress) -> int:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {USER_VERSION}")
        database.executescript(TABLES)
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        insert = f"INSERT INTO consensus (geom, {', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608 - own names
        database.executemany(insert, _rows(campaign, progress))
        n: int = database.execute("SELECT count(*) FROM consensus").fetchone()[0]
        _describe(campaign, database)
    return n


def _rows(campaign: Campaign, progress: Progress) -> Iterator[list[Any]]:
    for _n, superpixel in counted(superpixels_of(campaign), progress):
        properties = superpixel.properties()
        yield [_blob(superpixel.shape()), *(properties[name] for name in COLUMNS)]


def _blob(shape: Any) -> bytes:
    # Header: magic, version, flags, reference system, envelope. Then WKB.
    many = shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
    west, south, east, north = many.bounds
    header = struct.pack("<2sBBi4d", b"GP", 0, 0b0011, 4326, west, east, south, north)
    wkb: bytes = shapely.to_wkb(many, byte_order=1)
    return header + wkb


def _describe(campaign: Campaign, database: sqlite3.Connection) -> None:
    rows = [(name, str(value)) for name, value in provenance_of(campaign).items()]
    database.executemany("INSERT INTO provenance (name, value) VALUES (?, ?)", rows)
    bounds = shapely.from_geojson(json.dumps(campaign.region)).bounds
    contents = (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id)"
    )
    database.execute(
        f"{contents} VALUES ('consensus', 'features', 'Consensus', ?, ?, ?, ?, 4326)", list(bounds)
    )
    database.execute(
        f"{contents} VALUES ('provenance', 'attributes', 'Provenance', NULL, NULL, NULL, NULL, NULL)"
    )
