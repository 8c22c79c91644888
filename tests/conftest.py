from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"

pytest_plugins = [f"tests.fixtures.{file.stem}" for file in sorted(FIXTURES.glob("[!_]*.py"))]
