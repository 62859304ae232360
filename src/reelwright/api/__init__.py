"""The HTTP door: parse, call, present. The contract is in docs/api.md and, generated, at /api/openapi.json."""
