"""Luma: the Ray models by the Luma Agents API."""
