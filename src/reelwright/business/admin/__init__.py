"""What whoever runs the server sees and sets: numbers, settings at run time, the server's health."""
