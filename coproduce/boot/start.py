"""The entry of every `make` command. Any Python must be able to read this file, so it holds nothing new."""

import os
import shutil
import sys

OLDEST = (3, 12)


def find_python():
    """A Python on this machine that is new enough, or None."""
    for minor in range(20, OLDEST[1] - 1, -1):
        path = shutil.which("python3.%d" % minor)
        if path and os.system('"%s" -c "import venv" >/dev/null 2>&1' % path) == 0:
            return path
    return None


def main():
    if sys.version_info < OLDEST:
        newer = find_python()
        if newer:
            os.execv(newer, [newer] + sys.argv)
        sys.exit(
            "Coproduce needs Python 3.12 or newer, and this is %d.%d. Install a newer one, "
            "or name it: make run PYTHON=/path/to/python3" % sys.version_info[:2]
        )
    from install import main as install

    install(sys.argv[1:])


if __name__ == "__main__":
    main()
