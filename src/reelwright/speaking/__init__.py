"""What the voices of this machine share: eSpeak NG in a process of its own, phonemes, model sessions, finished sound."""
