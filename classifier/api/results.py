"""Results: asked for again, with what lets them be checked, and deleted."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from classifier.api.base import ApiView
from classifier.api.shapes import ErrorShape, FrameShape, NearShape, ResultShape
from classifier.models import Task, Upload
from classifier.services import (
    answer_of,
    answer_upload,
    answers_by_task,
    delete_upload,
    has_queue,
    nearest_to_answer,
    place_of,
    uploads_of,
)
from classifier.services.answer_json import answer_json
from classifier.services.said import Said, said_in
from classifier.waiting import room

MOST_NEAREST = 20
LONGEST_WAIT = 25.0


class Wait(serializers.Serializer[Any]):
    """What may be said where a result is asked for."""

    wait = serializers.FloatField(default=0.0, min_value=0, max_value=LONGEST_WAIT)
    nearest = serializers.IntegerField(default=0, min_value=0, max_value=MOST_NEAREST)


class Result(ApiView):
    """What became of a picture, for whoever knows the address."""

    @extend_schema(
        operation_id="result",
        summary="Ask for a result",
        parameters=[
            OpenApiParameter("wait", float, description="Seconds to wait for a worker, at most 25."),
            OpenApiParameter("nearest", int, description="So many frames of the catalogue that are most like it."),
        ],
        responses={
            200: inline_serializer("NearestResult", {"result": ResultShape(), "nearest": NearShape(many=True)}),
            404: ErrorShape,
        },
    )
    def get(self, request: Request, public_id: str) -> Response:
        wishes = Wait(data=request.query_params)
        wishes.is_valid(raise_exception=True)
        upload = _upload(public_id, wishes.validated_data["wait"])
        answer = answer_of(upload) if upload.status == Upload.Status.DONE else None
        count = wishes.validated_data["nearest"]
        near = nearest_to_answer(answer, count) if answer and count else []
        frames = [
            {"frame": FrameShape(each.frame, context={"request": request}).data, "likeness": round(each.likeness, 4)}
            for each in near
        ]
        return Response({"result": result_json(upload, request, ""), "nearest": frames})

    @extend_schema(
        operation_id="delete_result", summary="Delete a picture and its answer", responses={204: None, 403: ErrorShape}
    )
    def delete(self, request: Request, public_id: str) -> Response:
        upload = get_object_or_404(Upload, public_id=public_id)
        if not uploads_of(owner="", user=request.user).filter(pk=upload.pk).exists():
            raise PermissionDenied("Only the account that sent a picture may delete it.")
        delete_upload(upload)
        return Response(status=204)


def result_json(upload: Upload, request: Request, name: str) -> dict[str, Any]:
    """Return what became of an upload as `ResultShape`."""
    answers = answers_by_task([upload.sha256]).get(upload.sha256, {}) if upload.status == Upload.Status.DONE else {}
    answer = answers.get(Task.SHOW)
    waits = upload.status == Upload.Status.QUEUED
    return {
        "name": name,
        "status": upload.status,
        "error": upload.error,
        "id": upload.public_id,
        "url": str(reverse("api:result", args=[upload.public_id], request=request)),
        "page": request.build_absolute_uri(upload.get_absolute_url()),
        "place": place_of(upload) if waits else None,
        "answer": answer_json(said_in(answer, answers.values())) if answer else None,
    }


def said_json(said: Said, name: str) -> dict[str, Any]:
    """Return an answer that is stored nowhere as `ResultShape`."""
    nowhere = dict.fromkeys(("id", "url", "page", "place"))
    return {"name": name, "status": "done", "error": "", **nowhere, "answer": answer_json(said)}


def _upload(public_id: str, seconds: float) -> Upload:
    """Find an upload; one that waits is given some time, or without a queue answered here."""
    upload = get_object_or_404(Upload, public_id=public_id)
    if upload.status == Upload.Status.QUEUED:
        if not has_queue():
            answer_upload(upload.pk)
        elif seconds:
            room.wait(upload.pk, seconds)
        upload.refresh_from_db()
    return upload
