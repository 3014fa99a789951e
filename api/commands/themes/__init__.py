"""Commands about themes: guidance, flows, merged forms, pictures."""
