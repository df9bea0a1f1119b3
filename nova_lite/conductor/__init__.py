# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-conductor: tasks that span hosts, and the store that compute hosts reach over the bus."""
