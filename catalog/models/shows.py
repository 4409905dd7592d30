"""Shows and the names they go by."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
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
            # One look through all names is quicker than one for each show.
            queryset = queryset.filter(pk__in=Alias.objects.filter(normalised__contains=word).order_by().values("show"))
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
    answer_by_frames = models.BooleanField(
        "answered by its frames",
        default=False,
        help_text="Recognised by likeness to its approved frames (five or more) until a network is trained on it.",
    )
    eligible_frames = models.PositiveIntegerField(default=0, editable=False, help_text="Approved frames.")
    random_key = models.FloatField(default=random.random, editable=False, help_text="By it games draw shows.")

    objects = ShowQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        indexes: ClassVar = [
            models.Index(fields=("is_listed", "title"), name="show_listed_title"),
            models.Index(fields=("year", "season"), name="show_year_season"),
            models.Index(fields=("slug",), condition=Q(answer_by_frames=True), name="show_by_frames"),
            models.Index(fields=("random_key", "is_listed", "eligible_frames"), name="show_random"),
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
