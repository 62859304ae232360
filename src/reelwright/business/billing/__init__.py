"""Selling credits and plans through Stripe: pages to pay on, and what its messages change here."""
