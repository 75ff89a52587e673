from __future__ import annotations

import gzip

import pytest

from unequal.report.html import vega


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(vega, "cache_folder", lambda: tmp_path / "scripts")
    monkeypatch.setattr(vega, "_made", lambda: b"made()")
    vega.bundle.cache_clear()
    yield tmp_path / "scripts"
    vega.bundle.cache_clear()


def kept(folder):
    return next(folder.iterdir())


def unpacked(bundle):
    import base64

    return gzip.decompress(base64.b64decode(bundle.packed))


def test_the_library_is_made_once_and_kept_privately(folder, monkeypatch):
    first = vega.bundle()
    monkeypatch.setattr(vega, "_made", lambda: pytest.fail("made twice"))
    vega.bundle.cache_clear()
    assert vega.bundle() == first
    assert folder.stat().st_mode & 0o077 == 0
    assert kept(folder).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"evil()", mtime=0)[:-4]])
def test_what_is_not_sound_is_made_again(folder, content):
    vega.bundle()
    kept(folder).write_bytes(content)
    vega.bundle.cache_clear()
    assert unpacked(vega.bundle()) == b"made()"


def test_what_others_could_have_written_is_not_used(folder):
    vega.bundle()
    kept(folder).write_bytes(gzip.compress(b"evil()", mtime=0))
    kept(folder).chmod(0o666)
    vega.bundle.cache_clear()
    assert unpacked(vega.bundle()) == b"made()"


def test_a_folder_that_cannot_be_written_costs_nothing_else(folder):
    folder.write_text("a file where the folder should be")
    assert unpacked(vega.bundle()) == b"made()"
    assert folder.read_text() == "a file where the folder should be"


def test_the_real_library_is_the_same_whoever_makes_it():
    vega.bundle.cache_clear()
    script = vega._made()
    assert b"vegaEmbed" in script
    assert unpacked(vega.bundle()) == script
