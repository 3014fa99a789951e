"""What the API answers with, where that is more than a result row: models, and how they are made of rows."""
