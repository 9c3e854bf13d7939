"""A deleted campaign goes with everything that is its own, wherever the deletion was interrupted."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from campaigns.closing.inventory import inventory_of
from campaigns.closing.services import delete_campaign as service
from campaigns.closing.services.delete_campaign import delete_campaign, mark_for_deletion
from campaigns.closing.tasks import resume_deletions
from campaigns.models import Campaign, Membership
from detection.models import Detection, Release, TileResult
from detection.publication.services.publish_release import publish_release
from imagery.files import write_atomically, write_valid
from imagery.models import ImagerySource, Tile, TileSegmentation
from labeling.models import Contributor, LabelTile, Vote
from tests.factories import make_campaign, make_source
from tests.factories_detection import confirm, make_detection, make_model_version, make_run
from tests.factories_labeling import answer_tile, make_event, make_guest, make_label_tile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data_root(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_ROOT = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def full(campaign: Campaign, admin: User, editor: User, second_editor: User) -> Campaign:
    """With votes, a guest, an event, a model, a search, a release and their files."""
    for index in range(3):
        tile = make_label_tile(campaign, index).tile
        write_atomically(str(Path(tile.picture).with_suffix(".thumb-plain.jpg")), b"small")
        tile.mask = write_valid(tile, np.eye(1024, dtype=np.bool_))
        tile.save(update_fields=["mask"])
    make_event(campaign)
    answer_tile(campaign, make_guest(campaign, "Roma"), positive={1})
    model = make_model_version(campaign, folder=f"models/{campaign.slug}/job-1")
    write_atomically(f"{model.folder}/card.json", b"{}")
    run = make_run(campaign, model_version=model)
    confirm(make_detection(run), editor, second_editor)
    publish_release(campaign=campaign, run=run, published_by=admin)
    write_atomically(f"gold/{campaign.slug}/crop.png", b"crop")
    return campaign


def delete(campaign: Campaign) -> None:
    mark_for_deletion(campaign=campaign)
    delete_campaign(campaign=Campaign.objects.get(pk=campaign.pk))


def names_of_files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def rows() -> dict[str, int]:
    apps_with_rows = [apps.get_app_config(app) for app in ("campaigns", "labeling", "detection")]
    models = [model for app in apps_with_rows for model in app.get_models()]
    return {model.__name__: model._base_manager.count() for model in models if model._base_manager.exists()}


def test_every_row_and_every_file_goes(full: Campaign, data_root: Path) -> None:
    assert Vote.objects.exists()
    assert Release.objects.exists()
    delete(full)
    assert rows() == {}
    assert not Tile.objects.exists()
    assert names_of_files(data_root) == set()


def test_accounts_and_the_source_stay(full: Campaign, admin: User) -> None:
    delete(full)
    assert ImagerySource.objects.count() == 1
    assert User.objects.filter(pk=admin.pk).exists()


def test_another_campaign_keeps_its_rows_and_the_tiles_it_shares(full: Campaign, data_root: Path) -> None:
    other = make_campaign(slug="other")
    shared = LabelTile.objects.filter(campaign=full).select_related("tile", "segmentation")[0]
    LabelTile.objects.create(campaign=other, tile=shared.tile, segmentation=shared.segmentation)
    delete(full)
    kept = Tile.objects.get()
    assert (kept, kept.state) == (shared.tile, Tile.State.READY)
    cut = TileSegmentation.objects.get()
    thumbnail = kept.picture.replace(".jpg", ".thumb-plain.jpg")
    assert names_of_files(data_root) == {kept.picture, kept.mask, thumbnail, cut.labels, cut.outlines}
    assert rows() == {"Campaign": 1, "LabelTile": 1}


def test_a_tile_that_another_campaign_compares_with_stays(full: Campaign) -> None:
    other_source = make_source(slug="other")
    make_campaign(slug="other", source=other_source, comparison_source=full.source)
    delete(full)
    assert Tile.objects.filter(source=full.source).count() >= 3


def test_a_guest_who_labels_elsewhere_too_stays(full: Campaign) -> None:
    other = make_campaign(slug="other")
    guest = Contributor.objects.get(nickname="Roma")
    guest.participations.create(campaign=other)
    delete(full)
    assert Contributor.objects.get() == guest


@pytest.mark.parametrize("step", range(8))
def test_a_deletion_killed_anywhere_is_finished_by_the_next(
    full: Campaign, data_root: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The worker dies at the nth time that it is about to delete tiles, before or after their rows go."""
    monkeypatch.setattr("labeling.dependent.BATCH", 1)
    real, calls = service.delete_unused_tiles, iter(range(100))

    def dying(**arguments: Any) -> int:
        number = next(calls)
        if number == step // 2:
            if step % 2:
                real(**arguments)
            raise KeyboardInterrupt
        return real(**arguments)

    monkeypatch.setattr(service, "delete_unused_tiles", dying)
    with pytest.raises(KeyboardInterrupt):
        delete(full)
    monkeypatch.setattr(service, "delete_unused_tiles", real)
    delete_campaign(campaign=Campaign.objects.get(pk=full.pk))
    assert rows() == {}
    assert names_of_files(data_root) == set()


def test_tiles_whose_files_were_about_to_go_are_deleted_by_the_next(
    full: Campaign, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(names: Iterable[str]) -> None:
        if list(names):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("imagery.services.delete_unused._delete_files", dying)
        with pytest.raises(KeyboardInterrupt):
            delete(full)
    states = set(Tile.objects.values_list("state", flat=True))
    assert states == {Tile.State.PENDING}, "who needs one meanwhile reads it anew"
    delete_campaign(campaign=Campaign.objects.get(pk=full.pk))
    assert rows() == {}
    assert names_of_files(data_root) == set()


def test_a_sweep_takes_up_what_a_dead_worker_left(full: Campaign, settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    mark_for_deletion(campaign=full)
    resume_deletions.apply()
    assert rows() == {}


def test_nobody_sees_a_campaign_that_is_being_deleted(client: Client, full: Campaign, admin: User) -> None:
    mark_for_deletion(campaign=full)
    client.force_login(admin)
    for address in ("/c/amber/", "/c/amber/map/", "/c/amber/settings/", "/api/v1/campaigns/amber/"):
        assert client.get(address).status_code == 404, address
    assert "Amber" not in client.get("/").content.decode()
    assert client.get("/api/v1/campaigns/").json()["results"] == []


def test_the_page_counts_what_goes(full: Campaign) -> None:
    words = [row.words for row in inventory_of(full).rows]
    assert "6 answers" in words
    assert "3 tiles in the queue" in words
    assert "1 model" in words
    assert "1 search" in words
    assert "1 release, whose public address will lead nowhere" in words
    assert inventory_of(full).mebibytes > 0.05


def page(campaign: Campaign) -> str:
    return reverse("campaign-delete", args=[campaign.slug])


@pytest.mark.parametrize("given", [{}, {"name": "amber"}, {"name": "Amber"}, {"public": "on"}])
def test_name_and_public_map_are_confirmed_first(
    client: Client, full: Campaign, admin: User, given: dict[str, str]
) -> None:
    client.force_login(admin)
    answer = client.post(page(full), given)
    assert answer.context["fault"]
    assert Campaign.objects.existing().filter(pk=full.pk).exists()


def test_the_page_hides_the_campaign_at_once(client: Client, full: Campaign, admin: User) -> None:
    client.force_login(admin)
    answer = client.post(page(full), {"name": " Amber ", "public": "on"})
    assert answer["Location"] == "/"
    assert not Campaign.objects.existing().exists()


def test_the_api_asks_for_the_same(client: Client, full: Campaign, admin: User) -> None:
    client.force_login(admin)
    address = "/api/v1/campaigns/amber/delete/"
    send = {"content_type": "application/json"}
    assert client.get(address).json()["has_public_pages"] is True
    assert client.post(address, {"name": "x"}, **send).status_code == 400
    assert client.post(address, {"name": "Amber"}, **send).status_code == 409
    assert client.post(address, {"name": "Amber", "public": True}, **send).status_code == 202
    assert not Campaign.objects.existing().exists()


def test_an_editor_may_not_delete(client: Client, full: Campaign, editor: User) -> None:
    client.force_login(editor)
    assert client.post(page(full), {"name": "Amber", "public": "on"}).status_code == 403
    assert Membership.objects.filter(campaign=full).exists()
    assert Detection.objects.exists()
    assert TileResult.objects.exists()
