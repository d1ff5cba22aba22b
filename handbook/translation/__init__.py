"""Languages: the catalogs of a build, what is translated and what is not, and the links between languages."""
