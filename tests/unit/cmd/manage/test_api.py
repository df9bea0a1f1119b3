# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-manage api openapi."""

import argparse
import json

import pytest

from nova_lite.api import versions
from nova_lite.cmd.manage import api


@pytest.mark.parametrize(("asked", "shown"), [("2.35", "2.35"), ("latest", versions.MAXIMUM)])
def test_the_document_is_printed(asked: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert api.show_openapi(argparse.Namespace(microversion=asked)) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["info"]["version"] == shown
    assert "/servers/detail" in found["paths"]


@pytest.mark.parametrize(("asked", "error"), [("2.01", versions.InvalidVersion), ("3.0", versions.UnsupportedVersion)])
def test_versions_that_do_not_exist(asked: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        api.show_openapi(argparse.Namespace(microversion=asked))
