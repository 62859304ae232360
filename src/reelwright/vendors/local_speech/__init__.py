"""Speech without a network: eSpeak NG in every language, Flite for English where it is installed."""
