# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What fleet.py and whoever starts it agree on; who starts it must not import it, since that changes all threads."""

# The variable that says how many computes there are, and what is printed when all are at work.
SIZE = "NOVA_LITE_FLEET"
READY = "The fleet is complete"
