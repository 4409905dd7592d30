"""Several processes promote and answer at the same time, on real databases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT
from tests.tiny_network import picture, write_model

pytestmark = pytest.mark.slow

SETUP = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from classifier.services import activate_version, create_version
for name in ("first", "second"):
    version = create_version(Path(sys.argv[1]) / name, "show")
activate_version(version)
"""

ACTIVATE = """
import sys
import django
django.setup()
from classifier.models import ModelVersion
from classifier.services import activate_version
sys.stdin.readline()
for _ in range(20):
    activate_version(ModelVersion.objects.get(name=sys.argv[1]))
"""

ANSWER = """
import sys
from pathlib import Path
import django
django.setup()
from classifier.services import receive_picture
data = Path(sys.argv[1]).read_bytes()
sys.stdin.readline()
for number in range(20):
    upload = receive_picture(data + bytes([number]), owner="me")
    assert upload.status == "done", upload.error
"""

COUNT = """
import django
django.setup()
from classifier.models import Answer, ModelVersion, Upload
print(ModelVersion.objects.filter(state="active").count(), Upload.objects.filter(status="done").count())
assert all(answer.predictions.count() == 5 for answer in Answer.objects.all())
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def run(request, tmp_path):
    """Start a script in a process of its own, on a fresh database."""
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path / 'db.sqlite3'}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "SNN_VAR": str(tmp_path / "var"),
        "SNN_MEDIA": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "snn.settings",
    }

    def start(script: str, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def finish(*processes: subprocess.Popen[str]) -> list[str]:
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=120) for process in processes]
    for process, (_, errors) in zip(processes, outputs, strict=True):
        assert process.returncode == 0, errors
    return [out for out, _ in outputs]


def test_while_two_versions_are_activated_over_and_over_one_is_active_and_all_pictures_are_answered(
    run, tmp_path: Path
):
    for name, sharpness in (("first", 3.0), ("second", 6.0)):
        write_model(tmp_path / name, name=name, sharpness=sharpness)
    (tmp_path / "red.jpg").write_bytes(picture((220, 20, 20), format_name="JPEG"))
    finish(run(SETUP, tmp_path))
    finish(
        run(ACTIVATE, "first"),
        run(ACTIVATE, "second"),
        run(ANSWER, tmp_path / "red.jpg"),
        run(ANSWER, tmp_path / "red.jpg"),
    )
    (counts,) = finish(run(COUNT))
    assert counts.split() == ["1", "40"]
