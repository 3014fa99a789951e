"""What exists: the declarations of every node and relationship, code lists, result rows, texts and errors."""
