# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What other systems (billing, inventories, telemetry) are told about servers, over the message bus."""
