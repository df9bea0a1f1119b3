# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-api-metadata: tells a guest about itself, behind Neutron's metadata proxy."""
