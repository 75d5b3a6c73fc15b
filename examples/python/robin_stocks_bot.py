"""The bot that typed a password, on a session of Wheelhouse's. It needs robin_stocks: `pip install robin_stocks`.

Only the three lines marked `Wheelhouse` are new; they stand where this stood:

    rh.login(os.environ["ROBINHOOD_USERNAME"], os.environ["ROBINHOOD_PASSWORD"])

`rh.login(pickle_path=…)` would load the file too, but falls back to the password by itself when the session has ended.
Here the bot ends instead. Run it by `wheelhouse login --no-input && python robin_stocks_bot.py`.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path


def load_session(path: Path) -> dict:
    """The session in a file that `wheelhouse session export` wrote. Only ever load a file that you exported yourself."""
    with open(path, "rb") as file:
        session = pickle.load(file)
    if not isinstance(session, dict) or not session.get("access_token"):
        raise ValueError(f"There is no session in {path}")
    return session


def main() -> None:
    import robin_stocks.robinhood as rh

    path = Path(os.environ.get("SESSION_CACHE_PATH", "~/.tokens/robinhood.pickle")).expanduser()
    subprocess.run(["wheelhouse", "session", "export", str(path)], check=True)  # Wheelhouse
    rh.helper.update_session("Authorization", "Bearer " + load_session(path)["access_token"])  # Wheelhouse
    rh.helper.set_login_state(True)  # Wheelhouse
    positions = rh.account.get_open_stock_positions()
    if positions is None or None in positions:
        sys.exit("Robinhood did not give the positions")
    for position in positions:
        print(position["symbol"], position["quantity"])


if __name__ == "__main__":
    main()
