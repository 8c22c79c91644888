from pathlib import Path

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted((Path(__file__).parent / "fixtures").glob("[!_]*.py"))]
