from __future__ import annotations

import pytest

from unequal import shipped
from unequal.errors import EnvironmentFault, InputError
from unequal.samples import find


def workspace(sample):
    folder = sample / "harbor"
    folder.mkdir(parents=True)
    (folder / "workspace.toml").write_text('name = "x"\n')
    return folder


def test_a_checkout_shows_its_own_files():
    found = find("harbor")
    assert found.parts[-3:] == ("data", "sample", "harbor")
    assert (found / "data" / "deals.csv").is_file()


def test_an_installed_package_shows_the_files_it_carries(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "unequal"
    carried = workspace(package / "_bundle" / "data" / "sample")
    monkeypatch.setattr(shipped, "PACKAGE", package)
    assert find("harbor") == carried


def test_a_checkout_wins_over_what_the_package_carries(tmp_path, monkeypatch):
    package = tmp_path / "src" / "unequal"
    workspace(package / "_bundle" / "data" / "sample")
    own = workspace(tmp_path / "data" / "sample")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(shipped, "PACKAGE", package)
    assert find("harbor") == own


def test_files_that_are_nowhere_are_a_fault_of_the_installation(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "src" / "unequal")
    with pytest.raises(EnvironmentFault, match=r"'harbor' are missing(.|\n)*Mend: Install unequal again"):
        find("harbor")


def test_an_unknown_name_is_refused():
    with pytest.raises(InputError, match=r"called 'quary'. Did you mean 'quarry'\?"):
        find("quary")
