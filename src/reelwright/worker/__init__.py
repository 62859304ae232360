"""The door for work: processes that run jobs, and the child processes they run stages in."""
