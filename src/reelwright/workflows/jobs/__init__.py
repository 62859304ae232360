"""Jobs: long work in stages, each durable, cancellable, and never done twice."""
