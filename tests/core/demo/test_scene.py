from __future__ import annotations

from collections import Counter

from catalog.core.demo import DEMO_SHOWS
from catalog.core.demo.scene import FRAMES_PER_EPISODE, SCRIPT, second, write_scene

EPISODES = (1, 2, 3)


def scenes(show, episode):
    return [write_scene(show, episode, index) for index in range(1, FRAMES_PER_EPISODE + 1)]


def test_an_episode_holds_every_framing_once():
    framings = Counter(scene.framing for scene in scenes(DEMO_SHOWS[0], 1))
    assert set(SCRIPT) < set(framings)
    assert set(framings.values()) == {1}


def test_a_scene_is_the_same_every_time():
    assert write_scene(DEMO_SHOWS[3], 2, 5) == write_scene(DEMO_SHOWS[3], 2, 5)


def test_no_place_comes_back_at_the_same_hour_in_another_episode():
    for show in DEMO_SHOWS:
        seen = [(scene.place, scene.time) for e in EPISODES for scene in scenes(show, e)[::3]]
        assert len(set(seen)) == len(seen), show.slug


def test_the_same_framing_has_another_lead_in_each_episode():
    for show in DEMO_SHOWS:
        for framing in ("closeup", "extreme", "portrait"):
            leads = {s.figures[0].member.slug for e in EPISODES for s in scenes(show, e) if s.framing == framing}
            assert len(leads) == 3, (show.slug, framing)


def test_time_runs_forward_through_an_episode():
    times = [second("comet-canteen-nine", 1, index) for index in range(1, FRAMES_PER_EPISODE + 1)]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] < 24 * 60


def test_the_shows_use_letterbox_and_subtitles_now_and_then():
    every = [scene for show in DEMO_SHOWS for episode in EPISODES for scene in scenes(show, episode)]
    assert 0.04 < sum(scene.letterbox for scene in every) / len(every) < 0.3
    assert 0.08 < sum(bool(scene.subtitle) for scene in every) / len(every) < 0.4
