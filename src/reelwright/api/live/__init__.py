"""What happens to jobs, told as it happens: over WebSockets and as server-sent events."""
