"""The flow of a theme 一件事: in which order items are handled, how long that takes, and which materials it needs."""
