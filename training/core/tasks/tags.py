"""What is to be seen? Any number of tags, each with a threshold of its own.

Half the tags are colours, so nothing that takes colour away is done to training pictures, and rare tags are left out:
with fewer than thirty pictures some five are left to judge by, too few to set a threshold on.
"""

from __future__ import annotations

from training.core.task import Task

TAGS = Task(
    "tags",
    column="tags",
    headline="map",
    what="tags",
    kind="multiple",
    usual={
        "grey": 0.0,
        "colour": 0.2,
        "least_pictures": 30,
        "group_weight": 0.5,
        "label_smoothing": 0.05,
        "unsaid_weight": 0.2,
    },
)
