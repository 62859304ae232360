"""AssemblyAI: recognition."""
