"""Parse what a person wrote: names, answers, files, states of the catalogue."""
