"""What curators may see: networks, pictures that came in, answers. Nothing here is edited by hand.

Django's admin classes take no type arguments when the program runs, hence the ignored `type-arg`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from classifier.models import Answer, ModelLabel, ModelVersion, Prediction, Upload
from classifier.services import delete_upload


class ReadOnly:
    """Nothing is added or changed; a command or the site itself writes these rows."""

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Kept(ReadOnly):
    """Not deleted by hand either."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LabelInline(Kept, admin.TabularInline):  # type: ignore[type-arg]
    """What each output means."""

    model = ModelLabel
    fields = ("index", "label", "show")


@admin.register(ModelVersion)
class ModelVersionAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    """Networks; `manage.py promote` and `manage.py rollback` decide which of them answers."""

    list_display = ("name", "task", "state", "created_at", "activated_at")
    list_filter = ("task", "state")
    search_fields = ("name",)
    inlines = (LabelInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelVersion]:
        return super().get_queryset(request).prefetch_related("labels__show")


@admin.register(Upload)
class UploadAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Pictures that people sent. They can be deleted, which also removes the file, never edited."""

    list_display = ("public_id", "thumbnail", "status", "width", "height", "created_at", "expires_at")
    list_filter = ("status",)
    search_fields = ("public_id", "sha256")
    date_hierarchy = "created_at"
    fields = ("thumbnail", *(f.name for f in Upload._meta.fields if f.name not in ("id", "owner", "image")))

    @admin.display(description="picture")
    def thumbnail(self, upload: Upload) -> str:
        """Show the picture while it is kept, linked to its answer."""
        picture = reverse("classifier:picture", args=[upload.public_id])
        if not upload.image:
            return format_html('<a href="{}">answer</a>', upload.get_absolute_url())
        return format_html('<a href="{}"><img src="{}" alt="" height="60"></a>', upload.get_absolute_url(), picture)

    def delete_model(self, request: HttpRequest, obj: Upload) -> None:
        delete_upload(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Upload]) -> None:
        for upload in queryset:
            delete_upload(upload)


class PredictionInline(Kept, admin.TabularInline):  # type: ignore[type-arg]
    """The five likeliest shows."""

    model = Prediction
    fields = ("rank", "show", "confidence")


@admin.register(Answer)
class AnswerAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    """What networks said."""

    list_display = ("sha256", "best", "known", "version", "ms", "created_at")
    list_filter = ("version__task", "known", "version")
    search_fields = ("sha256",)
    inlines = (PredictionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return super().get_queryset(request).select_related("version").prefetch_related("predictions__show")

    @admin.display(description="likeliest")
    def best(self, answer: Answer) -> str:
        """Name the first prediction, or the labels that count."""
        if answer.labels:
            return ", ".join(f"{each['label']} ({each['confidence']:.0%})" for each in answer.labels if each["counts"])
        return next(
            (f"{prediction.show} ({prediction.confidence:.0%})" for prediction in answer.predictions.all()), "–"
        )
