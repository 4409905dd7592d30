"""How a picture that a program sends is taken in: counted, read, answered, and kept as far as the program likes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum

from django.conf import settings
from PIL import Image

from classifier.callers import Caller
from classifier.core.image import ImageRefused, decode
from classifier.fetching import fetch
from classifier.models import Upload
from classifier.predictors import PredictorError
from classifier.services import NoNetwork, check_room, has_queue, receive_picture
from classifier.services.said import Said, say
from classifier.tasks import wake_for


class Store(StrEnum):
    """What is kept of a picture: it and its answer, the answer only, or nothing."""

    PICTURE = "picture"
    ANSWER = "answer"
    NOTHING = "nothing"


class OutOfOrder(ImageRefused):
    """The network cannot answer now."""

    def __init__(self) -> None:
        super().__init__("The network is out of order. Try again later.", 503)


def take(
    caller: Caller, read: Callable[[], bytes], store: Store, tasks: Collection[str] | None = None
) -> Upload | Said:
    """Take a picture: an upload, answered or waiting for a worker, or with nothing to store what the networks say.

    `tasks` names those beside the first that are asked, None all of them; what is kept is answered by all.

    Raises:
        ImageRefused: it is none, or it cannot be kept as asked; likewise TooOften and QuotaSpent.
        QueueFull: more wait than can soon be answered.
    """
    caller.check()
    check_room()
    if store is not Store.PICTURE and has_queue():
        raise ImageRefused("Workers answer here, so a picture is kept until its time is over: leave out `store`.", 400)
    if store is not Store.NOTHING and tasks is not None:
        raise ImageRefused("What is kept is answered for all tasks: choose some only with `store=nothing`.", 400)
    data = read()
    taken = answer_now(decode(data), tasks=tasks) if store is Store.NOTHING else _keep(caller, data, store)
    caller.charge()
    return taken


def answer_now(image: Image.Image, *, tasks: Collection[str] | None = None) -> Said:
    """Ask the networks in this very process, storing nothing; `tasks` as in `take`.

    Raises:
        OutOfOrder: there is none, or it cannot be run.
    """
    try:
        return say(image, tasks=tasks)
    except (NoNetwork, PredictorError) as error:
        raise OutOfOrder from error


def fetch_picture(url: str) -> bytes:
    """Fetch the picture at an address, where this site does so.

    Raises:
        FetchRefused: see `classifier.fetching`.
        ImageRefused: this site fetches nothing.
    """
    if not settings.SNN_FETCH:
        raise ImageRefused("This site fetches no pictures from addresses. Send the picture itself.", 400)
    return fetch(url)


def _keep(caller: Caller, data: bytes, store: Store) -> Upload:
    upload = receive_picture(data, owner="", user=caller.user, keep_picture=store is Store.PICTURE)
    wake_for(upload)
    return upload
