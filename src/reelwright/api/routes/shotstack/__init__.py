"""Shotstack's HTTP API over this platform: its clients work when their host is changed."""
