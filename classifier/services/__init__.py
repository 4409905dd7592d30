"""What the classifier can be asked to do: one public function a use case, each one short transaction.

A picture: `receive_picture`, then `answer_of` (or `answers_of` for a list), `uploads_of`, `delete_upload`. A page that
finds an upload still queued calls `answer_upload(upload.pk)`: it runs what a crashed worker left, and nothing else.
"""

from __future__ import annotations

from classifier.services.answers import answer_of, answer_upload, answers_of
from classifier.services.bundled import load_bundled
from classifier.services.classification import ClassifiedFile, classify_files
from classifier.services.evaluation import evaluate_dataset
from classifier.services.expiry import purge_uploads
from classifier.services.known import KnownShow, NoNetwork, known_shows
from classifier.services.network import forget_networks
from classifier.services.recognition import Recognised, recognise
from classifier.services.uploads import delete_upload, receive_picture, uploads_of
from classifier.services.versions import VersionError, activate_version, create_version, rollback_version

__all__ = [
    "ClassifiedFile",
    "KnownShow",
    "NoNetwork",
    "Recognised",
    "VersionError",
    "activate_version",
    "answer_of",
    "answer_upload",
    "answers_of",
    "classify_files",
    "create_version",
    "delete_upload",
    "evaluate_dataset",
    "forget_networks",
    "known_shows",
    "load_bundled",
    "purge_uploads",
    "receive_picture",
    "recognise",
    "rollback_version",
    "uploads_of",
]
