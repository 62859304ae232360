"""Jobs started again and again, by a cron line in a time zone."""
