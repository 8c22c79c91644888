pytest_plugins = ["tests.fixtures.cast", "tests.fixtures.flush", "tests.fixtures.outbox"]
