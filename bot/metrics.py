"""What the program counts, for Prometheus at `/metrics`. Never a name, a number or a text as a label."""

from prometheus_client import Counter, Gauge, Histogram

ARRIVALS = Counter("pendopo_arrivals", "Arrivals committed", ["channel"])
PARKED = Counter("pendopo_arrivals_parked", "Arrivals whose handling failed and that wait for somebody to look")
STEP_SECONDS = Histogram("pendopo_batch_seconds", "Time of one transaction of the desk")
SENT = Counter("pendopo_letters", "Letters by what became of them", ["channel", "outcome"])
WAITING = Gauge("pendopo_letters_waiting", "Letters that wait to be sent")
UNDELIVERABLE = Gauge("pendopo_letters_undeliverable", "Letters that could not be delivered")
LETTERS_PARKED = Gauge("pendopo_letters_parked", "Letters that wait for their reader to write", ["why"])
TEMPLATES = Counter("pendopo_templates", "Announcements outside WhatsApp's window", ["template", "outcome"])
BELLS = Counter("pendopo_bells", "Bells rung")
PRICED = Counter("pendopo_priced", "Delivered messages by what WhatsApp charges for", ["category", "billable"])
REPORTS = Counter("pendopo_reports", "What platforms tell of messages that were sent", ["channel", "state"])
ALARMS = Counter("pendopo_alarms", "What a platform says is wrong with our own account", ["channel", "what"])
UNREADABLE = Counter("pendopo_updates_unreadable", "Updates of a shape the program does not know", ["channel"])
MODELS = Counter("pendopo_models", "Models made of what people taught, by what became of them", ["outcome"])
MODEL_ROWS = Gauge("pendopo_model_rows", "Reports the router has learned from; 0 when it goes by the catalogue alone")
