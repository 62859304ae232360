"""What administrators see and do. For everybody else there is nothing here: every path answers 404."""
