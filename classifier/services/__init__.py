"""What the classifier can be asked to do: one public function a use case, each one short transaction.

A picture: `receive_picture`, then `answer_of` (or `answers_of` for a list), `uploads_of`, `delete_upload`. A page that
finds an upload still queued calls `answer_upload(upload.pk)`: it runs what a crashed worker left, and nothing else.
"""

from __future__ import annotations

from classifier.services.answer_rows import answer_of, answers_by_task, answers_of
from classifier.services.answers import answer_upload
from classifier.services.bundled import load_bundled
from classifier.services.claims import give_up_hopeless
from classifier.services.classification import ClassifiedFile, classify_files
from classifier.services.cropping import cropped_picture
from classifier.services.embeddings import frame_embeddings, stored_embeddings
from classifier.services.evaluation import evaluate_dataset
from classifier.services.expiry import purge_uploads
from classifier.services.frame_scores import score_frames
from classifier.services.known import KnownShow, NoNetwork, known_shows
from classifier.services.nearest_frames import NearFrame, nearest_frames, nearest_to_answer
from classifier.services.network import forget_networks
from classifier.services.queue import QueueFull, check_room, has_queue, place_of, wait_of
from classifier.services.recognition import Recognised, recognise
from classifier.services.state import QueueState, answers_by_device, device_in_place, queue_state
from classifier.services.uploads import delete_upload, receive_picture, uploads_of
from classifier.services.versions import (
    VersionError,
    activate_version,
    create_version,
    finish_version,
    rollback_version,
)
from classifier.services.work import answer_next
from classifier.services.workers import report_alive, report_end, report_start, workers_there

__all__ = [
    "ClassifiedFile",
    "KnownShow",
    "NearFrame",
    "NoNetwork",
    "QueueFull",
    "QueueState",
    "Recognised",
    "VersionError",
    "activate_version",
    "answer_next",
    "answer_of",
    "answer_upload",
    "answers_by_device",
    "answers_by_task",
    "answers_of",
    "check_room",
    "classify_files",
    "create_version",
    "cropped_picture",
    "delete_upload",
    "device_in_place",
    "evaluate_dataset",
    "finish_version",
    "forget_networks",
    "frame_embeddings",
    "give_up_hopeless",
    "has_queue",
    "known_shows",
    "load_bundled",
    "nearest_frames",
    "nearest_to_answer",
    "place_of",
    "purge_uploads",
    "queue_state",
    "receive_picture",
    "recognise",
    "report_alive",
    "report_end",
    "report_start",
    "rollback_version",
    "score_frames",
    "stored_embeddings",
    "uploads_of",
    "wait_of",
    "workers_there",
]
