# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-scheduler: picks hosts from placement's candidates by filters and weighers, and claims them."""
