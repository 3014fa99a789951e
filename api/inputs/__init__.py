"""What a person wrote, understood: names, answers, files, states of the catalogue."""
