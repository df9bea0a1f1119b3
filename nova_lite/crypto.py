# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Random passwords."""

import secrets

# Letters and digits that are not mistaken for one another.
ALPHABETS = ("23456789", "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz")


def generate_password(length: int) -> str:
    """A password with at least one character of every kind, if it is long enough."""
    picked = [secrets.choice(alphabet) for alphabet in ALPHABETS][:length]
    everything = "".join(ALPHABETS)
    picked += [secrets.choice(everything) for _ in range(length - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)
