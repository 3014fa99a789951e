"""Positions of everything in a picture, as plain numbers that any format can use."""
