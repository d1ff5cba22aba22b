"""One catalog as a file: what stands in it, and whether it is written as programs can read it."""
