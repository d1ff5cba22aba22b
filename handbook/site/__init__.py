"""The whole site: every language, what surrounds them, the search, and the one move that publishes it."""
