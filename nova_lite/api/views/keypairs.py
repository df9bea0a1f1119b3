# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs as clients see them."""

from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, always, column, moment

_KEY = (
    Field("name", answers.TEXT, column("name")),
    Field("public_key", answers.TEXT, column("public_key")),
    Field("fingerprint", answers.TEXT, column("fingerprint")),
    Field("type", answers.word("ssh", "x509"), column("type"), "2.2"),
)
_OWNER = Field("user_id", answers.TEXT, column("user_id"))

brief = View("KeyPairOfList", *_KEY)
# The private key is shown this once and kept nowhere.
created = View(
    "NewKeyPair",
    *_KEY,
    _OWNER,
    Field(
        "private_key",
        answers.TEXT,
        lambda req, row, private_key: ABSENT if private_key is None else private_key,
        until="2.91",
        optional=True,
    ),
)
full = View(
    "KeyPair",
    *_KEY,
    _OWNER,
    Field("id", answers.INTEGER, column("id")),
    Field("created_at", answers.PLAIN_TIME, moment("created_at")),
    Field("updated_at", answers.PLAIN_TIME_OR_NULL, moment("updated_at")),
    Field("deleted", answers.word(False), always(False)),
    Field("deleted_at", answers.NULL, always(None)),
)
