"""What the fuzzer must not do: order notices to addresses that are not on this machine."""

import schemathesis

NOWHERE = "http://127.0.0.1:9/"


@schemathesis.hook
def map_body(context, body):
    channel = body.get("channel") if isinstance(body, dict) else None
    if isinstance(channel, dict) and "endpoint" in channel:
        channel["endpoint"] = NOWHERE
    return body
