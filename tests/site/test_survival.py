"""A build where the machine is not as expected, and one that somebody broke off."""

from __future__ import annotations

import os
import random
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]

# Every attempt to reach another host fails, as on a machine without a network.
NO_NETWORK = """
import socket
def refuse(*_):
    raise OSError("this machine has no network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
"""


def content_of(folder: Path):
    """Every file of a site, with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def differences(one, other):
    names = one.keys() | other.keys()
    return sorted(name for name in names if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def plain(scratch):
    """The project without search and documents, built in an ordinary environment on a known day."""
    project = scratch("plain", SEARCH="no", SOURCE_DATE_EPOCH="1790000000")
    return project, content_of(project.build().folder)


def variant(project, place, **settings):
    """A copy of *project* elsewhere, with other settings in its environment."""
    root = place / "project"
    subprocess.run(["cp", "-r", project.root, root], check=True)  # noqa: S607 -- the tester's PATH
    subprocess.run(["rm", "-rf", root / ".cache"], check=True)  # noqa: S607
    return type(project)(root, place / "site", {**project.settings, **settings})


STRANGE_MACHINES = {
    "no language": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "the Turkish language": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "far in the east": {"TZ": "Pacific/Kiritimati"},
    "far in the west": {"TZ": "Pacific/Niue"},
    "another order of sets, one process": {"PYTHONHASHSEED": "4242", "CATALOGUE_WORKERS": "1"},
    "many processes": {"PYTHONHASHSEED": "1", "CATALOGUE_WORKERS": "3"},
}


@pytest.mark.parametrize("name", STRANGE_MACHINES)
def test_the_same_source_gives_the_same_bytes_on_any_machine(plain, tmp_path, name):
    project, expected = plain
    site = variant(project, tmp_path, **STRANGE_MACHINES[name]).build()
    assert differences(content_of(site.folder), expected) == []


def test_the_same_source_gives_the_same_bytes_in_another_folder_with_a_strange_name(
    plain, tmp_path
):
    project, expected = plain
    place = tmp_path / "Mijn dossiers (café) & ‘co’ #1 100%"
    place.mkdir()
    assert differences(content_of(variant(project, place).build().folder), expected) == []


def test_a_site_without_a_network_is_the_same(plain, tmp_path):
    project, expected = plain
    (tmp_path / "wall").mkdir()
    (tmp_path / "wall/sitecustomize.py").write_text(NO_NETWORK)
    there = variant(project, tmp_path)
    path = f"{tmp_path}/wall{os.pathsep}{there.root}/hooks"
    walled = type(project)(there.root, there.site_dir, {**there.settings, "PYTHONPATH": path})
    assert differences(content_of(walled.build().folder), expected) == []


@pytest.mark.parametrize("epoch", ["0", "4102444800"])
def test_a_clock_that_is_decades_wrong_stops_no_build(plain, tmp_path, epoch):
    """1970, and 2100: what runs out by then is told, and the same pages are there."""
    project, expected = plain
    there = variant(project, tmp_path, SOURCE_DATE_EPOCH=epoch)
    assert content_of(there.build().folder).keys() == expected.keys()


def test_a_checkout_that_nobody_may_write_to_builds_elsewhere(plain, tmp_path):
    """Nothing but the site is written. Root may write anywhere: what it wrote is looked at instead."""
    project, expected = plain
    there = variant(project, tmp_path)
    before = {file: file.stat().st_mtime_ns for file in there.root.rglob("*")}
    (there.root / ".cache").write_text("no folder can be made here")
    folders = [there.root, *(path for path in there.root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        site = there.build()
    finally:
        for folder in folders:
            folder.chmod(stat.S_IRWXU)
    assert differences(content_of(site.folder), expected) == []
    after = {file for file in there.root.rglob("*") if "__pycache__" not in file.parts}
    assert after - before.keys() == {there.root / ".cache"}


def test_a_checkout_without_git_builds(plain):
    project, _ = plain
    assert not (project.root / ".git").exists()


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.long)])
def test_a_build_that_was_killed_is_mended_by_the_next(plain, tmp_path, kills):
    project, expected = plain
    there = variant(project, tmp_path)
    there.build()
    chance = random.Random(8)  # noqa: S311 -- moments, not secrets
    environment = {**os.environ, **there.settings, "PYTHONPATH": f"{there.root}/hooks"}
    for _ in range(kills):
        there.replace(
            "theme/pages/story.html", "<article", "<article "
        )  # every page is to be written
        with subprocess.Popen(
            [*BUILD, "--site-dir", there.site_dir],
            cwd=there.root,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as build:
            time.sleep(chance.uniform(0.5, 3))
            os.killpg(build.pid, signal.SIGKILL)
    there.write(
        "theme/pages/story.html", (project.root / "theme/pages/story.html").read_text("utf-8")
    )
    assert differences(content_of(there.build().folder), expected) == []


# Pagefind 1.5 writes the values of a filter in another order each time, and names the file after them;
# what counts the files says so too. Words and texts of the index are the same.
ORDER_OF_FILTERS = re.compile(
    r"pagefind/(filter/nl_\w+\.pf_filter|pagefind\.nl_\w+\.pf_meta|pagefind-entry\.json)"
)


def test_the_search_index_is_the_same_in_another_folder(plain, tmp_path):
    project, _ = plain
    sites = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        there = variant(project, tmp_path / seed, SEARCH="yes", PYTHONHASHSEED=seed)
        sites.append(content_of(there.build().folder))
    assert sum(name.endswith((".pf_index", ".pf_fragment")) for name in sites[0]) > 100
    found = differences(*sites)
    assert [name for name in found if not ORDER_OF_FILTERS.fullmatch(name)] == []
