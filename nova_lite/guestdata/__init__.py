# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a guest is told about itself: the documents of the metadata service and of the config drive."""
