"""The messenger's WhatsApp side: Meta's Cloud API (the Graph API) towards a business, signed webhooks back to it.

People of the messenger get a WhatsApp number of their own; everything is in memory and by the messenger's clock, so
the 24-hour window, media addresses and retries move when that clock is moved.
"""
