"""Documents of other tools in, and out. An importer never drops anything in silence: what it cannot say is in its report."""
