"""Networks are loaded and run once before a process serves: else its first visitor would wait for that."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from PIL import Image

from classifier.models import ModelVersion
from classifier.predictors import PredictorError
from classifier.services.network import network_of

logger = logging.getLogger(__name__)


def warm_networks() -> None:
    """Load the active network of every task, and let each look at a blank picture.

    One that cannot be used is logged and left to be met by whoever asks it: pages must be served all the same.
    """
    blank = Image.new("RGB", (256, 256))
    try:
        versions = list(ModelVersion.objects.active_ones())
    except DatabaseError:
        logger.exception("Which networks are active cannot be read; they are loaded when they are needed")
        return
    for version in versions:
        try:
            network_of(version.pk).run([blank])
        except PredictorError:
            logger.exception("The network %s cannot be used", version.name)
