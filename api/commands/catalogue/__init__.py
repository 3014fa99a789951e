"""Commands about the catalogue itself: loaded, searched and queried."""
