"""What curators see of the classifier: a file per subject."""

from __future__ import annotations

from classifier.admin.api_keys import ApiKeyAdmin
from classifier.admin.corrections import CorrectionAdmin
from classifier.admin.rows import AnswerAdmin, Kept, ModelVersionAdmin, ReadOnly, UploadAdmin

__all__ = ["AnswerAdmin", "ApiKeyAdmin", "CorrectionAdmin", "Kept", "ModelVersionAdmin", "ReadOnly", "UploadAdmin"]
