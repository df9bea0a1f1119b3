# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Measurements of running daemons from outside. Programs, not tests: pytest collects nothing here.

`python -m tests.benchmarks.api` is the first; each prints one table and writes a JSON file.
"""
