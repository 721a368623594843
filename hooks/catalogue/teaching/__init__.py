"""Teaching blocks: what each is, and how it shows."""
