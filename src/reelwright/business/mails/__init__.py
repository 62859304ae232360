"""Mails to users: which there are, who wants them, queueing and sending them."""
