# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Unit tests of nova_lite.compute, on fakes of the store, the driver and the network."""
