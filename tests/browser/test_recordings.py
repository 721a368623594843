"""Films and sounds of a module and of pages play where they stand, with their captions; in a copy too."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from catalogue.packages.zip import pack

# A film of two colours: this browser writes what it can also read.
FILM = """() => new Promise(done => {
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
  recorder.ondataavailable = async event => {
    const bytes = new Uint8Array(await event.data.arrayBuffer());
    done(btoa(String.fromCharCode(...bytes)));
  };
  let count = 0;
  const timer = setInterval(() => {
    brush.fillStyle = count % 2 ? "black" : "white";
    brush.fillRect(0, 0, 300, 150);
    if (++count === 20) { clearInterval(timer); recorder.stop(); }
  }, 50);
  recorder.start();
})"""
PAGES = (
    "{module}", "{module}opdrachten/", "{module}beeldmateriaal/", "{module}begeleiding/",
    "over/", "aan-de-slag/", "aan-de-slag/lessen/",
)  # fmt: skip
A_LONG_TIME = 60_000
"""In milliseconds: how busy the machine is says nothing about the page."""


@pytest.fixture(scope="module")
def film(chromium):
    page = chromium.new_page()
    data = b64decode(page.evaluate(FILM))
    page.close()
    assert data.startswith(b"\x1aE\xdf\xa3"), "no WebM"
    return data


@pytest.fixture(scope="module")
def recorded(recorded_site, film):
    """The site with recordings, its film a real one."""
    files = list(recorded_site.folder.rglob("film.webm"))
    assert len(files) == 3
    for file in files:
        file.write_bytes(film)
    return recorded_site


def play(page, kind):
    """Play the recording of *kind* on *page*; return its element when something of it was played."""
    page.set_default_timeout(A_LONG_TIME)
    player = page.locator(f"{kind}.recording__player")
    player.evaluate("player => { player.muted = true; return player.play(); }")
    page.wait_for_function("player => player.currentTime > 0", arg=player.element_handle())
    return player


def captions(page, player):
    """The words of its captions, once they have come."""
    track = player.locator("track").element_handle()
    page.wait_for_function("track => track.readyState > 1", arg=track)
    return track.evaluate("track => [...track.track.cues].map(cue => cue.text)")


@pytest.mark.parametrize("uri", PAGES)
def test_a_film_plays_with_its_captions_and_a_sound_too(recorded, catalogue, visit, uri):
    module = min(module.uri for module in catalogue.modules)
    visited = visit(uri.format(module=module), of=recorded)
    film = play(visited.page, "video")
    assert film.evaluate("film => [film.videoWidth, film.videoHeight]") == [300, 150]
    assert captions(visited.page, film) == ["Goedemorgen."]
    play(visited.page, "audio")
    assert visited.complaints == []


def test_they_play_in_a_copy_that_is_opened_from_disk(recorded, catalogue, chromium, tmp_path):
    module = min(catalogue.modules, key=lambda module: module.uri)
    own = {
        uri: SimpleNamespace(content_bytes=(recorded.folder / uri).read_bytes())
        for uri in recorded.files
        if not uri.endswith(".html")
    }
    part = f"{module.uri}beeldmateriaal/"
    copy = pack(module, {part: recorded[part].html}, own, "https://mangomomenten.example/")
    ZipFile(BytesIO(copy.data)).extractall(tmp_path)
    page = chromium.new_page()
    page.goto((tmp_path / module.slug / "beeldmateriaal.html").as_uri())
    assert captions(page, play(page, "video")) == ["Goedemorgen."]
    play(page, "audio")
    page.close()
