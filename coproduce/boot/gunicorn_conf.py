"""gunicorn's settings. Sync workers: pages are short, and a worker's one database connection stays open."""

import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "3"))
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 30
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
