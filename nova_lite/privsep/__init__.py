# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Code of nova-compute that needs more rights than its user has: section [nova_sys_admin] says how to get them.

Nothing else belongs here; every function takes plain values and is as narrow as it can be.
"""

from oslo_privsep import capabilities, priv_context

sys_admin = priv_context.PrivContext(
    "nova_lite",
    cfg_section="nova_sys_admin",
    pypath=__name__ + ".sys_admin",
    capabilities=[
        capabilities.CAP_DAC_OVERRIDE,
    ],
)
