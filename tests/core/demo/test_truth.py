from __future__ import annotations

from collections import Counter

from catalog.core.demo import DEMO_SHOWS, frames
from catalog.core.demo.scene import write_scene
from catalog.core.demo.truth import picture_tags, visible_faces

SHOWS = {show.slug: show for show in DEMO_SHOWS}


def test_boxes_lie_inside_the_picture_and_belong_to_characters():
    for frame in frames():
        assert len(frame.boxes) == len(frame.characters)
        assert set(frame.characters) <= {member.slug for member in SHOWS[frame.show].cast}
        for x, y, width, height in frame.boxes:
            assert x >= 0
            assert y >= 0
            assert width > 8
            assert height > 8
            assert x + width <= 640
            assert y + height <= 360


def test_faces_do_not_cover_one_another():
    for frame in frames():
        for i, first in enumerate(frame.boxes):
            for second in frame.boxes[i + 1 :]:
                assert overlap(first, second) < 0.3, frame.file_name


def overlap(first, second):
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    smaller = min(first[2] * first[3], second[2] * second[3])
    return max(0, width) * max(0, height) / smaller


def test_someone_seen_from_behind_has_no_face():
    scene = next(
        scene for index in range(1, 13) if (scene := write_scene(DEMO_SHOWS[0], 1, index)).framing == "over_shoulder"
    )
    assert len(scene.figures) == 2
    assert len(visible_faces(scene)) == 1
    assert "from_behind" in picture_tags(scene)


def test_tags_count_the_people():
    for frame in frames():
        counted = sum(int(tag[0]) for tag in frame.tags if tag[1:] in ("girl", "girls", "boy", "boys"))
        assert counted >= len(frame.characters)
        assert ("no_humans" in frame.tags) == (counted == 0)
        assert ("solo" in frame.tags) == (counted == 1)


def test_tags_are_words_without_spaces_each_once():
    for frame in frames():
        assert max(Counter(frame.tags).values()) == 1
        assert not any(" " in tag or "|" in tag for tag in frame.tags)


def test_tags_tell_the_hair_of_who_is_seen():
    hair = {member.slug: member.hair for show in DEMO_SHOWS for member in show.cast if member.look.back != "bald"}
    for frame in frames():
        for slug in frame.characters:
            assert slug not in hair or f"{hair[slug]}_hair" in frame.tags


def test_tags_of_weather_and_bars_follow_the_scene():
    for frame in frames():
        scene = write_scene(SHOWS[frame.show], frame.episode, frame.index)
        assert ("letterboxed" in frame.tags) == scene.letterbox
        assert ("subtitled" in frame.tags) == bool(scene.subtitle)
        assert ("night" in frame.tags) == (scene.time == "night" and scene.backdrop == "set")


def test_what_is_worn_beyond_the_edge_is_no_tag():
    show = SHOWS["peppermint-pirate-radio"]
    scenes = [write_scene(show, episode, index) for episode in (1, 2, 3) for index in range(1, 13)]
    crowned = [s for s in scenes if "cherie-momoi" in {figure.member.slug for figure, _ in visible_faces(s)}]
    assert all("crown" in picture_tags(scene) for scene in crowned if scene.framing in ("two_shot", "trio", "wide"))
    assert not any("crown" in picture_tags(scene) for scene in crowned if scene.framing == "extreme")
