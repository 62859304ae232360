"""Exact time, rates, levels and colours: the values every room shares."""
