# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The documents about versions; those outside of the mounts have no place in the route table."""

from nova_lite.api.schemas import answers

_STATUS = answers.word("DEPRECATED", "CURRENT")
_ENTRY = {**dict.fromkeys(("id", "version", "min_version", "updated"), answers.TEXT), "status": _STATUS}
_SELF = answers.record({"rel": answers.word("self"), "href": answers.TEXT})
_GUIDE = answers.record({"rel": answers.word("describedby"), "type": answers.TEXT, "href": answers.TEXT})
_MEDIA_TYPES = answers.listed(answers.record({"base": answers.TEXT, "type": answers.TEXT}))

ROOT = answers.one("versions", answers.listed(answers.record({**_ENTRY, "links": answers.listed(_SELF)})))
SHOW = answers.one(
    "version",
    answers.record({**_ENTRY, "links": answers.listed(answers.either(_SELF, _GUIDE)), "media-types": _MEDIA_TYPES}),
)
CHOICES = answers.one(
    "choices",
    answers.listed(
        answers.record(
            {"id": answers.TEXT, "status": _STATUS, "links": answers.listed(_SELF), "media-types": _MEDIA_TYPES}
        )
    ),
)
