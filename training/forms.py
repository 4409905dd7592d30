"""What a person fills in to start a run: data sets, what to know, and the recipe with what is usual filled in."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_type_hints

from django import forms
from django.utils import timezone

from training.core.recipe import DatasetRef, Recipe, RecipeError
from training.core.tasks import TASKS
from training.services.datasets import offered_datasets
from training.services.runs import RunError, run_folder

MAIN = {
    "architecture": "A name that timm knows.",
    "pretrained": "Where its first weights come from: package, hub (downloads), none, or a file.",
    "size": "Pixels of the input's side. Larger sees more and learns slower.",
    "epochs": "Passes over the training pictures. Every epoch is kept, and the choice finds the best.",
    "batch_size": "Pictures in one step of learning.",
    "learning_rate": "The highest it gets; it rises, then falls.",
    "seed": "Of everything drawn at random: the same seed gives the same run.",
}
ASKED = ("task", "folders", "known", "val", "test", "processes", "live", "choose")
HIDDEN = {"name", "task", "datasets", "labels", "code_version"}
_FIELDS: dict[type, type[forms.Field]] = {
    int: forms.IntegerField,
    float: forms.FloatField,
    str: forms.CharField,
    bool: forms.BooleanField,
}


class StartForm(forms.Form):
    """A run that is to be made; `asked()` gives it as JSON, `words()` as the words of `manage.py train`."""

    name = forms.CharField(max_length=80, help_text="Letters, digits, dots, dashes and underscores.")
    task = forms.ChoiceField(choices=[(name, name) for name in sorted(TASKS)], initial="show")
    offered = forms.MultipleChoiceField(label="Data sets", required=False, widget=forms.CheckboxSelectMultiple)
    typed = forms.CharField(
        label="Other data sets", required=False, widget=forms.Textarea, help_text="Paths of folders, one a line."
    )
    known = forms.CharField(
        label="File of the labels to know",
        required=False,
        help_text="A path. One label a line, or a column label; all other labels become strangers. Empty: know all.",
    )
    val = forms.FloatField(
        label="Share that judges", initial=0.15, min_value=0.01, max_value=0.9, help_text="Where no split is given."
    )
    test = forms.FloatField(
        label="Share kept for a test", initial=0.0, min_value=0, max_value=0.9, help_text="Scored once, at promotion."
    )
    processes = forms.IntegerField(initial=1, min_value=1, max_value=64, help_text="One for each GPU.")
    live = forms.BooleanField(
        label="Score each epoch as it comes, for live curves of validation; costs some of a CPU's time", required=False
    )
    choose = forms.BooleanField(label="Choose the epoch once it is trained", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["offered"].choices = [(str(path), path.name) for path in offered_datasets()]  # type: ignore[attr-defined]
        self.fields["name"].initial = f"show-{timezone.localtime():%Y%m%d-%H%M}"
        for name, kind, default in _recipe_fields():
            self.fields[name] = _FIELDS[kind](
                initial=default,
                required=kind is not bool and default != "",
                help_text=MAIN.get(name, ""),
                label=name.replace("_", " ").capitalize(),
            )
            self.fields[name].widget.attrs["step"] = "any"

    def main_fields(self) -> list[forms.BoundField]:
        """List the fields of the recipe that most people look at."""
        return [self[name] for name in MAIN if name in self.fields]

    def more_fields(self) -> list[forms.BoundField]:
        """List the other fields of the recipe."""
        return [self[name] for name, *_ in _recipe_fields() if name not in MAIN]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        try:
            if run_folder(name).exists():
                raise forms.ValidationError("There is a run of this name already.")
        except RunError as error:
            raise forms.ValidationError(str(error)) from error
        return name

    def clean_known(self) -> str:
        known: str = self.cleaned_data["known"].strip()
        if known and not Path(known).is_file():
            raise forms.ValidationError("There is no such file.")
        return known

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        folders = list(dict.fromkeys([*cleaned.get("offered", ()), *cleaned.get("typed", "").split("\n")]))
        cleaned["folders"] = [folder.strip() for folder in folders if folder.strip()]
        missing = [folder for folder in cleaned["folders"] if not Path(folder).is_dir()]
        if missing:
            self.add_error("typed", f"There is no folder {missing[0]}.")
        elif not cleaned["folders"]:
            self.add_error("offered", "Name at least one data set.")
        if not self.errors:
            self._check_recipe(cleaned)
        return cleaned

    def _check_recipe(self, cleaned: dict[str, Any]) -> None:
        """Try the recipe with labels and data sets that stand for those nobody has read yet."""
        try:
            Recipe(
                name="tried",
                task=cleaned["task"],
                datasets=(DatasetRef("", "", "", 0),),
                labels=("a", "b"),
                **self.options(),
            )
        except RecipeError as error:
            field = str(error).split(" ", 1)[0]
            self.add_error(field if field in self.fields else None, f"{str(error).capitalize()}.")

    def options(self) -> dict[str, Any]:
        """Return the fields of the recipe that differ from what is usual."""
        return {
            name: self.cleaned_data[name]
            for name, _, default in _recipe_fields()
            if name in self.cleaned_data and self.cleaned_data[name] != default
        }

    def asked(self) -> dict[str, Any]:
        """Return the run as JSON, as a worker takes it."""
        taken = {name: self.cleaned_data[name] for name in ASKED}
        return {**taken, "options": self.options()}

    def words(self) -> list[str]:
        """Return the words of the command that makes and trains the same run."""
        words = ["train", "--name", self.cleaned_data["name"]]
        for folder in self.cleaned_data["folders"]:
            words += ["--dataset", folder]
        if self.cleaned_data["known"]:
            words += ["--known", self.cleaned_data["known"]]
        for name in ("task", "val", "test", "processes"):
            if self.cleaned_data[name] != self.fields[name].initial:
                words += [f"--{name}", str(self.cleaned_data[name])]
        words += ["--live"] if self.cleaned_data["live"] else []
        for name, value in self.options().items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        return words


def _recipe_fields() -> list[tuple[str, type, Any]]:
    """List the fields of a recipe that a plain field of a form can hold: name, type, what is usual."""
    hints = get_type_hints(Recipe)
    return [
        (field.name, hints[field.name], field.default)
        for field in fields(Recipe)
        if hints[field.name] in _FIELDS and field.name not in HIDDEN and field.default is not MISSING
    ]
