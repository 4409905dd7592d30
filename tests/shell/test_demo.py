"""The drawn shows: into the catalogue, and out of it again."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from catalog.core.demo import DEMO_SHOWS, frames, write_dataset
from catalog.models import Alias, Frame, Genre, Show, Studio
from catalog.services import (
    delete_frames,
    demo_folder,
    draw_demo,
    load_catalogue,
    remove_demo,
    resolve_label,
    update_title_aliases,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Path:
    """Draw once for all tests here: it takes half a minute."""
    folder = tmp_path_factory.mktemp("drawn") / "demo"
    write_dataset(folder)
    return folder


@pytest.fixture(autouse=True)
def _var(settings, tmp_path, drawn):
    settings.VAR = tmp_path
    shutil.copytree(drawn, tmp_path / "demo")


def test_every_drawn_show_comes_with_its_facts_its_names_and_the_truth_about_its_frames():
    steps: list[tuple[int, int]] = []
    draw_demo(progress=lambda done, total: steps.append((done, total)))
    for demo in DEMO_SHOWS:
        show = Show.objects.get(slug=demo.slug)
        titles = (demo.title, demo.title_english, demo.title_japanese)
        assert (show.title, show.title_english, show.title_japanese) == titles
        assert (show.is_demo, show.is_listed, show.mal_id, show.eligible_frames) == (True, True, None, 36)
        assert set(show.genres.values_list("name", flat=True)) == set(demo.genres)
        assert resolve_label(demo.title_japanese) == show
        assert resolve_label(demo.slug) == show

    wanted = list(frames())
    assert Frame.objects.approved().count() == len(wanted)
    assert steps == sorted(steps)
    assert steps[-1] == (2 * len(wanted), 2 * len(wanted))

    several = next(frame for frame in wanted if frame.episode == 3 and len(frame.characters) > 1)
    frame = Frame.objects.get(show__slug=several.show, episode=3, time=round(several.time, 2))
    assert (frame.split, frame.cluster) == ("test", several.cluster)
    assert frame.truth["characters"] == list(several.characters)
    assert frame.truth["boxes"] == [list(box) for box in several.boxes]
    assert frame.truth["tags"] == list(several.tags)


def test_drawing_again_is_quick_and_keeps_what_the_keeper_did(django_assert_max_num_queries):
    draw_demo()
    show = Show.objects.get(slug=DEMO_SHOWS[0].slug)
    Show.objects.filter(pk=show.pk).update(is_listed=False, title_english="Mine")
    delete_frames(show.frames.all())
    before = (list(Show.objects.values()), list(Frame.objects.values()))
    steps: list[int] = []
    with django_assert_max_num_queries(1):
        draw_demo(progress=lambda done, total: steps.append(done))
    assert steps == []
    assert (list(Show.objects.values()), list(Frame.objects.values())) == before


def test_frames_of_an_older_drawing_are_replaced(django_capture_on_commit_callbacks):
    draw_demo()
    old = Frame.objects.filter(show__slug=DEMO_SHOWS[0].slug).first()
    assert old is not None
    Frame.objects.filter(pk=old.pk).update(source="demo 0", sha256="0" * 64, image="frames/00/old.jpg")
    default_storage.save("frames/00/old.jpg", ContentFile(b"an older drawing"))
    with django_capture_on_commit_callbacks(execute=True):
        draw_demo()
    assert not Frame.objects.filter(pk=old.pk).exists()
    assert not default_storage.exists("frames/00/old.jpg")
    assert Show.objects.get(slug=DEMO_SHOWS[0].slug).eligible_frames == 36


def test_a_show_that_a_network_brought_under_the_same_name_becomes_the_drawn_one():
    show = Show.objects.create(slug=DEMO_SHOWS[0].slug, title=DEMO_SHOWS[0].slug)
    update_title_aliases(show)
    draw_demo()
    show.refresh_from_db()
    assert (show.is_demo, show.title, show.eligible_frames) == (True, DEMO_SHOWS[0].title, 36)


def test_removing_leaves_nothing_and_touches_nothing_else(django_capture_on_commit_callbacks):
    load_catalogue()
    before = [set(model.objects.values_list("pk", flat=True)) for model in (Show, Alias, Genre, Studio)]
    draw_demo()
    files = [frame.image.path for frame in Frame.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        remove_demo()
    assert [set(model.objects.values_list("pk", flat=True)) for model in (Show, Alias, Genre, Studio)] == before
    assert not Frame.objects.exists()
    assert not any(Path(file).exists() for file in files)
    assert not demo_folder().exists()


def test_what_was_removed_stays_out_until_it_is_asked_for(tmp_path, drawn):
    draw_demo()
    remove_demo()
    draw_demo()
    assert not Show.objects.exists()
    shutil.copytree(drawn, tmp_path / "demo")
    draw_demo(again=True)
    assert Show.objects.filter(is_demo=True).count() == len(DEMO_SHOWS)


def test_the_command_draws_and_removes():
    out = StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue().startswith("12 demo shows with 432 frames; as a data set: ")
    call_command("demo", "--remove", stdout=out)
    assert not Show.objects.exists()
