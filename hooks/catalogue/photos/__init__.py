"""Photos of stories: decoded apart, made anew in the sizes that pages show."""
