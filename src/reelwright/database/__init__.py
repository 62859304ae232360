"""The application's own tables, on SQLite or PostgreSQL, and the one place that says who may see a row."""
