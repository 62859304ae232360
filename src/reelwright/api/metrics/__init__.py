"""Numbers for Prometheus. Those of jobs, providers and stores come from the database and are the same in every process."""
