from __future__ import annotations

import pytest

from unequal.errors import EnvironmentFault, InputError
from unequal.samples import bundle, find


def workspace(root, company):
    folder = root / "data" / "sample" / company
    folder.mkdir(parents=True)
    (folder / "workspace.toml").write_text('name = "x"\n')
    return folder


def test_a_checkout_shows_its_own_files():
    found = find("harbor")
    assert found.parts[-3:] == ("data", "sample", "harbor")
    assert (found / "data" / "deals.csv").is_file()


def test_an_installed_package_shows_the_files_it_carries(tmp_path, monkeypatch):
    carried = workspace(tmp_path / "site-packages" / "unequal" / "_bundle", "harbor")
    monkeypatch.setattr(bundle, "_checkout", lambda: tmp_path / "elsewhere")
    monkeypatch.setattr(bundle, "_bundled", lambda: tmp_path / "site-packages" / "unequal" / "_bundle")
    assert find("harbor") == carried


def test_a_checkout_wins_over_the_package(tmp_path, monkeypatch):
    own = workspace(tmp_path / "checkout", "harbor")
    workspace(tmp_path / "_bundle", "harbor")
    monkeypatch.setattr(bundle, "_checkout", lambda: tmp_path / "checkout")
    monkeypatch.setattr(bundle, "_bundled", lambda: tmp_path / "_bundle")
    assert find("harbor") == own


def test_files_that_are_nowhere_are_a_fault_of_the_installation(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "_checkout", lambda: tmp_path)
    monkeypatch.setattr(bundle, "_bundled", lambda: tmp_path)
    with pytest.raises(EnvironmentFault, match=r"'harbor' are missing(.|\n)*Mend: Install unequal again"):
        find("harbor")


def test_an_unknown_name_is_refused():
    with pytest.raises(InputError, match=r"called 'quary'. Did you mean 'quarry'\?"):
        find("quary")
