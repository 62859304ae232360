"""Typesetting: which fonts, how text is shaped, measured, wrapped and fitted. It knows no colour and no motion."""
