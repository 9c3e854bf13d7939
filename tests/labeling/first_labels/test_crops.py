"""Crops in ZIP files: recognised, bounded, imported once, and what was left out is told."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from campaigns.models import Campaign, Job
from imagery.files import data_path
from labeling.first_labels import crop_archives
from labeling.first_labels.actions import Given, read_knowledge
from labeling.models import Answer, GoldCrop, KnowledgeFile
from tests.labeling.first_labels.conftest import run


def picture(seed: int, side: int = 16, kind: str = "PNG") -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (side, side, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(campaign: Campaign, *zips: tuple[bytes, str]) -> Job:
    """ZIPs with the answer that everything in them has; empty where the folders say it."""
    given = [Given(SimpleUploadedFile("crops.zip", content), answer) for content, answer in zips]
    rows = read_knowledge(campaign=campaign, kind="crops", given=given, started_by=None)
    return run(rows[0].job_id)


def answers() -> dict[str, str]:
    return dict(GoldCrop.objects.values_list("name", "answer"))


def no_file_is_left(campaign: Campaign) -> bool:
    uploads = data_path("uploads")
    scratch = list(uploads.iterdir()) if uploads.exists() else []
    return not list(data_path(f"imports/{campaign.slug}").iterdir()) and not scratch


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("positive/", "negative/"),
        ("data/Mining/", "data/Not mining/"),
        ("mine/2019/", "not-mine/2019/"),
        ("set/1/", "set/0/"),
        ("positive/0/", "negative/1/"),
    ],
)
def test_the_folders_of_one_zip_tell_the_classes(campaign: Campaign, yes: str, no: str) -> None:
    job = read(campaign, (packed({f"{yes}a.png": picture(1), f"{no}b.png": picture(2)}), ""))
    assert job.state == Job.State.SUCCEEDED, job.failure
    assert answers() == {"a.png": Answer.POSITIVE, "b.png": Answer.NEGATIVE}
    assert "1 crops of “Mining” and 1 of “Not mining” are new." in job.message
    assert all(data_path(crop.picture).is_file() for crop in GoldCrop.objects.all())
    assert no_file_is_left(campaign)


def test_a_zip_for_each_class_needs_no_folders(campaign: Campaign) -> None:
    read(campaign, (packed({"a.png": picture(1)}), "positive"), (packed({"x/b.jpg": picture(2)}), "negative"))
    assert answers() == {"a.png": Answer.POSITIVE, "b.jpg": Answer.NEGATIVE}


def test_names_keep_their_tile_so_that_crops_of_one_tile_stay_together(campaign: Campaign) -> None:
    name = "51.30_27.50_09_Apr_2018_GMT_super_3.png"
    read(campaign, (packed({f"positive/{name}": picture(1)}), ""))
    assert GoldCrop.objects.get().group == "51.30_27.50_09_Apr_2018_GMT"


def test_two_folders_may_hold_files_of_one_name(campaign: Campaign) -> None:
    read(campaign, (packed({"positive/a/1.png": picture(1), "positive/b/1.png": picture(2)}), ""))
    assert GoldCrop.objects.count() == 2


def test_what_is_added_known_contradicted_and_skipped_is_told(campaign: Campaign, browser: Client) -> None:
    read(campaign, (packed({"positive/a.png": picture(1), "positive/c.png": picture(3)}), ""))
    files = {
        "positive/a.png": picture(1),
        "negative/c.png": picture(3),
        "negative/new.png": picture(4),
        "negative/broken.png": b"<html>404</html>",
        "negative/cut.png": picture(5)[:60],
        "negative/tiny.png": picture(6, side=4),
        "negative/wide.png": wide(),
        "negative/notes.txt": b"notes",
        "__MACOSX/negative/._new.png": b"shadow",
        "negative/.DS_Store": b"shadow",
    }
    job = read(campaign, (packed(files), ""))
    assert job.result["added"] == {"positive": 0, "negative": 1}
    assert (job.result["known"], job.result["contradicted"]) == (1, ["c.png"])
    skipped = "\n".join(job.result["skipped"])
    assert job.result["n_skipped"] == 5
    assert "notes.txt: no picture" in skipped and "tiny.png: less than 8 pixels" in skipped
    assert "wide.png: more than 4096 pixels" in skipped
    assert "broken.png is a web page" in skipped and "cut.png is damaged" in skipped
    assert "receiving" not in skipped  # no path of the server's
    page = browser.get("/c/amber/first-labels/").content.decode()
    assert "tiny.png: less than 8 pixels" in page and "c.png: known with the other answer" in page


def wide() -> bytes:
    """A PNG that says it is 60,000 pixels wide and high; decoded it would take ten gigabytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, [b"IHDR", b"IDAT", b"IEND"], [head, b"\x00", b""]))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_picture_with_a_bomb_beside_its_pixels_does_no_harm(campaign: Campaign) -> None:
    """Compressed text and EXIF of 50 MB in a PNG of 50 KB: neither is unpacked."""
    bomb = zlib.compress(b"\x00" * 50_000_000)
    text = chunk(b"zTXt", b"comment\x00\x00" + bomb) + chunk(
        b"eXIf", b"II*\x00\x08\x00\x00\x00\xff\xff" * 100
    )
    whole = picture(1)
    at = whole.index(b"IDAT") - 4
    job = read(campaign, (packed({"positive/a.png": whole[:at] + text + whole[at:]}), ""))
    assert job.state == Job.State.SUCCEEDED
    assert GoldCrop.objects.count() + job.result["n_skipped"] == 1


def test_folders_that_say_nothing_are_asked_about_before_anything_is_stored(
    campaign: Campaign, browser: Client
) -> None:
    files = {
        "set/A/1.png": picture(1),
        "set/A/2.png": picture(2),
        "set/B/3.png": picture(3),
        "4.png": picture(4),
    }
    job = read(campaign, (packed(files), ""))
    assert "“set/A”" in job.message and not GoldCrop.objects.exists()
    file = KnowledgeFile.objects.get()
    assert file.asks == {"set/A": 2, "set/B": 1, "": 1}
    page = browser.get("/c/amber/first-labels/").content.decode()
    assert "set/A (2)" in page and "(no folder) (1)" in page
    given = {
        f"file-{file.pk}-name_{n}": answer for n, answer in enumerate(["positive", "negative", "leave-out"])
    }
    browser.post(f"/c/amber/first-labels/names/{file.pk}/", given)
    file.refresh_from_db()
    run(file.job_id)
    yes, no = Answer.POSITIVE, Answer.NEGATIVE
    assert answers() == {"1.png": yes, "2.png": yes, "3.png": no}
    assert no_file_is_left(campaign)


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("positive/a.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def with_flag(content: bytes) -> bytes:
    """The same, marked as encrypted in both headers."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[content.index(mark) + offset] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zip at all", "The ZIP is damaged"),
        (packed({"positive/a.png": picture(1)})[:-30], "The ZIP is damaged"),
        (packed({"readme.txt": b"hello"}), "holds no picture"),
        (packed({"../../a.png": picture(1)}), "leads outside"),
        (packed({"/etc/a.png": picture(1)}), "leads outside"),
        (packed({"C:/a.png": picture(1)}), "leads outside"),
        (linked(), "is a link"),
        (with_flag(packed({"positive/a.png": picture(1)})), "protected by a password"),
        (packed({"positive/a.png": b"\x00" * 5_000_000}, zipfile.ZIP_DEFLATED), "which is too much"),
    ],
)
def test_a_zip_that_may_do_harm_is_refused_whole(campaign: Campaign, content: bytes, said: str) -> None:
    job = read(campaign, (content, ""))
    assert job.state == Job.State.FAILED and said in job.failure
    assert not GoldCrop.objects.exists() and no_file_is_left(campaign)


def test_a_zip_that_lies_about_its_sizes_is_refused(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crop_archives, "MAX_PICTURE", 300)
    honest = zipfile.ZipInfo.file_size
    content = packed({"positive/a.png": picture(1)})
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", property(lambda self: 10, lambda self, value: None))
    job = read(campaign, (content, ""))
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", honest)
    assert job.state == Job.State.FAILED
    assert not GoldCrop.objects.exists()


def test_too_many_files_are_refused(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crop_archives, "MAX_FILES", 2)
    files = {f"positive/{n}.png": picture(n) for n in range(3)}
    assert "holds 3 files" in read(campaign, (packed(files), "")).failure


def test_a_stopped_job_keeps_what_it_has_and_a_second_run_goes_on(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = packed({f"positive/{n}.png": picture(n) for n in range(45)})
    given = [Given(SimpleUploadedFile("crops.zip", content))]
    (row,) = read_knowledge(campaign=campaign, kind="crops", given=given, started_by=None)
    report = Job.report

    def stop_at_21(self: Job, done: int, *more: object) -> bool:
        if done == 21:
            self.cancel()
        return report(self, done, *more)  # type: ignore[arg-type] # the rest as it came

    monkeypatch.setattr(Job, "report", stop_at_21)
    assert run(row.job_id).state == Job.State.CANCELLED
    assert GoldCrop.objects.count() == 20
    monkeypatch.setattr(Job, "report", report)
    job = read(campaign, (content, ""))
    assert (job.result["known"], GoldCrop.objects.count()) == (20, 45)
    assert no_file_is_left(campaign)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([], "Choose a ZIP."),
        (["both", "positive"], "Choose either one ZIP with both folders, or a ZIP for each class."),
        (["text"], "“crops.txt” is no ZIP."),
    ],
)
def test_the_page_refuses_at_the_field(
    campaign: Campaign, browser: Client, fields: list[str], said: str
) -> None:
    content = packed({"positive/a.png": picture(1)})
    files = {
        ("both" if field == "text" else field): SimpleUploadedFile(
            "crops.txt" if field == "text" else "crops.zip", content
        )
        for field in fields
    }
    answer = browser.post("/c/amber/first-labels/crops/", files)
    assert answer.status_code == 400 and said in answer.content.decode()
    assert not KnowledgeFile.objects.exists() and not Job.objects.exists()


@pytest.mark.parametrize(("where", "field"), [("crops", "both"), ("places", "places")])
def test_a_file_over_the_limit_is_refused_at_the_field(
    campaign: Campaign, browser: Client, settings: object, where: str, field: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000  # type: ignore[attr-defined] # pytest-django's
    file = SimpleUploadedFile("crops.zip", b"\x00" * 5000)
    answer = browser.post(f"/c/amber/first-labels/{where}/", {field: file})
    assert answer.status_code == 413
    assert "The file is larger than 0 MiB" in answer.content.decode().split("errorlist")[1]
    assert not KnowledgeFile.objects.exists()


def test_a_page_takes_one_zip_and_queues_its_job(campaign: Campaign, browser: Client) -> None:
    file = SimpleUploadedFile("crops.zip", packed({"positive/a.png": picture(1)}))
    answer = browser.post("/c/amber/first-labels/crops/", {"both": file, "origin": "A friend"})
    assert answer.status_code == 302
    row = KnowledgeFile.objects.get()
    assert (row.source, row.file_name, Path(row.path).suffix) == ("A friend", "crops.zip", ".zip")
    run(row.job_id)
    assert answers() == {"a.png": Answer.POSITIVE}
