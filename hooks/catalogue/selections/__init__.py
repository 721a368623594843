"""Which stories stand together: lists, what is related, the story of the week."""
