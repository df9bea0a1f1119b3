# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-compute: the work on one hypervisor host.

operations/ holds one module per operation that arrives over the bus, periodics/ one per repeating task; operation.py
wraps them all. This package reaches data only through nova_lite.objects.store and never opens a database.
"""
