"""Everything that leaves over HTTP: guarded clients for users' addresses, plain ones for the operator's providers."""
