"""`python -m bot.sandbox --host 127.0.0.1 --port 8081`: the messenger alone."""

import argparse

from bot.sandbox.server import run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    chosen = parser.parse_args()
    run(chosen.host, chosen.port)
