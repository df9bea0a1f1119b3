# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Waits until somebody consumes each of the named queues of a broker.

    wait_queues.py SECONDS QUEUE...        the broker's address is in BROKER_URL

A daemon that sends its first call before its server listens waits a whole RPC timeout for nothing.
"""

import os
import sys
import time

import kombu
from amqp.exceptions import NotFound


def consumed(broker: kombu.Connection, queue: str) -> bool:
    """True when the queue exists and has a consumer; each look has its own channel, which a missing queue costs."""
    channel = broker.channel()
    try:
        return bool(channel.queue_declare(queue, passive=True).consumer_count > 0)
    except NotFound:
        return False
    finally:
        channel.close()


def main() -> None:
    """Look every half second; ends with a line that names what is missing."""
    limit, missing = time.monotonic() + float(sys.argv[1]), set(sys.argv[2:])
    with kombu.Connection(os.environ["BROKER_URL"]) as broker:
        while missing := {queue for queue in missing if not consumed(broker, queue)}:
            if time.monotonic() > limit:
                sys.exit(f"nobody consumes {', '.join(sorted(missing))}")
            time.sleep(0.5)


if __name__ == "__main__":
    main()
