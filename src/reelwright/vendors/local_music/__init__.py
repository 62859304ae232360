"""Music composed on this machine: by rule and seed, played with a sound font that travels with the package."""
