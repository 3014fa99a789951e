"""One state of a catalogue in memory, and a city that answers from it, for servers."""
