"""What goes out and what comes in, field by field: the description at `/api/schema/` is made of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from catalog.models import Frame, Show
from classifier.core.model_card import KINDS
from classifier.models import ModelVersion, Task
from classifier.taking import Store


class ShowShape(serializers.ModelSerializer[Show]):
    """A show; `url` leads to more about it, `page` to its page for people."""

    url = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    genres = serializers.StringRelatedField(many=True)  # type: ignore[var-annotated]
    studios = serializers.StringRelatedField(many=True)  # type: ignore[var-annotated]
    frames = serializers.IntegerField(source="eligible_frames", help_text="How many approved frames there are.")

    class Meta:
        model = Show
        fields = (
            *("slug", "url", "page", "mal_id", "anilist_id", "title", "title_english", "title_japanese", "type"),
            *("source", "year", "season", "episodes", "demographic", "genres", "studios", "frames"),
        )
        read_only_fields = fields

    def get_url(self, show: Show) -> str:
        return str(reverse("api:show", args=[show.slug], request=self.context.get("request")))

    def get_page(self, show: Show) -> str:
        return _absolute(self, show.get_absolute_url())


class FrameShape(serializers.ModelSerializer[Frame]):
    """A frame of an episode; `picture` is a JPEG of at most 1280 pixels."""

    id = serializers.CharField(source="sha256", help_text="The SHA-256 of its file.")
    show = serializers.SlugRelatedField[Show](slug_field="slug", read_only=True)
    picture = serializers.SerializerMethodField()

    class Meta:
        model = Frame
        fields = ("id", "show", "episode", "time", "width", "height", "picture")
        read_only_fields = fields

    def get_picture(self, frame: Frame) -> str:
        return _absolute(self, str(reverse("catalog:frame", args=[frame.sha256])))


class VersionShape(serializers.ModelSerializer[ModelVersion]):
    """A network; `metrics` and `may_be_used_for` stand on its card."""

    labels = serializers.SerializerMethodField(help_text="How many shows it was taught.")
    metrics = serializers.SerializerMethodField()
    may_be_used_for = serializers.SerializerMethodField()

    class Meta:
        model = ModelVersion
        fields = ("name", "task", "state", "created_at", "activated_at", "labels", "metrics", "may_be_used_for")
        read_only_fields = fields

    def get_labels(self, version: ModelVersion) -> int:
        return len(version.card.get("labels", ()))

    def get_metrics(self, version: ModelVersion) -> dict[str, Any]:
        metrics: dict[str, Any] = version.card.get("metrics", {})
        return metrics

    def get_may_be_used_for(self, version: ModelVersion) -> str:
        return str(version.card.get("may_be_used_for", ""))


class GuessShape(serializers.Serializer[Any]):
    """One of the five likeliest shows."""

    rank = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    title_english = serializers.CharField()
    mal_id = serializers.IntegerField(allow_null=True)
    anilist_id = serializers.IntegerField(allow_null=True)
    confidence = serializers.FloatField(help_text="A calibrated probability, from 0 to 1.")
    word = serializers.CharField(help_text="The confidence for people.")
    frames = serializers.IntegerField(allow_null=True, help_text="Known by so many frames only; null where learnt.")


class LabelShape(serializers.Serializer[Any]):
    """A label that a network gives."""

    label = serializers.CharField()  # type: ignore[assignment]  # Field has an attribute of that name
    confidence = serializers.FloatField(help_text="A calibrated probability, from 0 to 1.")
    word = serializers.CharField(help_text="The confidence for people.")
    counts = serializers.BooleanField(
        help_text="Whether it is part of the answer: the likeliest, or past its threshold."
    )
    group = serializers.CharField(help_text="What kind of thing it says; empty where it has none.")


class TaskShape(serializers.Serializer[Any]):
    """What a network beside the first says."""

    version = serializers.CharField(help_text="The network that answered.")
    kind = serializers.ChoiceField(choices=KINDS, help_text="Whether one label fits a picture, or any number of them.")
    device = serializers.CharField()
    ms = serializers.FloatField(help_text="What the network took.")
    labels = LabelShape(many=True, help_text="The likeliest first.")


class AnswerShape(serializers.Serializer[Any]):
    """What the networks say."""

    known = serializers.BooleanField(help_text="Whether the picture is from a show that the network knows.")
    reason = serializers.CharField(help_text="Why it is not; empty where it is.")
    version = serializers.CharField(help_text="The network that answered.")
    device = serializers.CharField()
    ms = serializers.FloatField(help_text="What the network took.")
    predictions = GuessShape(many=True, help_text="Always the likeliest five, also of an unknown picture.")
    tasks = serializers.DictField(child=TaskShape(), help_text="What the other networks say, by task: style, tags, …")


class ResultShape(serializers.Serializer[Any]):
    """What became of one picture."""

    name = serializers.CharField(help_text="Its file name or address.")
    status = serializers.ChoiceField(choices=("done", "queued", "failed", "refused"))
    error = serializers.CharField(help_text="Why it failed or was refused; empty where it was not.")
    id = serializers.CharField(allow_null=True, help_text="null where nothing is stored.")
    url = serializers.CharField(allow_null=True, help_text="Where the result is, to be asked again while it is queued.")
    page = serializers.CharField(allow_null=True, help_text="The same for people.")
    place = serializers.IntegerField(allow_null=True, help_text="In the queue, while it waits; 1 is next.")
    answer = AnswerShape(allow_null=True)


class ResultsShape(serializers.Serializer[Any]):
    """What became of all pictures of a request, in their order."""

    results = ResultShape(many=True)


class NearShape(serializers.Serializer[Any]):
    """A frame of the catalogue that is like the picture."""

    frame = FrameShape()
    likeness = serializers.FloatField(help_text="From -1 to 1.")


class ErrorShape(serializers.Serializer[Any]):
    """Any error."""

    error = serializers.CharField(help_text="A sentence that says what is wrong and what to do.")
    status = serializers.IntegerField()
    retry_after = serializers.IntegerField(required=False, help_text="Seconds, with 429 and 503.")


class QuotaShape(serializers.Serializer[Any]):
    """What one may still send."""

    key = serializers.CharField(allow_null=True, help_text="The name of the key, null without one.")
    quota = serializers.IntegerField(allow_null=True, help_text="Pictures a day; null: any number.")
    used = serializers.IntegerField()
    remaining = serializers.IntegerField(allow_null=True)
    reset = serializers.IntegerField(help_text="Seconds until the day ends, at midnight UTC.")
    per_minute = serializers.IntegerField()


class WishesShape(serializers.Serializer[Any]):
    """What may be said beside a picture, in the address or in the body."""

    url = serializers.CharField(required=False, help_text="The address of a picture, instead of the picture.")
    urls = serializers.ListField(child=serializers.CharField(), required=False, help_text="Several, in JSON.")
    store = serializers.CharField(
        required=False,
        default=Store.PICTURE,
        help_text="picture (also true): it and its answer; answer: only that; nothing (also false): neither.",
    )
    wait = serializers.FloatField(
        required=False, default=0.0, min_value=0, max_value=25, help_text="Seconds to wait for a worker, at most 25."
    )
    tasks = serializers.CharField(
        required=False, help_text="With store=nothing: the tasks that are answered, with commas between them."
    )

    def validate_store(self, value: str) -> Store:
        named = {"true": Store.PICTURE, "false": Store.NOTHING}.get(value.lower(), value.lower())
        if named not in list(Store):
            raise serializers.ValidationError("Say picture, answer or nothing.")
        return Store(named)

    def validate_tasks(self, value: str) -> frozenset[str]:
        named = frozenset(name.strip() for name in value.split(",") if name.strip())
        if unknown := sorted(named - set(Task.values)):
            raise serializers.ValidationError(f"There is no task {unknown[0]!r}, only {', '.join(Task.values)}.")
        return named


class SeenShape(serializers.Serializer[Any]):
    """Shows by their slug or their number at MyAnimeList."""

    shows = serializers.ListField(child=serializers.CharField(max_length=200), max_length=10_000)


def _absolute(serializer: serializers.BaseSerializer[Any], address: str) -> str:
    request = serializer.context.get("request")
    return request.build_absolute_uri(address) if request else address
