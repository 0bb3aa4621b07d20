"""A local messenger: it speaks the Telegram Bot API over HTTP and keeps people and chats in memory.

It is the other side of the wire, so it imports nothing of the rest of the program; a client reaches it
by its base URL only. Start it with `bot.sandbox.server.serve` (in a test) or `python -m bot.sandbox`.
"""
