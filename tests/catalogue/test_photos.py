"""Photos of stories: upright, without metadata, in three sizes, kept, and put in the site."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from catalogue.photos import darkroom, photos
from catalogue.photos.darkroom import PhotoError, pack, unpack
from catalogue.photos.photos import PhotoFile, develop
from catalogue.project.project import Project as Loader
from catalogue.site.files import StorySite
from catalogue.site.plan import Planner
from catalogue.site.shell import Shell, Slot, each
from catalogue.site.writer import PageWriter
from catalogue.text.texts import Texts
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from catalogue import Story

    from tests.catalogue.conftest import Project

pytestmark = pytest.mark.slow

STOEL = "stories/2026/de-stoel.md"
PHOTO = "stories/2026/de-stoel.jpg"
FIELD = """example: true
photo:
  file: de-stoel.jpg
  alt: Een <stoel> bij "een" raam.
  credit: De teamleider"""
FILES = {f"foto-{width}.{ending}" for width in (480, 960, 1600) for ending in ("webp", "jpg")}


def drawn(size: tuple[int, int] = (2000, 1500), form: str = "JPEG", **options: Any) -> bytes:
    """Return a picture, red at the left and blue at the right."""
    image = Image.new(options.pop("mode", "RGB"), size, options.pop("colour", "red"))
    if image.mode == "RGB":
        image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture
def pictured(project: Project) -> Project:
    """Give a project in which one story has a photo."""
    project.edit(STOEL, "example: true", FIELD)
    project.write(PHOTO, drawn())
    return project


def story(project: Project) -> Story:
    return project.load().stories_by_path[STOEL]


# -- developing --------------------------------------------------------------------------------


def test_a_photo_becomes_three_sizes_in_two_forms() -> None:
    pictures = develop(drawn())
    assert [(p.width, p.height) for p in pictures] == [(480, 360), (960, 720), (1600, 1200)]
    for picture in pictures:
        for data, form in ((picture.webp, "WEBP"), (picture.jpeg, "JPEG")):
            image = opened(data)
            assert (image.format, image.size) == (form, (picture.width, picture.height))


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1000, [480, 960, 1000]), (1700, [480, 960, 1600])],
)  # fmt: skip
def test_a_photo_is_never_enlarged(width: int, widths: list[int]) -> None:
    assert [picture.width for picture in develop(drawn((width, 450)))] == widths


def test_nothing_that_a_camera_noted_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "GEHEIME-CAMERA"
    exif[0x0110] = "GEHEIM-TOESTEL"
    exif.get_ifd(0x8825)[2] = (50.0, 50.0, 50.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = drawn(exif=exif, comment=b"GEHEIM", icc_profile=profile, xmp=b"<x>GEHEIM</x>")
    assert b"GEHEIM" in data
    for picture in develop(data):
        for made in (picture.webp, picture.jpeg):
            image = opened(made)
            image.load()
            assert b"GEHEIM" not in made
            assert not dict(image.getexif())
            assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_nor_in_other_forms(form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "GEHEIM"
    for picture in develop(drawn(form=form, exif=exif)):
        assert b"GEHEIM" not in picture.webp + picture.jpeg


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    pictures = develop(drawn((2000, 1500), exif=exif))
    assert [(p.width, p.height) for p in pictures] == [(480, 640), (960, 1280), (1500, 2000)]
    top = opened(pictures[0].jpeg).convert("RGB").getpixel((240, 10))
    assert isinstance(top, tuple)
    assert top[0] > 200  # what was at the left is at the top


@pytest.mark.parametrize(
    ("mode", "colour", "form"),
    [("CMYK", (0, 255, 255, 0), "JPEG"), ("L", 128, "JPEG"), ("P", 3, "PNG"), ("1", 1, "PNG"),
     ("LA", (0, 0), "PNG"), ("RGBA", (255, 0, 0, 0), "WEBP"), ("I;16", 40000, "PNG")],
)  # fmt: skip
def test_every_kind_of_colours_can_be_shown(mode: str, colour: Any, form: str) -> None:
    (picture,) = develop(drawn((300, 300), form, mode=mode, colour=colour))
    assert opened(picture.jpeg).mode == "RGB"
    pixel = opened(picture.jpeg).getpixel((150, 150))
    assert isinstance(pixel, tuple)
    if mode in ("LA", "RGBA"):
        assert min(pixel) > 250  # nothing is white, not black
    if mode == "I;16":
        assert abs(pixel[0] - 40000 // 256) < 3


def test_the_second_picture_of_a_telephone_is_no_animation() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(
        out, "MPO", save_all=True, append_images=[Image.new("RGB", (300, 300))]
    )
    assert getattr(opened(out.getvalue()), "n_frames", 1) == 2
    assert len(develop(out.getvalue())) == 1


@pytest.mark.parametrize("end", [20, 500, 4000, -100])
def test_half_a_photo_is_damaged(end: int) -> None:
    with pytest.raises(PhotoError) as caught:
        develop(drawn()[:end])
    assert caught.value.code in ("photo-damaged", "photo-kind")


def test_a_process_that_is_stopped_says_that_the_photo_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(photos, "_PATIENCE", 0.001)
    with pytest.raises(PhotoError, match="photo-damaged"):
        develop(drawn())


def test_the_largest_photo_fits_in_the_memory_it_gets() -> None:
    data = drawn((7000, 7000), "PNG", mode="RGBA", colour=(9, 9, 9, 9), compress_level=1)
    assert [picture.width for picture in develop(data)] == [480, 960, 1600]


def test_what_is_packed_comes_out_the_same() -> None:
    pictures = develop(drawn((300, 300)))
    assert unpack(pack(pictures)) == pictures
    with pytest.raises(ValueError, match="not what was packed"):
        unpack(pack(pictures) + b"x")


# -- what is kept ------------------------------------------------------------------------------


def test_a_photo_is_developed_once(pictured: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = story(pictured).photo

    def refuse(_: bytes) -> None:
        raise AssertionError("it was kept")

    monkeypatch.setattr(photos, "develop", refuse)
    assert story(pictured).photo == first
    pictured.write(PHOTO, drawn())  # touched, and the same
    assert story(pictured).photo == first


def test_another_photo_is_developed_anew(pictured: Project) -> None:
    loader = Loader(pictured.root)
    before = loader.load().stories_by_path[STOEL].photo
    pictured.write(PHOTO, drawn((700, 500)))
    after = loader.load().stories_by_path[STOEL].photo
    assert before is not None
    assert after is not None
    assert before.kept != after.kept
    assert after.sizes == ((480, 343), (700, 500))
    assert not Path(before.kept).exists()


def test_a_story_with_a_photo_is_not_read_again(pictured: Project) -> None:
    Loader(pictured.root).load()
    again = Loader(pictured.root)
    again.load()
    assert again.stories.from_cache == len(list((pictured.root / "stories").rglob("*.md")))


def test_what_was_kept_is_believed_only_when_it_is_whole(pictured: Project) -> None:
    photo = story(pictured).photo
    assert photo is not None
    file = PhotoFile(Path(photo.source), Path(photo.kept), 480, "webp")
    right = file.data()
    whole = Path(photo.kept).read_bytes()
    for wrong in (b"", whole[:-1], whole[:50] + b"\0" + whole[51:], b"x" * 100):
        Path(photo.kept).write_bytes(wrong)
        assert file.data() == right
        assert Path(photo.kept).read_bytes() == whole
    Path(photo.kept).unlink()
    assert file.data() == right


def test_pictures_of_a_story_that_is_withdrawn_are_kept_no_longer(pictured: Project) -> None:
    photo = story(pictured).photo
    pictured.write(STOEL, "---\nwithdrawn: 2026-11-09\n---\n")
    pictured.remove(PHOTO)
    pictured.load()
    assert photo is not None
    assert not Path(photo.kept).exists()


def test_a_project_without_photos_starts_no_process(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.run", None)
    project.load()


# -- in the site -------------------------------------------------------------------------------


def writer() -> PageWriter:
    """A writer whose story pages are nothing but their photo."""
    slots = Slot()
    template = each(
        slots.story.photo,
        lambda p: f"{p.webp}|{p.jpg}|{p.src}|{p.width}x{p.height}|{p.alt}|{p.credit}",
    )
    kinds = ("story", "story-list", "facet", "organisation", "moved", "absent", "embedded")
    empty = Shell.parse("")
    shells = {(kind, depth): empty for kind in kinds for depth in range(1, 7)}
    shells["story", 2] = Shell.parse(str(template))
    return PageWriter(Texts(_AnyText()), shells, {})


class _AnyText(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def publish(project: Project, site: Path) -> None:
    loader = Loader(project.root)
    stories = StorySite(site, project.root / ".cache")
    stories.set_aside()
    plan = Planner().plan(loader.load())
    stories.begin(plan, writer(), loader.stories.digests()).finish()


def shown(site: Path) -> set[str]:
    return {file.name for file in (site / "verhalen/de-stoel").iterdir()}


def test_the_pictures_stand_beside_the_page_of_the_story(pictured: Project, tmp_path: Path) -> None:
    publish(pictured, tmp_path / "site")
    assert shown(tmp_path / "site") == {"index.html", *FILES}
    data = (tmp_path / "site/verhalen/de-stoel/foto-960.webp").read_bytes()
    assert opened(data).size == (960, 720)
    html = (tmp_path / "site/verhalen/de-stoel/index.html").read_text("utf-8")
    assert html == (
        "foto-480.webp 480w, foto-960.webp 960w, foto-1600.webp 1600w|"
        "foto-480.jpg 480w, foto-960.jpg 960w, foto-1600.jpg 1600w|foto-1600.jpg|1600x1200|"
        "Een &lt;stoel&gt; bij &#34;een&#34; raam.|De teamleider"
    )


def test_another_build_writes_no_picture_again(pictured: Project, tmp_path: Path) -> None:
    publish(pictured, tmp_path / "site")
    file = tmp_path / "site/verhalen/de-stoel/foto-480.jpg"
    before = file.stat().st_mtime_ns
    time.sleep(0.01)
    publish(pictured, tmp_path / "site")
    assert file.stat().st_mtime_ns == before


def test_a_smaller_photo_leaves_nothing_of_the_larger_one(
    pictured: Project, tmp_path: Path
) -> None:
    publish(pictured, tmp_path / "site")
    pictured.write(PHOTO, drawn((300, 300)))
    publish(pictured, tmp_path / "site")
    assert shown(tmp_path / "site") == {"index.html", "foto-300.webp", "foto-300.jpg"}


@pytest.mark.parametrize("with_cache", [True, False])
def test_of_a_withdrawn_story_no_picture_is_left(
    pictured: Project, tmp_path: Path, *, with_cache: bool
) -> None:
    publish(pictured, tmp_path / "site")
    pictured.write(STOEL, "---\nwithdrawn: 2026-11-09\n---\n")
    pictured.remove(PHOTO)
    if not with_cache:
        pictured.remove(".cache")
    publish(pictured, tmp_path / "site")
    assert shown(tmp_path / "site") == {"index.html"}


def loaded_by(*program: str, data: bytes = b"") -> tuple[set[str], str]:
    """Return the modules that *program* of Python loads, and whatever else it says."""
    command = [sys.executable, "-X", "importtime", *program]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    lines = done.stderr.decode().splitlines()
    modules = [line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")]
    return set(modules), "".join(line for line in lines if not line.startswith("import time:"))


def test_only_what_decodes_a_photo_is_loaded_beside_it() -> None:
    """Each module in that process is one more that a hostile photo can reach; and each takes time."""
    modules, said = loaded_by(*photos._PROGRAM[1:], data=drawn())
    assert said == ""
    new = modules - loaded_by("-P", "-c", "pass")[0]
    packages = {name.partition(".")[0] for name in new}
    assert packages - set(sys.stdlib_module_names) - {"org", "msvcrt"} <= {"PIL", "defusedxml"}
    formats = {match[1] for name in new if (match := re.fullmatch(r"PIL\.(\w+)ImagePlugin", name))}
    assert (
        {"Jpeg", "WebP"} <= formats <= {"Bmp", "Gif", "Jpeg", "Mpo", "Png", "Ppm", "Tiff", "WebP"}
    )


def test_the_name_of_the_catalogue_alone_loads_nothing_of_it() -> None:
    modules, _ = loaded_by("-c", "import catalogue")
    assert {name for name in modules if name.startswith("catalogue")} == {"catalogue"}


def test_the_limits_of_the_process_are_there() -> None:
    assert darkroom.resource is not None, "on this system"
