"""What the site is made of. An object of this package that exists is complete and right."""
