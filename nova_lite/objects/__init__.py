# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What crosses the message bus, as versioned objects: one module per noun.

Objects carry data and the few rules that belong to it; they never open a connection themselves. Reading and saving go
through nova_lite.objects.store, which is a database in the control plane and the conductor on a compute host.
"""
