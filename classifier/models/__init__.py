"""Versions of the network, pictures that came in, answers that went out, and what a version says of each frame."""

from __future__ import annotations

from classifier.models.answers import Answer, Prediction
from classifier.models.api_keys import ApiKey, UsageLog
from classifier.models.batches import Batch, BatchItem
from classifier.models.corrections import Correction
from classifier.models.frame_scores import FrameScore
from classifier.models.uploads import Upload, public_id
from classifier.models.versions import ModelLabel, ModelVersion, ModelVersionQuerySet, Task
from classifier.models.workers import Worker

__all__ = [
    "Answer",
    "ApiKey",
    "Batch",
    "BatchItem",
    "Correction",
    "FrameScore",
    "ModelLabel",
    "ModelVersion",
    "ModelVersionQuerySet",
    "Prediction",
    "Task",
    "Upload",
    "UsageLog",
    "Worker",
    "public_id",
]
