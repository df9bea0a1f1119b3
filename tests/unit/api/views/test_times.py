# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Times on the wire."""

import datetime

from nova_lite.api.views.times import plain, zulu

MOMENT = datetime.datetime(2026, 1, 2, 3, 4, 5, 6)


def test_both_forms() -> None:
    assert zulu(MOMENT) == "2026-01-02T03:04:05Z"
    assert plain(MOMENT) == "2026-01-02T03:04:05.000006"
    assert zulu(None) is None and plain(None) is None
