# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images in the form of old versions."""

import pytest

from nova_lite.api.views import images as view
from nova_lite.objects.image_meta import ImageMeta
from tests.unit.api.views import requests


@pytest.mark.parametrize(
    ("status", "word", "progress"),
    [("active", "ACTIVE", 100), ("queued", "SAVING", 25), ("saving", "SAVING", 50), ("killed", "ERROR", 0)],
)
def test_states(status: str, word: str, progress: int) -> None:
    shown = view.full(requests.at(1), ImageMeta(id="i", name=None, status=status), "http://glance")
    assert (shown["status"], shown["progress"]) == (word, progress)
    assert not {"server", "OS-DCF:diskConfig"} & set(shown)


def test_unknown_state_and_manual_disk() -> None:
    image = ImageMeta(id="i", status="odd", properties={"auto_disk_config": "Disabled"})
    shown = view.full(requests.at(1), image, "http://glance")
    assert (shown["status"], shown["OS-DCF:diskConfig"]) == ("UNKNOWN", "MANUAL")


def test_brief() -> None:
    shown = view.brief(requests.at(1), ImageMeta(id="i", name="n"), "http://glance")
    assert set(shown) == {"id", "name", "links"}
    assert shown["links"][2]["href"] == "http://glance/images/i"
