"""Who may come in: registering, signing in by password or OIDC, tokens for programs, keys kept for users."""
