"""What senders say their pictures are really from: looked at, accepted or rejected."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.frames import THUMBNAIL_SIDE
from classifier.models import Correction
from classifier.services.corrections import accept_corrections, reject_corrections


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Corrections. The show may be changed before one is accepted; nothing is added here."""

    list_display = ("picture", "said", "show", "state", "keeps", "version", "created_at")
    list_display_links = ("said", "show")
    list_filter = ("state", "answer__version")
    search_fields = ("show__title", "show__title_english", "upload__public_id")
    autocomplete_fields = ("show",)
    fields = ("picture", "said", "version", "show", "state", "created_at", "decided_at", "decided_by")
    readonly_fields = ("picture", "said", "version", "state", "created_at", "decided_at", "decided_by")
    list_select_related = ("said", "show", "answer__version", "upload", "frame")
    date_hierarchy = "created_at"
    actions = ("accept", "reject")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        waits = obj is None or obj.state == Correction.State.PENDING
        return waits and super().has_change_permission(request, obj)

    @admin.display(description="")
    def picture(self, correction: Correction) -> SafeString:
        """Show the picture, while there is one."""
        if correction.frame_id:
            address = reverse("admin:catalog_frame_picture", args=[correction.frame_id, THUMBNAIL_SIDE])
        elif correction.upload.image:
            address = reverse("classifier:picture", args=[correction.upload.public_id])
        else:
            return format_html('<a href="{}">picture gone</a>', correction.upload.get_absolute_url())
        page = correction.upload.get_absolute_url()
        return format_html('<a href="{}"><img src="{}" alt="" width="{}"></a>', page, address, THUMBNAIL_SIDE)

    @admin.display(description="answered by")
    def version(self, correction: Correction) -> str:
        return str(correction.answer.version) if correction.answer else "–"

    @admin.display(description="picture kept", boolean=True)
    def keeps(self, correction: Correction) -> bool:
        return correction.frame_id is not None

    @admin.action(description="Accept: it is so", permissions=("change",))
    def accept(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        messages.success(request, f"{accept_corrections(queryset, _curator(request))} corrections were accepted.")

    @admin.action(description="Reject, and delete the pictures", permissions=("change",))
    def reject(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        messages.success(request, f"{reject_corrections(queryset, _curator(request))} corrections were rejected.")


def _curator(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)  # noqa: S101 - the admin lets nobody else through
    return request.user
