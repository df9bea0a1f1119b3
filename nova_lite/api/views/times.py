# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Times on the wire."""

import datetime


def zulu(moment: datetime.datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SSZ, as servers and images show times."""
    return None if moment is None else moment.isoformat(timespec="seconds")[:19] + "Z"


def plain(moment: datetime.datetime | None) -> str | None:
    """YYYY-MM-DDTHH:MM:SS.ffffff, as everything else shows times."""
    return None if moment is None else moment.isoformat(timespec="microseconds")[:26]
