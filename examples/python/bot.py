"""Prints the option positions that expire this week. Ends with 1 on trouble, and does not start without a session."""

import os
import sys
from datetime import date, timedelta

from wheelhouse import Wheelhouse, WheelhouseError

today = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date.today()
sunday = today + timedelta(days=6 - today.weekday())
connection_id = os.environ.get("WHEELHOUSE_CONNECTION", "")
try:
    wheelhouse = Wheelhouse(os.environ["WHEELHOUSE_URL"], os.environ["WHEELHOUSE_TOKEN"])
    wheelhouse.ensure_connected(connection_id)
    for position in wheelhouse.positions(connection_id, fresh=True):
        option = position.option
        if option is not None and option.expiration <= sunday:
            print(f"{position.quantity:+f} {option.underlying} {option.expiration} {option.strike:f} {option.right}")
except KeyError as missing:
    sys.exit(f"Set {missing.args[0]}")
except (ValueError, WheelhouseError) as error:
    sys.exit(f"Not started: {error}")
