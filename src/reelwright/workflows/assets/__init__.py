"""Files on their way from a sender to an asset: staged, looked into apart from us, stored, written down."""
