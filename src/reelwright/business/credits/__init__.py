"""Credits: what users have, what work costs them, and plans."""
