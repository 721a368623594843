"""Files to typed values: names, bytes, front matter, fields, personal data."""
