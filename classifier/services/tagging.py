"""The tags of one picture, all that the network gives: for programs that ask about nothing else."""

from __future__ import annotations

from PIL import Image

from classifier.core.image import encode
from classifier.models import Task, Upload
from classifier.services.answer_rows import answers_by_task
from classifier.services.known import NoNetwork
from classifier.services.labelling import label_all, labelling_versions
from classifier.services.said import labels_said
from classifier.services.uploads import Sender, receive_picture


def tags_of(picture: Image.Image) -> dict[str, float]:
    """Return every tag with its confidence, the likeliest first, asked of the active network here and now.

    Raises:
        NoNetwork: none is active that gives tags.
        PredictorError: it is out of order.
    """
    version = labelling_versions().get(Task.TAGS)
    if version is None:
        raise NoNetwork(Task.TAGS)
    [labelled] = label_all([picture], Task.TAGS, version)
    return {score.label: score.confidence for score in labelled.scores}


def send_for_tags(picture: Image.Image, *, user: Sender | None) -> Upload:
    """Let workers answer a picture, where they do.

    Raises:
        NoNetwork: none is active that gives tags.
        ImageRefused: it cannot be kept.
    """
    if Task.TAGS not in labelling_versions():
        raise NoNetwork(Task.TAGS)
    return receive_picture(encode(picture), owner="", user=user)


def tags_in(upload: Upload) -> dict[str, float] | None:
    """Return the tags of an upload that was answered, None where its answer has none."""
    answers = answers_by_task([upload.sha256], only=Task.TAGS).get(upload.sha256, {})
    said = labels_said(answers.values()).get(Task.TAGS)
    return {score.label: score.confidence for score in said.labels} if said else None
