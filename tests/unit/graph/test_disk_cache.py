"""What is kept on disk of one state of a database."""

from pathlib import Path

from oncegraph.graph.disk_cache import DiskCache


def test_a_value_is_found_again_at_the_same_state_only(tmp_path: Path):
    DiskCache(tmp_path / "cache", "FB:1").put("question", {"names": ["企业", None], "numbers": [1, 2]})
    assert DiskCache(tmp_path / "cache", "FB:1").get("question") == {"names": ["企业", None], "numbers": [1, 2]}
    assert DiskCache(tmp_path / "cache", "FB:1").get("another question") is None
    assert DiskCache(tmp_path / "cache", "FB:2").get("question") is None


def test_only_the_newest_state_is_kept(tmp_path: Path):
    for bookmark in ("FB:1", "FB:2"):
        for key in ("a", "b"):
            DiskCache(tmp_path, bookmark).put(key, 1)
    assert len(list(tmp_path.iterdir())) == 1
    assert len(list(tmp_path.rglob("*.json"))) == 2


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path):
    cache = DiskCache(tmp_path, "FB:1")
    cache.put("question", [1])
    (file,) = tmp_path.rglob("*.json")
    for damaged in (b"", b"[1", b"\xff"):
        file.write_bytes(damaged)
        assert cache.get("question") is None


def test_a_folder_that_cannot_be_written_is_not_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    cache = DiskCache(tmp_path / "file", "FB:1")
    cache.put("question", [1])
    assert cache.get("question") is None
