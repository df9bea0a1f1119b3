# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The cache of base files."""

import os
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.virt.libvirt.disks.base_images import BaseImages, file_name
from tests.contract import guests

CONTEXT = get_admin_context()
DAY_S = 86400


class Counting:
    """A download that counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, _context: Any, _image_id: str, output: BinaryIO) -> int:
        self.count += 1
        return output.write(guests.boot_disk())


def age(path: Path, seconds: float) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_an_image_is_fetched_once(folder: Path) -> None:
    download = Counting()
    cache = BaseImages(download)
    first = cache.image(CONTEXT, guests.image())
    assert first == cache.image(CONTEXT, guests.image()) == str(folder / "_base" / file_name(guests.IMAGE_ID))
    assert download.count == 1


def test_a_kernel_has_a_file_of_its_own(folder: Path) -> None:
    path = BaseImages(Counting()).kernel(CONTEXT, guests.image())
    assert path == str(folder / "_base" / f"{file_name(guests.IMAGE_ID)}.kernel")


def test_a_template_that_fails_is_not_there(folder: Path) -> None:
    def fail(path: str) -> None:
        Path(path).write_text("half")
        raise exception.InstanceDeployFailed(reason="mkfs")

    cache = BaseImages(Counting())
    with pytest.raises(exception.InstanceDeployFailed):
        cache.template("swap_8", fail)
    assert os.listdir(folder / "_base") == []
    assert cache.template("swap_8", lambda path: Path(path).write_text("whole")) == str(folder / "_base" / "swap_8")


def test_prune_removes_what_is_old_and_unused(folder: Path) -> None:
    base = folder / "_base"
    used, unused, backing = file_name("used"), file_name("unused"), file_name("backing")
    rows = {
        used: DAY_S * 2,
        unused: DAY_S * 2,
        backing: DAY_S * 2,
        file_name("young"): DAY_S / 2,
        f"{unused}_20": 4000,
        f"{file_name('recent')}_20": 3000,
        "swap_8": DAY_S * 2,
        "ephemeral_1_abcdef0": DAY_S / 2,
        "notes.txt": DAY_S * 9,
        f"{used}.part": DAY_S * 2,
        f"{used}.converted": DAY_S / 2,
    }
    for name, seconds in rows.items():
        age(base / name, seconds)

    BaseImages(Counting()).prune({"used"}, {str(base / backing)})

    assert set(os.listdir(base)) == set(rows) - {unused, f"{unused}_20", "swap_8", f"{used}.part"}
    assert time.time() - (base / used).stat().st_mtime < 60


def test_prune_may_be_turned_off(folder: Path, option: Any) -> None:
    option("remove_unused_base_images", False, "image_cache")
    path = age(folder / "_base" / file_name("unused"), DAY_S * 9)
    BaseImages(Counting()).prune(set(), set())
    assert path.exists()


def test_prune_without_cache(folder: Path) -> None:
    assert BaseImages(Counting()).prune(set(), set()) is None


def test_what_is_in_the_cache(folder: Path) -> None:
    cache = BaseImages(Counting())
    assert not cache.has("image")
    age(folder / "_base" / file_name("image"), 0)
    assert cache.has("image")
