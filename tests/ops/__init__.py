"""Files for Prometheus and Grafana."""
