"""Routes about themes: guidance, flows, merged forms, pictures."""
