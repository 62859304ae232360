"""The project folder: plain files a person can read, each result kept under what it was made from."""
