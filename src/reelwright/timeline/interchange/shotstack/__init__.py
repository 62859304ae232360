"""Shotstack Edit JSON (https://shotstack.io/docs/api/) → our document, with its own meanings: its first track lies on top, y
grows upward, ``crop`` fills and cuts, ``cover`` stretches."""
