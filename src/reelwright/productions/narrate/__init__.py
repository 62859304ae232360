"""From words to a narrated video: script, speech, pictures, music, timeline document."""
