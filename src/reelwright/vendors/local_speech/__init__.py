"""Speech made on this machine: eSpeak NG for every language, flite for clearer English where it is installed."""
