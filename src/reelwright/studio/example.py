"""The article with which a first video can be made without writing anything."""

from __future__ import annotations

EXAMPLE_TITLE = "Why bread rises"
EXAMPLE = """# Why bread rises

Bread begins with four things: flour, water, salt and yeast. Yet a loaf is mostly air. Where does it come from?

## A living dough

Yeast is alive. In warm dough it eats the sugars of the flour and breathes out carbon dioxide. One gram of yeast holds about
10 billion cells, and every one of them is at work.

## A net that holds

Kneading links the proteins of wheat into long elastic threads, called gluten. They catch the gas in thousands of small bubbles, so
that the dough doubles in about 90 minutes.

## Into the oven

Heat makes the bubbles grow once more. At 60 °C the yeast dies, the starch sets, and the crumb keeps its shape. The crust turns
brown, and the kitchen smells of fresh bread.
"""
"""In our own words; the law of its use is this package's licence."""
