"""Commands for those who run the programs."""
