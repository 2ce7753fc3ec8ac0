"""Whether the port is free, and if not, whether it is a server of ours that has it."""

from salescoach.app.doctor import Finding
from salescoach.app.serve import AlreadyServing, PortTaken, listen
from salescoach.infra.config import Settings
from salescoach.infra.data_lock import SERVED_FILE, is_served
from salescoach.kit.errors import SalesCoachError


def port(settings: Settings) -> Finding:
    try:
        for each in listen(settings.host, settings.port):
            each.close()
    except PortTaken as error:
        if isinstance(error, AlreadyServing):
            return _own_server(settings, error)
        return Finding("fail", "port", error.message, "end that program or change PORT")
    except SalesCoachError as error:
        return Finding("fail", "port", error.message, "mend HOST")
    return Finding("ok", "port", f"{settings.host}:{settings.port} is free")


def _own_server(settings: Settings, found: AlreadyServing) -> Finding:
    # Asking for the lock of a directory that nobody ever served would create its file.
    served = (settings.data_dir / SERVED_FILE).exists() and is_served(settings.data_dir)
    if served:
        return Finding("ok", "port", f"Sales Coach AI {found.version} is running on {found.port}")
    return Finding(
        "warn",
        "port",
        f"another Sales Coach AI is running on {found.port}, with another DATA_DIR",
        "stop it, or choose another PORT for this one",
    )
