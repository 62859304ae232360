"""Work in a process of its own, with limits: what crashes or fills that process crashes nothing else."""
