"""A real server for a seeded database, and the load on it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from coproduce.environment import BASE_DIR

CONNECTIONS = 16


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[str]:
    """gunicorn as `make run` starts it, with the floor page. Yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "coproduce.bench.wsgi", "--config", "coproduce/boot/gunicorn_conf.py"]
    log = BASE_DIR / "var" / "bench-gunicorn.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env={**os.environ, **env, "PORT": str(port)}, stdout=out, stderr=out, cwd=BASE_DIR
        )
        try:
            address = f"http://localhost:{port}"
            wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/privacy", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start; see var/bench-gunicorn.log.")


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def rate(address: str, path: str, cookie: str, seconds: int) -> float | None:
    """Requests per second at 16 connections, compressed as for a browser. None without wrk, which Debian has.

    Returns once the server has worked off what wrk left unfinished, so that the next measurement does not pay for it.
    """
    if not has_wrk():
        return None
    command = ["wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "20s"]
    headers = ["-H", f"Cookie: sessionid={cookie}", "-H", "Accept-Encoding: gzip, deflate, br"]
    found = subprocess.run([*command, *headers, address + path], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in found or "Socket errors" in found:
        raise RuntimeError(f"{address}{path} did not always answer well:\n{found}")
    urllib.request.urlopen(f"{address}/privacy", timeout=20).close()  # answered after all that came before it
    speed = re.search(r"Requests/sec:\s+([\d.]+)", found)
    if speed is None:
        raise RuntimeError(f"wrk said nothing of its speed:\n{found}")
    return float(speed[1])
