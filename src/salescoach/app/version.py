"""The version of what is installed: pyproject.toml says it, nothing repeats it."""

from importlib import metadata


def version() -> str:
    return metadata.version("salescoach")
