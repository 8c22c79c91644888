"""What stands behind `make`: fills the environment, keeps PostgreSQL and Valkey, starts and stops everything."""
