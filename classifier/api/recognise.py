"""Pictures come in, answers go out: at once, or with a place to ask for them."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser, FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from classifier.api.base import ApiView, as_error
from classifier.api.results import result_json, said_json
from classifier.api.shapes import ErrorShape, ResultsShape, WishesShape
from classifier.core.image import MAX_BYTES, ImageRefused
from classifier.forms import Picture
from classifier.models import Upload
from classifier.services import QueueFull, has_queue
from classifier.services.said import Said
from classifier.taking import Store, fetch_picture, take
from classifier.waiting import room


class PictureParser(BaseParser):
    """A body that is the picture itself."""

    media_type = "image/*"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        return {"body": stream.read(MAX_BYTES + 1)}


class BytesParser(PictureParser):
    """The same where a program does not say what it sends."""

    media_type = "application/octet-stream"


class Recognise(ApiView):
    """Say which show pictures are from."""

    parser_classes = (MultiPartParser, FormParser, JSONParser, PictureParser, BytesParser)

    @extend_schema(
        operation_id="recognise",
        summary="Say which show pictures are from",
        description=(
            "Send pictures as files of a form (field picture, again for more), one as the body itself, or the "
            "addresses of some as url or urls. One that is refused does not hold up the others. Without a queue "
            "the answers come at once (200). With one they may wait for a worker (202): ask again at their url."
        ),
        parameters=[
            OpenApiParameter("url", str, description="The address of a picture."),
            OpenApiParameter("store", str, enum=[*Store, "true", "false"], description="What is kept."),
            OpenApiParameter("wait", float, description="Seconds to wait for a worker, at most 25."),
            OpenApiParameter(
                "tasks",
                str,
                description="With store=nothing: the tasks that are answered, commas between them; else all are.",
            ),
        ],
        request={"application/json": WishesShape, "multipart/form-data": WishesShape, "image/*": bytes},
        responses={200: ResultsShape, 202: ResultsShape, (400, "application/json"): ErrorShape, 429: ErrorShape},
    )
    def post(self, request: Request) -> Response:
        wishes = _wishes(request)
        pictures = [*_files(request), *_addresses(wishes)]
        if not pictures:
            raise ImageRefused("Send a picture: a file in the field `picture`, a body, or an address as `url`.", 400)
        most = settings.SNN_PICTURES_AT_ONCE
        if len(pictures) > most:
            raise ImageRefused(f"At most {most} pictures are taken at once.", 413)
        results = [self._result(picture, wishes) for picture in pictures]
        return self._response(results)

    def _result(self, picture: Picture, wishes: dict[str, Any]) -> dict[str, Any] | Response:
        """Return what became of a picture, or the error it was refused with."""
        try:
            taken = take(self.caller, picture.read, wishes["store"], wishes.get("tasks"))
        except (ImageRefused, QueueFull) as error:
            refusal = as_error(error, {})
            refusal.data = {"name": picture.name, **refusal.data}
            return refusal
        if isinstance(taken, Said):
            return said_json(taken, picture.name)
        return result_json(_waited_for(taken, wishes["wait"]), self.request, picture.name)

    def _response(self, results: list[dict[str, Any] | Response]) -> Response:
        refusals = [result for result in results if isinstance(result, Response)]
        if len(refusals) == len(results):
            first = refusals[0]
            body = {**first.data, "results": [_refused_json(refusal.data) for refusal in refusals]}
            return Response(body, first.status_code, headers={k: v for k, v in first.items() if k == "Retry-After"})
        rows = [_refused_json(each.data) if isinstance(each, Response) else each for each in results]
        waiting = any(row["status"] == Upload.Status.QUEUED for row in rows)
        return Response({"results": rows}, 202 if waiting else 200)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if hasattr(self, "request") and response.status_code != 401:
            for name, value in quota_headers(self).items():
                response[name] = value
        return response


def quota_headers(view: ApiView) -> dict[str, str]:
    """Return the headers that tell what is left of the day and of the minute; a key without a quota has no day."""
    day, minute = view.caller.today(), view.caller.this_minute()
    headers = {
        "RateLimit-Limit": str(minute.limit),
        "RateLimit-Remaining": str(minute.remaining),
        "RateLimit-Reset": str(minute.reset),
    }
    if day.limit is not None:
        headers |= {
            "X-Quota-Limit": str(day.limit),
            "X-Quota-Remaining": str(day.remaining),
            "X-Quota-Reset": str(day.reset),
        }
    return headers


def _wishes(request: Request) -> dict[str, Any]:
    """Read what is said beside the pictures: the address goes before the body."""
    data = request.data if isinstance(request.data, dict) else {}
    named = ("url", "store", "wait", "tasks")
    said: dict[str, Any] = {name: data[name] for name in named if name in data}
    if "urls" in data:
        said["urls"] = data.getlist("urls") if hasattr(data, "getlist") else data["urls"]
    said |= {name: request.query_params[name] for name in named if name in request.query_params}
    if isinstance(said.get("store"), bool):
        said["store"] = str(said["store"])
    if all(isinstance(value, str) for value in said.values()):
        return {**_checked(tuple(said.items()))}
    return _validated(said)


@lru_cache(maxsize=256)
def _checked(said: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Check wishes that came before: thousands of pictures come with the same ones."""
    return _validated(dict(said))


def _validated(said: dict[str, Any]) -> dict[str, Any]:
    shape = WishesShape(data=said)
    shape.is_valid(raise_exception=True)
    wishes: dict[str, Any] = shape.validated_data
    return wishes


def _files(request: Request) -> list[Picture]:
    """Return the files of a form, whatever their fields are called, or the body."""
    if isinstance(request.data, dict) and "body" in request.data and not request.FILES:
        body = request.data["body"]
        return [Picture("picture", lambda: body)] if isinstance(body, bytes) and body else []
    files: list[UploadedFile[bytes]] = [file for name in request.FILES for file in request.FILES.getlist(name)]
    return [Picture(file.name or "picture", partial(file.read, MAX_BYTES + 1)) for file in files]


def _addresses(wishes: dict[str, Any]) -> list[Picture]:
    urls = [*([wishes["url"]] if "url" in wishes else []), *wishes.get("urls", [])]
    return [Picture(url, partial(fetch_picture, url)) for url in urls]


def _waited_for(upload: Upload, seconds: float) -> Upload:
    """Give a worker some time, where workers answer."""
    if seconds and has_queue() and upload.status == Upload.Status.QUEUED:
        room.wait(upload.pk, seconds)
        upload.refresh_from_db()
    return upload


def _refused_json(data: dict[str, Any]) -> dict[str, Any]:
    nothing = dict.fromkeys(("id", "url", "page", "place", "answer"))
    return {"name": data["name"], "status": "refused", "error": data["error"], **nothing}
