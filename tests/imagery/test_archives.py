"""ZIPs of pictures, good and hostile."""

import stat
import zipfile
from pathlib import Path

import pytest

from imagery.archives import ArchiveLimits, BadArchive, unpack_pictures


def pack(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def left_in(folder: Path) -> list[str]:
    """`rasters` is made by a fixture."""
    return [path.name for path in folder.iterdir() if path.name != "rasters"]


def test_pictures_and_their_world_files_are_unpacked_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "flight 1/A.JPG": b"a",
        "flight 1/A.jgw": b"w",
        "b.tif": b"b",
        "readme.txt": b"t",
        "__MACOSX/flight 1/A.JPG": b"x",
        ".hidden.jpg": b"x",
        "b.tif.aux.xml": b"x",
    }
    assert unpack_pictures(pack(tmp_path / "a.zip", files), tmp_path / "out") == 2
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert found == {"flight_1_A.jpg": b"a", "flight_1_A.jgw": b"w", "b.tif": b"b"}


def link(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("a.jpg")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return path


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/a.jpg", "b/../../a.jpg", "c:\\a.jpg", "C:a.jpg"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArchive, match="leads outside"):
        unpack_pictures(pack(tmp_path / "a.zip", {name: b"a"}), tmp_path / "out")
    assert left_in(tmp_path) == ["a.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="link"):
        unpack_pictures(link(tmp_path / "a.zip"), tmp_path / "out")


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "a.zip", {"a.jpg": bytes(5_000_000)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(BadArchive, match="times its size"):
        unpack_pictures(bomb, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "a.zip", {"a.jpg": bytes(500_000)}, zipfile.ZIP_DEFLATED)
    content = bomb.read_bytes().replace((500_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    bomb.write_bytes(content)
    with pytest.raises(BadArchive):
        unpack_pictures(bomb, tmp_path / "out", ArchiveLimits(unpacked_bytes=1000))
    assert left_in(tmp_path) == ["a.zip"]


def test_too_many_or_too_large_files_are_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {f"{n}.jpg": b"abc" for n in range(5)})
    with pytest.raises(BadArchive, match="limit is 4"):
        unpack_pictures(archive, tmp_path / "out", ArchiveLimits(files=4))
    with pytest.raises(BadArchive, match="unpacked and the limit"):
        unpack_pictures(archive, tmp_path / "out", ArchiveLimits(unpacked_bytes=10))


@pytest.mark.parametrize("cut", [30, 60, 200])
def test_a_broken_zip_is_refused_in_words(tmp_path: Path, cut: int) -> None:
    archive = pack(tmp_path / "a.zip", {"a.jpg": bytes(range(250))})
    archive.write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(BadArchive, match="damaged"):
        unpack_pictures(archive, tmp_path / "out")
    assert left_in(tmp_path) == ["a.zip"]


def test_damaged_content_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", {"a.jpg": bytes(range(250))})
    content = bytearray(archive.read_bytes())
    content[100] ^= 255
    archive.write_bytes(content)
    with pytest.raises(BadArchive, match="damaged"):
        unpack_pictures(archive, tmp_path / "out")


def test_a_zip_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="no picture"):
        unpack_pictures(pack(tmp_path / "a.zip", {"a.txt": b"a"}), tmp_path / "out")


def test_two_files_that_would_get_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="two files"):
        unpack_pictures(pack(tmp_path / "a.zip", {"a/b.jpg": b"1", "a_b.jpg": b"2"}), tmp_path / "out")
