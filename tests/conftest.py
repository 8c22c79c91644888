pytest_plugins = ["tests.fixtures.cast"]
