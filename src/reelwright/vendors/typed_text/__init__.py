"""What the adapters of hosted text models share: pydantic-ai writes and reads their protocols, our HTTP sends, our books pay."""
