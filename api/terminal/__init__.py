"""The terminal: messages, options and where a result goes."""
