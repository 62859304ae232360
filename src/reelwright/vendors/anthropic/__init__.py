"""Anthropic's hosted models."""
