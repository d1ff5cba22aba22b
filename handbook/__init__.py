"""The code behind the handbook: it reads the facts of a community and builds the pages around them."""
