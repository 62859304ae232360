"""Languages in which numbers, dates, money and units are said in words: a table of each, and its way of counting."""
