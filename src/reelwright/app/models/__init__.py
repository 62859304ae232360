"""Getting models onto this machine: when somebody asks for one, never by itself."""
