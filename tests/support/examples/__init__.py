"""Data to test with: small catalogues, forms, themes and diagrams, fixed ones and ones that hypothesis draws."""
