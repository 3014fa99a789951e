"""Where everything in a picture stands, in units of its own: numbers only, whatever draws it."""
