"""The tasks, one a file: what a network can be asked. A new one needs a file here and a choice where it is stored."""

from __future__ import annotations

from training.core.task import Task
from training.core.tasks.demographic import DEMOGRAPHIC
from training.core.tasks.show import SHOW
from training.core.tasks.style import STYLE
from training.core.tasks.tags import TAGS

TASKS: dict[str, Task] = {task.name: task for task in (SHOW, STYLE, DEMOGRAPHIC, TAGS)}
