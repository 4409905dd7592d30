"""Shows and their frames: what the catalogue knows. Rules stand in `catalog.core`, use cases in `catalog.services`."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from catalog.core.titles import normalise


class Franchise(models.Model):
    """Shows that belong together: seasons, films and spin-offs of one story."""

    name = models.CharField(max_length=300, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Genre(models.Model):
    """A genre as MyAnimeList names it."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Studio(models.Model):
    """A studio that animated a show."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ShowQuerySet(models.QuerySet["Show"]):
    """What is asked of shows."""

    def listed(self) -> ShowQuerySet:
        """Shows that people may see and that answers may name."""
        return self.filter(is_listed=True)

    def matching(self, normalised: str) -> ShowQuerySet:
        """Shows with every word of a normalised query in one of their titles or aliases."""
        queryset: ShowQuerySet = self
        for word in normalised.split():
            queryset = queryset.filter(
                models.Exists(Alias.objects.filter(show=models.OuterRef("pk"), normalised__contains=word))
            )
        return queryset


class Show(models.Model):
    """One edition of an anime: a season, a film or a special, as MyAnimeList counts them."""

    class Type(models.TextChoices):
        TV = "TV", "TV"
        MOVIE = "Movie", "Film"
        OVA = "OVA", "OVA"
        ONA = "ONA", "ONA"
        SPECIAL = "Special", "Special"
        TV_SPECIAL = "TV Special", "TV special"
        MUSIC = "Music", "Music"
        PV = "PV", "Promotional video"
        CM = "CM", "Commercial"

    class Season(models.TextChoices):
        WINTER = "winter", "Winter"
        SPRING = "spring", "Spring"
        SUMMER = "summer", "Summer"
        FALL = "fall", "Autumn"

    class Demographic(models.TextChoices):
        KIDS = "Kids", "Kids"
        SHOUNEN = "Shounen", "Shounen"
        SHOUJO = "Shoujo", "Shoujo"
        SEINEN = "Seinen", "Seinen"
        JOSEI = "Josei", "Josei"

    slug = models.SlugField(max_length=200, unique=True)
    mal_id = models.PositiveIntegerField("MyAnimeList id", null=True, blank=True, unique=True)
    anilist_id = models.PositiveIntegerField("AniList id", null=True, blank=True, unique=True)
    franchise = models.ForeignKey(Franchise, null=True, blank=True, on_delete=models.SET_NULL, related_name="shows")
    title = models.CharField("title in romaji", max_length=300)
    title_english = models.CharField(max_length=300, blank=True)
    title_japanese = models.CharField(max_length=300, blank=True)
    type = models.CharField(max_length=20, choices=Type, blank=True)
    source = models.CharField("source material", max_length=50, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    season = models.CharField(max_length=10, choices=Season, blank=True)
    episodes = models.PositiveIntegerField(null=True, blank=True)
    demographic = models.CharField(max_length=10, choices=Demographic, blank=True)
    genres = models.ManyToManyField(Genre, blank=True, related_name="shows")
    studios = models.ManyToManyField(Studio, blank=True, related_name="shows")
    synopsis = models.TextField(blank=True)
    poster = models.ImageField(upload_to="posters/", blank=True)
    is_listed = models.BooleanField("listed", default=True, help_text="Unlisted shows are never shown or answered.")
    is_demo = models.BooleanField("drawn by us", default=False, editable=False)
    eligible_frames = models.PositiveIntegerField(default=0, editable=False, help_text="Approved frames.")

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        indexes: ClassVar = [
            models.Index(fields=("is_listed", "title"), name="show_listed_title"),
            models.Index(fields=("year", "season"), name="show_year_season"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="show_has_title"),
            models.CheckConstraint(condition=Q(year__isnull=True) | Q(year__range=(1900, 2200)), name="show_year_sane"),
        ]

    def __str__(self) -> str:
        return self.display_title

    def get_absolute_url(self) -> str:
        return reverse("catalog:show", args=[self.slug])

    @property
    def display_title(self) -> str:
        """The English title where there is one, else the romaji."""
        return self.title_english or self.title


class Alias(models.Model):
    """A name a show goes by: its titles, synonyms, and the labels of data sets. Search looks only here."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        ROMAJI = "romaji", "Romaji"
        JAPANESE = "ja", "Japanese"
        SYNONYM = "synonym", "Synonym"
        LABEL = "label", "Label of a data set"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300, editable=False, db_index=True)
    language = models.CharField(max_length=10, choices=Language, default=Language.SYNONYM)

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("show", "text", "language"), name="alias_once_a_show"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.normalised = normalise(self.text)
        super().save(*args, **kwargs)


def frame_path(frame: Frame, _filename: str) -> str:
    """Store a frame under its hash; the sender's file name is never used."""
    suffix = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}.get(frame.format, "bin")
    return f"frames/{frame.sha256[:2]}/{frame.sha256}.{suffix}"


def random_key() -> float:
    """Draw the key by which frames are picked at random through an index."""
    return random.random()


class FrameQuerySet(models.QuerySet["Frame"]):
    """What is asked of frames."""

    def present(self) -> FrameQuerySet:
        """Frames that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def approved(self) -> FrameQuerySet:
        """Frames that a curator let through."""
        return self.present().filter(status=Frame.Status.APPROVED)

    def samples(self) -> FrameQuerySet:
        """Pictures of ours that a visitor may try: drawn, and never trained on nor kept for games."""
        return self.approved().filter(show__is_demo=True, show__is_listed=True, split="val")

    def soft_delete(self) -> int:
        """Mark frames as deleted; rows and files stay."""
        return self.present().update(deleted_at=Now())


class Frame(models.Model):
    """A picture from an episode, kept byte for byte as received."""

    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="frames")
    episode = models.PositiveSmallIntegerField(null=True, blank=True)
    time = models.FloatField("time in seconds", null=True, blank=True, validators=[MinValueValidator(0)])
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    phash = models.CharField("perceptual hash", max_length=16, blank=True, editable=False, db_index=True)
    image = models.ImageField(upload_to=frame_path, width_field="width", height_field="height")
    format = models.CharField(max_length=10, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    split = models.CharField(max_length=10, blank=True, help_text="train, val or test, where a data set named one.")
    cluster = models.CharField(max_length=100, blank=True, help_text="Frames that must not be parted: one video.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    source = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list, blank=True, help_text="Why a curator may want to look: dark, blurred, …")
    truth = models.JSONField(default=dict, blank=True, help_text="Tags, characters and face boxes, where known.")
    random_key = models.FloatField(default=random_key, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FrameQuerySet.as_manager()

    class Meta:
        ordering = ("show", "episode", "time", "pk")
        indexes: ClassVar = [
            models.Index(fields=("show", "status", "random_key"), name="frame_show_status_random"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(time__isnull=True) | Q(time__gte=0), name="frame_time_not_negative"),
            models.CheckConstraint(condition=Q(random_key__gte=0, random_key__lt=1), name="frame_random_key_unit"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (str(self.show), self.place) if part)

    @property
    def place(self) -> str:
        """Where in the show it is from, as far as that is known."""
        where = [f"episode {self.episode}"] if self.episode is not None else []
        if self.time is not None:
            minutes, seconds = divmod(int(self.time), 60)
            where.append(f"{minutes}:{seconds:02d}")
        return ", ".join(where)
