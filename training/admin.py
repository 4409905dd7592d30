"""Runs and their epochs in the admin: the same buttons as on the page of a run, for several at once.

Django's admin classes take no type arguments when the program runs, hence the ignored `type-arg`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classifier.admin import Kept
from training.core.condition import Job
from training.models import Checkpoint, TrainingRun
from training.services.pruning import prune_run
from training.services.runs import RunError
from training.services.steering import ask_for, let_answer, stop_run, take_back
from training.services.sync import sync_runs
from training.tasks import wake_worker

NO_QUEUE = "There is no queue here (CELERY_BROKER_URL is not set); the page of a run shows the command to type."


class Steered(Kept):
    """Rows follow the files, so nothing is edited by hand; actions are for whoever may change runs."""

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Tell whether this person may press the buttons, although nobody edits a row."""
        return request.user.has_perm("training.change_trainingrun")

    def _each(self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], str]) -> None:
        for row in rows:
            try:
                messages.success(request, act(row))
            except RunError as error:
                messages.error(request, str(error))

    def _ask(self, request: HttpRequest, run: TrainingRun, job: Job, epoch: int | None = None) -> str:
        if not settings.CELERY_BROKER_URL:
            raise RunError(NO_QUEUE)
        ask_for(run, job, by=request.user.get_username(), epoch=epoch)
        transaction.on_commit(wake_worker)
        return f"{run.name} waits for a training worker."


class CheckpointInline(Kept, admin.TabularInline):  # type: ignore[type-arg]
    """The epochs of a run."""

    model = Checkpoint
    fields = ("epoch", "train_loss", "val_loss", "top1", "top5", "is_chosen", "is_kept", "version")


@admin.register(TrainingRun)
class TrainingRunAdmin(Steered, admin.ModelAdmin):  # type: ignore[type-arg]
    """Runs, whether they were started here or by the command line."""

    list_display = ("name", "page", "condition", "job_state", "epochs_done", "epochs", "top1", "on_disk", "made_at")
    list_filter = ("condition", "task", "architecture")
    search_fields = ("name",)
    inlines = (CheckpointInline,)
    actions = ("resume", "stop", "choose", "promote", "roll_back", "prune")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        sync_runs()
        return super().changelist_view(request, extra_context)

    @admin.display(description="page")
    def page(self, run: TrainingRun) -> SafeString:
        """Link to where its curves are."""
        return format_html('<a href="{}">curves</a>', run.get_absolute_url())

    @admin.display(description="on disk", ordering="bytes")
    def on_disk(self, run: TrainingRun) -> str:
        return filesizeformat(run.bytes)

    @admin.action(description="Resume", permissions=("steer",))
    def resume(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        self._each(request, queryset, lambda run: self._ask(request, run, Job.TRAIN))

    @admin.action(description="Stop after the step under way", permissions=("steer",))
    def stop(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        self._each(request, queryset, lambda run: stop_run(run, by=request.user.get_username()))

    @admin.action(description="Choose the epoch", permissions=("steer",))
    def choose(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        self._each(request, queryset, lambda run: self._ask(request, run, Job.CHOOSE))

    @admin.action(description="Promote the chosen epoch", permissions=("steer",))
    def promote(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        self._each(request, queryset, lambda run: self._ask(request, run, Job.PROMOTE))

    @admin.action(description="Roll back to the version before", permissions=("steer",))
    def roll_back(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        tasks = sorted(set(queryset.values_list("task", flat=True)))
        self._each(request, tasks, lambda task: f"{take_back(task).name} answers again.")  # type: ignore[arg-type]

    @admin.action(description="Free the weights that nobody needs", permissions=("steer",))
    def prune(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> None:
        self._each(request, queryset, _prune)


@admin.register(Checkpoint)
class CheckpointAdmin(Steered, admin.ModelAdmin):  # type: ignore[type-arg]
    """Epochs over all runs, to compare them."""

    list_display = ("run", "epoch", "val_loss", "top1", "top5", "is_chosen", "is_kept", "version")
    list_filter = ("is_chosen", "is_kept", "run")
    search_fields = ("run__name",)
    list_select_related = ("run", "version")
    actions = ("promote", "answer")

    @admin.action(description="Promote these epochs", permissions=("steer",))
    def promote(self, request: HttpRequest, queryset: QuerySet[Checkpoint]) -> None:
        self._each(request, queryset, lambda one: self._ask(request, one.run, Job.PROMOTE, one.epoch))

    @admin.action(description="Let its version answer", permissions=("steer",))
    def answer(self, request: HttpRequest, queryset: QuerySet[Checkpoint]) -> None:
        self._each(request, queryset, _let_answer)


def _prune(run: TrainingRun) -> str:
    pruned = prune_run(run)
    return f"{run.name}: {filesizeformat(pruned.bytes)} are free again."


def _let_answer(checkpoint: Checkpoint) -> str:
    if checkpoint.version is None:
        raise RunError(f"{checkpoint} was not promoted yet.")
    let_answer(checkpoint.version)
    return f"{checkpoint.version.name} answers now."
