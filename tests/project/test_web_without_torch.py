"""The web process never imports torch, whatever it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.project.tree import ROOT

VISIT = """
import sys
from django.core.management import call_command, get_commands, load_command_class
from django.test import Client
import snn.wsgi
from snn.startup.steps import prepare

call_command("migrate", verbosity=0)
from catalog.services import load_catalogue
from classifier.services import load_bundled
load_catalogue()
load_bundled()
for name, app in get_commands().items():
    if app.split(".")[0] in {"snn", "catalog", "classifier", "games", "training"}:
        load_command_class(app, name)

from io import BytesIO
from PIL import Image
picture = BytesIO()
Image.new("RGB", (320, 180), "orange").save(picture, "JPEG")
picture.name = "picture.jpg"
picture.seek(0)
visitor = Client(HTTP_HOST="localhost")
for address in ("/", "/shows/", "/answers/", "/model/"):
    assert visitor.get(address).status_code == 200, address
assert visitor.post("/recognise/", {"picture": picture}, follow=True).status_code == 200

print("onnxruntime" in sys.modules, sorted({"torch", "torchvision", "timm"} & set(sys.modules)))
"""


def test_pages_commands_and_an_answer_come_without_torch(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "tests.settings", "SNN_TEST_DATABASE_URL": f"sqlite:///{tmp_path}/db"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "True []"
