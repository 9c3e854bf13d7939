"""Exported files are valid for other software and can be imported unchanged."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import pystac
import pytest
import shapely
from jsonschema import Draft7Validator
from pyarrow import parquet
from pycocotools.coco import COCO
from pyogrio import raw
from pystac.validation.local_validator import get_local_schema_cache
from referencing import Registry, Resource

from campaigns.models import Campaign
from labeling.consensus.services.mark_gold import mark_gold
from labeling.consensus.services.update_consensus import recompute_consensus, update_consensus
from labeling.errors import InvalidLabelFile, TransferStopped
from labeling.exchange.services.export_labels import write_labels
from labeling.exchange.services.import_labels import import_labels
from labeling.exchange.votes import COLUMNS
from labeling.models import (
    Answer,
    Assignment,
    Consensus,
    ImportedAnswer,
    LabelExport,
    LabelTile,
    Vote,
)
from tests.factories import make_campaign
from tests.factories_labeling import N_SUPERPIXELS, answer_tile, make_guest, make_label_tile

Format = LabelExport.Format


@pytest.fixture
def labelled(campaign: Campaign) -> Campaign:
    """Two tiles, one of them with three answers."""
    make_label_tile(campaign, 0)
    make_label_tile(campaign, 1)
    for _guest in range(3):
        answer_tile(campaign, make_guest(campaign), {1, 2})
    update_consensus(campaign=campaign)
    return campaign


def write(campaign: Campaign, format: Format, folder: Path, name: str) -> Path:
    assert write_labels(campaign, format, folder / name, lambda done: None) > 0
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []
    return folder / name


def sibling(campaign: Campaign) -> Campaign:
    """An empty campaign on the same source."""
    return make_campaign(slug="other", source=campaign.source)


def csv_rows(path: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("votes.csv").decode())))


def test_every_raw_vote_is_in_the_csv_with_its_provenance(labelled: Campaign, tmp_path: Path) -> None:
    path = write(labelled, Format.VOTES_CSV, tmp_path, "votes.csv.zip")
    rows = csv_rows(path)
    assert {row["vote"] for row in rows} == {str(pk) for pk in Vote.objects.values_list("pk", flat=True)}
    assert {row["tile_state"] for row in rows} == {"done"}
    provenance = json.loads(zipfile.ZipFile(path).read("provenance.json"))
    assert {"campaign", "source", "segmentation", "consensus", "licence", "attribution", "software"} <= set(
        provenance
    )


def test_superseded_votes_are_exported_too(labelled: Campaign, tmp_path: Path) -> None:
    vote = Vote.objects.all()[0]
    Vote.objects.filter(pk=vote.pk).update(superseded_at=vote.created_at)
    rows = csv_rows(write(labelled, Format.VOTES_CSV, tmp_path, "votes.csv.zip"))
    assert [row["superseded_at"] != "" for row in rows if row["vote"] == str(vote.pk)] == [True]


def test_nicknames_are_not_exported(labelled: Campaign, tmp_path: Path) -> None:
    answer_tile(labelled, make_guest(labelled, "Secret Sofia"), {1})
    for format in Format:
        assert b"Secret" not in write(labelled, format, tmp_path, f"out.{format}").read_bytes()


def test_parquet_and_csv_hold_the_same(labelled: Campaign, tmp_path: Path) -> None:
    table = parquet.read_table(write(labelled, Format.VOTES_PARQUET, tmp_path, "votes.parquet"))
    assert table.column_names == COLUMNS
    assert json.loads(table.schema.metadata[b"landscar"])["campaign"] == labelled.slug
    rows = csv_rows(write(labelled, Format.VOTES_CSV, tmp_path, "votes.csv.zip"))
    assert [row["vote"] for row in table.to_pylist()] == [row["vote"] for row in rows]


def test_the_geojson_follows_rfc_7946(labelled: Campaign, tmp_path: Path) -> None:
    found = json.loads(write(labelled, Format.GEOJSON, tmp_path, "a.geojson").read_text())
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert len(found["features"]) == Consensus.objects.count() == N_SUPERPIXELS
    for feature in found["features"]:
        assert set(feature) >= {"type", "geometry", "properties"}
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        assert shape.exterior.is_ccw
        assert -180 <= shape.bounds[0] < shape.bounds[2] <= 180
    labels = {
        feature["properties"]["superpixel"]: feature["properties"]["label"] for feature in found["features"]
    }
    assert {number for number, label in labels.items() if label == "positive"} == {1, 2}


def test_the_superpixels_of_a_tile_cover_it_without_overlap(labelled: Campaign, tmp_path: Path) -> None:
    found = json.loads(write(labelled, Format.GEOJSON, tmp_path, "a.geojson").read_text())
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in found["features"]]
    west, south, east, north = Vote.objects.all()[0].label_tile.tile.address.bounds
    area = (east - west) * (north - south)
    assert shapely.union_all(shapes).area == pytest.approx(area, rel=1e-3)
    assert sum(shape.area for shape in shapes) == pytest.approx(area, rel=1e-3)


def test_the_geopackage_has_what_the_standard_requires(labelled: Campaign, tmp_path: Path) -> None:
    path = write(labelled, Format.GEOPACKAGE, tmp_path, "a.gpkg")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert tables == {"consensus": "features", "provenance": "attributes"}
        systems = {row[0] for row in database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert systems == {4326, -1, 0}
        assert database.execute("SELECT column_name FROM gpkg_geometry_columns").fetchall() == [("geom",)]
        blob, number = database.execute("SELECT geom, superpixel FROM consensus").fetchone()
        provenance = dict(database.execute("SELECT name, value FROM provenance"))
    assert blob[:2] == b"GP"
    assert shapely.from_wkb(blob[40:]).is_valid
    assert (number, provenance["campaign"]) == (1, labelled.slug)


def test_gdal_reads_every_column_of_the_geopackage_with_its_type(labelled: Campaign, tmp_path: Path) -> None:
    path = write(labelled, Format.GEOPACKAGE, tmp_path, "a.gpkg")
    found = pyogrio.read_info(path, layer="consensus")
    assert (found["features"], found["geometry_type"], found["crs"]) == (
        N_SUPERPIXELS,
        "MultiPolygon",
        "EPSG:4326",
    )
    kinds = dict(zip(found["fields"].tolist(), found["ogr_types"], strict=True))
    whole, real, text, day = "OFTInteger64", "OFTReal", "OFTString", "OFTDate"
    assert kinds == {
        **dict.fromkeys(("z", "x", "y", "superpixel", "n_votes"), whole),
        **dict.fromkeys(("probability", "majority", "weight"), real),
        **dict.fromkeys(("label", "state", "segmentation", "picture_sha256"), text),
        **dict.fromkeys(("captured_from", "captured_to"), day),
        "is_random": "OFTInteger",
    }


def test_the_geopackage_and_the_geojson_hold_the_same(labelled: Campaign, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    _facts, _ids, shapes, columns = raw.read(
        write(labelled, Format.GEOPACKAGE, tmp_path, "a.gpkg"), layer="consensus", datetime_as_string=True
    )
    features = json.loads(write(labelled, Format.GEOJSON, tmp_path / "one", "a.geojson").read_text())[
        "features"
    ]
    names = _facts["fields"].tolist()
    for number, feature in enumerate(features):
        row = {name: column[number] for name, column in zip(names, columns, strict=True)}
        assert row["superpixel"] == feature["properties"]["superpixel"]
        assert row["captured_from"] == feature["properties"]["captured_from"]
        assert row["probability"] == pytest.approx(feature["properties"]["probability"], nan_ok=True)
        there = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.hausdorff_distance(shapely.from_wkb(shapes[number]), there) < 1e-6


def test_an_export_without_answers_is_a_geopackage_too(campaign: Campaign, tmp_path: Path) -> None:
    assert write_labels(campaign, Format.GEOPACKAGE, tmp_path / "a.gpkg", lambda done: None) == 0
    assert pyogrio.read_info(tmp_path / "a.gpkg", layer="consensus")["features"] == 0


def test_a_geopackage_that_is_stopped_leaves_nothing_behind(labelled: Campaign, tmp_path: Path) -> None:
    def stop(done: int) -> None:
        raise TransferStopped("Stopped.")

    with pytest.raises(TransferStopped):
        write_labels(labelled, Format.GEOPACKAGE, tmp_path / "a.gpkg", stop)
    assert list(tmp_path.iterdir()) == []


def test_coco_has_polygons_in_pixels(labelled: Campaign, tmp_path: Path) -> None:
    found = json.loads(write(labelled, Format.COCO, tmp_path, "a.json").read_text())
    images, categories = ({row["id"] for row in found[name]} for name in ("images", "categories"))
    assert len(found["annotations"]) == N_SUPERPIXELS
    assert len({row["id"] for row in found["annotations"]}) == N_SUPERPIXELS
    for row in found["annotations"]:
        assert row["image_id"] in images
        assert row["category_id"] in categories
        assert row["area"] == pytest.approx(row["bbox"][2] * row["bbox"][3])
        assert len(row["segmentation"][0]) == 8
    assert found["info"]["provenance"]["campaign"] == labelled.slug


def test_pycocotools_loads_the_coco_file(labelled: Campaign, tmp_path: Path) -> None:
    loaded = COCO(str(write(labelled, Format.COCO, tmp_path, "a.json")))
    positive = loaded.getAnnIds(catIds=[1])
    assert len(positive) == 2
    assert loaded.annToMask(loaded.loadAnns(positive)[0]).sum() > 0


def test_the_stac_item_and_collection_link_to_each_other(labelled: Campaign, tmp_path: Path) -> None:
    with zipfile.ZipFile(write(labelled, Format.STAC, tmp_path, "a.zip")) as archive:
        item = json.loads(archive.read("labels/labels.json"))
        collection = json.loads(archive.read("collection.json"))
        labels = json.loads(archive.read("labels/labels.geojson"))
    assert pystac.Collection.from_dict(collection).extent.spatial.bboxes == [item["bbox"]]
    assert pystac.Item.from_dict(item).assets["labels"].href == "labels.geojson"
    assert item["collection"] == collection["id"] == labelled.slug
    assert item["properties"]["label:type"] == "vector"
    assert item["properties"]["label:classes"][0]["classes"] == ["positive", "negative"]
    assert labels["features"][0]["properties"]["label"] in ("positive", "negative")
    assert item["assets"]["labels"]["href"] == "labels.geojson"


def stac_of(campaign: Campaign, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with zipfile.ZipFile(write(campaign, Format.STAC, folder, "a.zip")) as archive:
        return json.loads(archive.read("labels/labels.json")), json.loads(archive.read("collection.json"))


def test_the_stac_files_follow_the_stac_schemas(labelled: Campaign, tmp_path: Path) -> None:
    item, collection = stac_of(labelled, tmp_path)
    assert item["stac_version"] == collection["stac_version"] == "1.1.0"
    assert faults_by_schema(item, "item") == faults_by_schema(collection, "collection") == []


@pytest.mark.parametrize("missing", ["bbox", "assets", "geometry", "properties"])
def test_the_stac_schema_detects_a_missing_field(labelled: Campaign, tmp_path: Path, missing: str) -> None:
    item, _collection = stac_of(labelled, tmp_path)
    del item[missing]
    assert faults_by_schema(item, "item")


def faults_by_schema(provenance: dict[str, Any], kind: str) -> list[str]:
    """Validate against the STAC 1.1.0 schemas bundled with pystac, without a network."""
    schemas = get_local_schema_cache()
    registry = Registry().with_resources(
        [(address, Resource.from_contents(schema)) for address, schema in schemas.items()]
    )
    schema = schemas[f"https://schemas.stacspec.org/v1.1.0/{kind}-spec/json-schema/{kind}.json"]
    return [fault.message for fault in Draft7Validator(schema, registry=registry).iter_errors(provenance)]


def test_the_stac_item_has_the_fields_of_the_label_extension(labelled: Campaign, tmp_path: Path) -> None:
    """Fields and allowed values as in https://github.com/stac-extensions/label, 1.0.1."""
    item, collection = stac_of(labelled, tmp_path)
    provenance = {name: value for name, value in item["properties"].items() if name.startswith("label:")}
    known = {"properties", "classes", "description", "type", "tasks", "methods", "overviews"}
    assert {name.removeprefix("label:") for name in provenance} <= known
    assert "https://stac-extensions.github.io/label/v1.0.1/schema.json" in item["stac_extensions"]
    assert provenance["label:type"] in ("vector", "raster") and provenance["label:description"]
    assert provenance["label:properties"] and all(
        isinstance(name, str) for name in provenance["label:properties"]
    )
    assert {one["name"] for one in provenance["label:classes"]} == set(provenance["label:properties"])
    for one in provenance["label:classes"]:
        assert one["classes"] and all(isinstance(name, str) for name in one["classes"])
    assert set(provenance["label:tasks"]) <= {"regression", "classification", "detection", "segmentation"}
    assert all(isinstance(method, str) for method in provenance["label:methods"])
    assert not any(key.startswith("label:") for link in item["links"] for key in link)
    assert collection["links"][1]["href"] == "./labels/labels.json"


def votes_of(campaign: Campaign) -> set[tuple[Any, ...]]:
    fields = ("label_tile__tile", "superpixel", "contributor", "answer", "is_implied", "clock", "voted_at")
    return set(Vote.objects.filter(campaign=campaign).values_list(*fields))


@pytest.mark.parametrize(
    ("format", "name"), [(Format.VOTES_CSV, "votes.csv.zip"), (Format.VOTES_PARQUET, "votes.parquet")]
)
def test_exported_votes_are_imported_unchanged_and_only_once(
    labelled: Campaign, tmp_path: Path, format: Format, name: str
) -> None:
    path, other = write(labelled, format, tmp_path, name), sibling(labelled)
    first = import_labels(campaign=other, path=path, name=name)
    again = import_labels(campaign=other, path=path, name=name)
    assert (first.added, first.known, again.added) == (len(votes_of(labelled)), 0, 0)
    assert votes_of(other) == votes_of(labelled)
    provenance = ("superpixel", "probability", "majority", "state", "n_votes")
    here, there = (
        list(
            Consensus.objects.filter(label_tile__campaign=one).order_by("superpixel").values_list(*provenance)
        )
        for one in (labelled, other)
    )
    assert here == there
    assert Assignment.objects.filter(label_tile__campaign=other, state="done").count() == 3


def test_importing_a_file_into_its_own_campaign_changes_nothing(labelled: Campaign, tmp_path: Path) -> None:
    path = write(labelled, Format.VOTES_CSV, tmp_path, "votes.csv.zip")
    before = votes_of(labelled)
    assert import_labels(campaign=labelled, path=path, name="votes.csv.zip").added == 0
    assert votes_of(labelled) == before


def test_an_exported_consensus_is_imported_unchanged_and_only_once(
    labelled: Campaign, tmp_path: Path
) -> None:
    path, other = write(labelled, Format.GEOJSON, tmp_path, "a.geojson"), sibling(labelled)
    assert import_labels(campaign=other, path=path, name="a.geojson").added == N_SUPERPIXELS
    import_labels(campaign=other, path=path, name="a.geojson")
    provenance = ("superpixel", "probability", "weight", "state", "n_votes")
    here, there = (
        list(
            Consensus.objects.filter(label_tile__campaign=one).order_by("superpixel").values_list(*provenance)
        )
        for one in (labelled, other)
    )
    assert here == there


def consensus_of(campaign: Campaign) -> list[tuple[Any, ...]]:
    rows = Consensus.objects.filter(label_tile__campaign=campaign).order_by("label_tile", "superpixel")
    return list(rows.values_list("superpixel", "probability", "weight", "state", "n_votes"))


def imported_consensus(labelled: Campaign, folder: Path) -> Campaign:
    path, other = write(labelled, Format.GEOJSON, folder, "a.geojson"), sibling(labelled)
    import_labels(campaign=other, path=path, name="a.geojson")
    return other


def test_an_imported_consensus_survives_a_change_of_rules(labelled: Campaign, tmp_path: Path) -> None:
    other = imported_consensus(labelled, tmp_path)
    Campaign.objects.filter(pk=other.pk).update(votes_to_agree=1, positive_votes_to_agree=1)
    recompute_consensus(campaign=Campaign.objects.get(pk=other.pk))
    assert consensus_of(other) == consensus_of(labelled) != []


def test_an_expert_overrules_an_imported_answer(labelled: Campaign, tmp_path: Path) -> None:
    other = imported_consensus(labelled, tmp_path)
    tile = LabelTile.objects.get(campaign=other)
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.NEGATIVE, author=None)
    update_consensus(campaign=other)
    one, two = Consensus.objects.filter(label_tile=tile, superpixel__in=[1, 2]).order_by("superpixel")
    assert (one.probability, one.state) == (0.0, Consensus.State.SETTLED)
    assert two.probability == consensus_of(labelled)[1][1]


def test_votes_replace_an_imported_answer(labelled: Campaign, tmp_path: Path) -> None:
    other = imported_consensus(labelled, tmp_path)
    answer_tile(other, make_guest(other), set())
    update_consensus(campaign=other)
    assert {row[-1] for row in consensus_of(other)} == {1}


def test_superpixels_imported_as_open_are_served(labelled: Campaign, tmp_path: Path) -> None:
    other = imported_consensus(labelled, tmp_path)
    states = set(Consensus.objects.filter(label_tile__campaign=other).values_list("state", flat=True))
    assert "open" in states and not LabelTile.objects.get(campaign=other).is_done
    ImportedAnswer.objects.update(state=Consensus.State.AGREED)
    recompute_consensus(campaign=other)
    assert LabelTile.objects.get(campaign=other).is_done


def broken(campaign: Campaign, folder: Path, **changes: str) -> Path:
    rows = csv_rows(write(campaign, Format.VOTES_CSV, folder, "votes.csv.zip"))
    rows[1] |= changes
    path = folder / "broken.csv"
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": "maybe"}, "Line 3: “maybe” is not one of"),
        ({"superpixel": "many"}, "Line 3: “superpixel” is “many”"),
        ({"vote": "7"}, "Line 3"),
        ({"voted_at": "yesterday"}, "Line 3"),
        ({"picture_sha256": "0" * 64}, "a different picture"),
        ({"superpixel": "900"}, "a superpixel number"),
        ({"segmentation": "other"}, "other settings"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_the_line(
    labelled: Campaign, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    other = sibling(labelled)
    with pytest.raises(InvalidLabelFile, match=said):
        import_labels(campaign=other, path=broken(labelled, tmp_path, **changes), name="broken.csv")
    assert not Vote.objects.filter(campaign=other).exists()


@pytest.mark.parametrize("name", ["a.csv", "a.zip", "a.parquet", "a.geojson"])
def test_a_file_of_another_format_is_refused_with_the_reason(
    campaign: Campaign, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"\x89 this is nothing of that kind")
    with pytest.raises(InvalidLabelFile):
        import_labels(campaign=campaign, path=tmp_path / name, name=name)
