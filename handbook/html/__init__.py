"""The pages of the site: Sphinx's HTML builder, our theme, and what each page tells its template."""
