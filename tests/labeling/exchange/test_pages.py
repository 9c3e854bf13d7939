"""Exports and imports by page, API and command."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from campaigns.models import Campaign, Job
from labeling.exchange.actions import start_export, start_import
from labeling.exchange.tasks import make_export, read_import
from labeling.models import LabelExport, Vote
from tests.factories import make_campaign
from tests.factories_labeling import answer_tile, make_guest, make_label_tile


@pytest.fixture
def labelled(campaign: Campaign) -> Campaign:
    make_label_tile(campaign)
    answer_tile(campaign, make_guest(campaign), {1, 2})
    return campaign


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def export(campaign: Campaign, format: str = "votes-csv") -> LabelExport:
    made = start_export(campaign=campaign, format=format, started_by=None)
    make_export.apply(args=[made.job.pk], throw=True)
    made.refresh_from_db()
    return made


def test_an_editor_downloads_an_export(labelled: Campaign, editor: User) -> None:
    made, client = export(labelled), signed_in(editor)
    assert made.job.state == Job.State.SUCCEEDED
    assert made.file_name.encode() in client.get(reverse("label-exports", args=[labelled.slug])).content
    for name in ("label-export-file", "api-label-export-file"):
        answer = client.get(reverse(name, args=[labelled.slug, made.pk]))
        assert len(b"".join(answer.streaming_content)) == made.size
        assert made.file_name in answer["Content-Disposition"]


def test_an_export_of_another_campaign_cannot_be_downloaded(labelled: Campaign, editor: User) -> None:
    other = export(make_campaign(slug="other", source=labelled.source))
    client = signed_in(editor)
    assert client.get(reverse("label-export-file", args=[labelled.slug, other.pk])).status_code == 404


def test_the_api_starts_and_lists_exports(labelled: Campaign, editor: User) -> None:
    client, url = signed_in(editor), reverse("api-label-exports", args=[labelled.slug])
    assert client.post(url, {"format": "geojson"}, "application/json").status_code == 202
    assert client.post(url, {"format": "geojson"}, "application/json").status_code == 409
    assert client.post(url, {"format": "shapefile"}, "application/json").status_code == 400
    assert [row["format"] for row in client.get(url).json()] == ["geojson"]


def test_a_stopped_export_leaves_no_file(labelled: Campaign) -> None:
    made = start_export(campaign=labelled, format="votes-csv", started_by=None)
    made.job.cancel()
    make_export.apply(args=[made.job.pk], throw=True)
    made.refresh_from_db()
    assert (made.path, made.job.state) == ("", Job.State.CANCELLED)


def test_an_admin_imports_an_export(labelled: Campaign, admin: User, settings: Settings) -> None:
    made = export(labelled)
    content = (settings.DATA_ROOT / made.path).read_bytes()
    other = make_campaign(slug="other", source=labelled.source)
    file = SimpleUploadedFile("votes.csv.zip", content)
    label_import = start_import(campaign=other, file=file, started_by=admin)
    read_import.apply(args=[label_import.job.pk], throw=True)
    label_import.job.refresh_from_db()
    assert (label_import.job.state, label_import.job.failure) == (Job.State.SUCCEEDED, "")
    assert Vote.objects.filter(campaign=other).count() == Vote.objects.filter(campaign=labelled).count()


def test_an_invalid_file_fails_the_job_with_the_reason(campaign: Campaign, admin: User) -> None:
    client = signed_in(admin)
    file = SimpleUploadedFile("votes.csv", b"vote,z\n1,2\n")
    assert client.post(reverse("api-label-imports", args=[campaign.slug]), {"file": file}).status_code == 202
    job = campaign.jobs.get()
    if job.is_active:
        read_import.apply(args=[job.pk], throw=True)
        job.refresh_from_db()
    assert "lacks these columns" in job.failure
    listed = client.get(reverse("api-label-imports", args=[campaign.slug])).json()
    assert "lacks these columns" in listed[0]["job"]["failure"]
    assert (
        "lacks these columns" in client.get(reverse("label-exports", args=[campaign.slug])).content.decode()
    )


def test_a_file_of_unknown_format_is_refused_at_once(campaign: Campaign, admin: User) -> None:
    client = signed_in(admin)
    for name in ("label-import-new", "api-label-imports"):
        file = SimpleUploadedFile("votes.xlsx", b"PK")
        answer = client.post(reverse(name, args=[campaign.slug]), {"file": file})
        assert answer.status_code == 400
        assert ".parquet" in answer.content.decode()
    assert not campaign.jobs.exists()


def test_a_file_over_the_limit_is_refused_in_words(
    campaign: Campaign, admin: User, settings: Settings
) -> None:
    """By what the request announces, so before it is read."""
    settings.MAX_UPLOAD_BYTES = 1024
    client = signed_in(admin)
    for name in ("label-import-new", "api-label-imports"):
        file = SimpleUploadedFile("votes.csv", bytes(3 * 1024 * 1024))
        answer = client.post(reverse(name, args=[campaign.slug]), {"file": file})
        assert answer.status_code == 413
        assert "larger than" in answer.content.decode()
    assert not campaign.jobs.exists()


def test_a_file_that_grows_over_the_limit_is_refused_and_leaves_nothing(
    campaign: Campaign, admin: User, settings: Settings
) -> None:
    """The form as a whole is announced within the room that other fields may take."""
    settings.MAX_UPLOAD_BYTES = 1024
    client = signed_in(admin)
    for name in ("label-import-new", "api-label-imports"):
        file = SimpleUploadedFile("votes.csv", bytes(2048))
        answer = client.post(reverse(name, args=[campaign.slug]), {"file": file})
        assert answer.status_code == 413
    assert not campaign.jobs.exists()
    assert not list(settings.DATA_ROOT.glob("uploads/*"))


def test_a_failed_import_leaves_no_file(campaign: Campaign, admin: User, settings: Settings) -> None:
    file = SimpleUploadedFile("votes.csv", b"vote,z\n1,2\n")
    label_import = start_import(campaign=campaign, file=file, started_by=admin)
    assert (settings.DATA_ROOT / label_import.path).exists()
    read_import.apply(args=[label_import.job.pk], throw=True)
    assert not (settings.DATA_ROOT / label_import.path).exists()


def test_the_commands_copy_labels_between_campaigns(labelled: Campaign, tmp_path: Path) -> None:
    other, file, said = (
        make_campaign(slug="other", source=labelled.source),
        tmp_path / "v.parquet",
        StringIO(),
    )
    call_command("export_labels", file, campaign=labelled.slug, format="votes-parquet", stdout=said)
    call_command("import_labels", file, campaign=other.slug, stdout=said)
    call_command("import_labels", file, campaign=other.slug, stdout=said)
    assert said.getvalue().splitlines()[-1].startswith("0 rows imported")


def test_the_import_command_reports_a_missing_file(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("import_labels", tmp_path / "absent.csv", campaign=campaign.slug)
