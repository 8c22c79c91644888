"""Static files and translations for an image: what `make run` does at its start, without any server."""

from coproduce.boot.app import build_static


def main() -> None:
    build_static()


if __name__ == "__main__":
    main()
