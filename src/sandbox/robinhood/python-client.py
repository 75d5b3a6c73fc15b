"""Drives the Python client robin_stocks against the broker sandbox: docs/sandbox.md, "Point a client at it".

robin_stocks itself stays as it was installed. An adapter of requests, mounted on its session, sends what is
meant for https://*.robinhood.com to the sandbox. Approval of a prompt comes from the sandbox's control
interface; a code that robin_stocks asks for on the terminal is read from the sandbox's phone.

    python python-client.py [--sandbox http://127.0.0.1:4010] [--person ada]
"""

import argparse
import builtins
import json
import os
import tempfile
import threading
import time
import urllib.request

import robin_stocks.robinhood as rh
from requests.adapters import HTTPAdapter
from robin_stocks.robinhood.globals import SESSION


class ToSandbox(HTTPAdapter):
    """Sends each request to the sandbox, and gives the answer back as if it came from where it was meant for."""

    def __init__(self, sandbox):
        super().__init__()
        self.sandbox = sandbox

    def send(self, request, **options):
        sent = request.copy()
        sent.url = self.sandbox + request.path_url
        response = super().send(sent, **options)
        # Otherwise requests would take a redirect for one to another host and drop the Authorization header.
        response.url = request.url
        response.request = request
        return response


class Phone:
    """The person's phone, by the control interface of the sandbox."""

    def __init__(self, sandbox, person):
        self.address = f"{sandbox}/_sandbox/people/{person}"

    def call(self, path="", method="GET"):
        request = urllib.request.Request(self.address + path, method=method)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)

    def approve_when_asked(self, stopped):
        while not stopped.wait(0.5):
            if any(waiting["type"] == "prompt" for waiting in self.call()["pending"]):
                self.call("/approve", "POST")
                return

    def type_code(self, prompt=""):
        code = self.call()["messages"][-1]["code"]
        print(f"{prompt}{code}")
        return code


def sign_in(person, folder):
    return rh.login(f"{person}@example.com", f"not-a-real-password-{person}", pickle_path=folder)


def read_everything():
    account = rh.load_account_profile()
    number = account["account_number"]
    portfolio = rh.load_portfolio_profile()
    print(f"account {number}: cash {account['cash']}, buying power {account['buying_power']}")
    print(f"portfolio: equity {portfolio['equity']}, market value {portfolio['market_value']}")
    assert rh.load_account_profile(number)["account_number"] == number
    assert rh.load_portfolio_profile(number)["equity"] == portfolio["equity"]
    assert len(rh.get_open_stock_positions(number)) == len(rh.get_open_stock_positions())
    print("user profile:", rh.build_user_profile())
    for symbol, holding in rh.build_holdings(with_dividends=False).items():
        print(f"holding {symbol}: {holding['quantity']} of {holding['name']} at {holding['price']}")
    print("latest prices:", rh.get_latest_price(["AAPL", "MSFT"]))
    print("aggregate positions:", [row["strategy"] for row in rh.get_aggregate_positions()])
    for position in rh.get_open_option_positions(number):
        contract = rh.get_option_instrument_data_by_id(position["option_id"])
        market = rh.get_option_market_data_by_id(position["option_id"])[0]
        terms = f"{contract['chain_symbol']} {contract['expiration_date']} {contract['strike_price']} {contract['type']}"
        print(f"option {position['type']} {position['quantity']} {terms}: mark {market['adjusted_mark_price']}")
    chain = rh.get_chains("AAPL")
    listed = rh.find_tradable_options("AAPL", chain["expiration_dates"][0], None, "call")
    print(f"chain AAPL: {len(chain['expiration_dates'])} expirations, {len(listed)} calls in the first")
    print(f"stock orders: {len(rh.get_all_stock_orders())}, open {len(rh.get_all_open_stock_orders())}")
    print(f"option orders: {len(rh.get_all_option_orders())}, open {len(rh.get_all_open_option_orders())}")
    print(f"dividends: {len(rh.get_dividends())}, events of AAPL: {len(rh.get_events('AAPL'))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sandbox", default="http://127.0.0.1:4010")
    parser.add_argument("--person", default="ada")
    words = parser.parse_args()
    SESSION.mount("https://", ToSandbox(words.sandbox))
    phone = Phone(words.sandbox, words.person)
    builtins.input = phone.type_code
    stopped = threading.Event()
    threading.Thread(target=phone.approve_when_asked, args=(stopped,), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        login = sign_in(words.person, folder)
        stopped.set()
        assert login is not None and login["access_token"], "robin_stocks could not sign in"
        print(f"signed in after {time.monotonic() - started:.1f} s, token life {login['expires_in']} s")
        assert os.path.getsize(os.path.join(folder, "robinhood.pickle")) > 0
        rh.logout()
        SESSION.headers.pop("Authorization", None)
        restored = sign_in(words.person, folder)
        assert restored is not None and restored["access_token"] == login["access_token"]
        print("restored:", restored["detail"])
        read_everything()
    print("robin_stocks: all read")


if __name__ == "__main__":
    main()
