"""Faults that an operator can mend, each with its mend. Anything else is ours, and shows its traceback."""

from bot.channels import BadToken, Refused
from bot.keeping import BadBackup
from bot.route_command import BadTable
from bot.settings import BadSettings
from bot.start import AlreadyRunning
from routing.catalogue import CatalogueError
from routing.learned import BadModel
from storage.copying import Changed, NotEmpty
from storage.database import Unavailable
from storage.migrate import DatabaseTooNew

FAULTS: tuple[type[Exception], ...] = (
    BadSettings,
    CatalogueError,
    AlreadyRunning,
    Refused,
    BadBackup,
    NotEmpty,
    Changed,
    DatabaseTooNew,
    BadTable,
    BadModel,
    Unavailable,
)


def fault_in(error: BaseException) -> BaseException | None:
    """The fault, alone or within a group of nothing else; None when it is not the operator's to mend."""
    if not isinstance(error, BaseExceptionGroup):
        return error if isinstance(error, FAULTS) else None
    found = [fault_in(each) for each in error.exceptions]
    return found[0] if all(found) else None


def explain(error: BaseException) -> str:
    """In the operator's words."""
    if isinstance(error, BadToken):
        return f"Telegram does not accept a bot token ({error}). Copy it again from @BotFather into .env, whole."
    if isinstance(error, Refused):
        return (
            f"Telegram refuses what the settings ask of it ({error}). For webhooks, PENDOPO_PUBLIC_URL must be an "
            "https address that Telegram can reach on port 443, 80, 88 or 8443."
        )
    if isinstance(error, Unavailable):
        return (
            f"The database can't be opened ({error}). Check PENDOPO_DATA_DIR and PENDOPO_DATABASE_URL: "
            "the folder must exist, be writable and have room."
        )
    return str(error)
