"""How long after somebody's last message a channel lets us answer freely.
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from collections.abc import Mapping
from datetime import timedelta

from bot.arrival import WHATSAPP

DAY = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""A letter that is on its way when the window shuts comes back, if at all; better to be early."""

WINDOWS: Mapping[str, timedelta] = {WHATSAPP: DAY - MARGIN}
