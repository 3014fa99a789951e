"""The formats that a diagram can be written in."""
