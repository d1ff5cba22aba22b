"""What only books have: gutters and tabs, an index, sources and answers at the end, booklets to fold."""
