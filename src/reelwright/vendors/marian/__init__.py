"""Marian models (OPUS-MT, Argos) that run in this process through CTranslate2."""
