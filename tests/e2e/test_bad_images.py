# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images that must not become guests: the server ends in ERROR and says why, and nothing of it stays."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cli import Cli, run, until
from tests.e2e.conftest import Creator


@pytest.fixture
def add_image(cli: Cli, tmp_path: Path) -> Iterator["Adder"]:
    adder = Adder(cli, tmp_path)
    yield adder
    for image in adder.made:
        cli.text("image delete", image)


class Adder:
    """Uploads files as images."""

    def __init__(self, cli: Cli, folder: Path) -> None:
        self._cli = cli
        self._folder = folder
        self.made: list[str] = []

    def __call__(self, file_format: str, label: str, size: str, *options: str) -> str:
        """An image of a virtual size whose file has one format and whose label says another."""
        path = self._folder / "disk"
        run(["qemu-img", "create", "-q", "-f", file_format, *options, str(path), size])
        name = f"e2e-{uuid.uuid4().hex[:8]}"
        arguments = ["--disk-format", label, "--container-format", "bare", "--file", str(path)]
        self._cli("image create", *arguments, name)
        self.made.append(name)
        return name


@pytest.mark.parametrize(
    ("file_format", "label", "size"), [("qcow2", "raw", "64M"), ("qcow2", "qcow2", "5G"), ("vmdk", "qcow2", "64M")]
)
def test_a_bad_image_ends_in_a_fault(
    cli: Cli, create: Creator, add_image: Adder, file_format: str, label: str, size: str
) -> None:
    try:
        image = add_image(file_format, label, size)
    except AssertionError as refusal:
        pytest.skip(f"the image service refuses it already: {refusal}")
    name = create(image=image, wait=False)
    until(lambda: cli("server show", name)["status"] == "ERROR", f"{name} does not fail")
    shown = cli("server show", name)
    assert shown["fault"]["message"], shown
    cli.text("server delete", "--wait", name)
    left = cli.traces(shown["id"])
    assert not any(left.values()), left
