"""What each stage of each kind of job does, inside of its child process."""
