"""The first hour of an installation: a company, its rulebook, its people, its administrator."""
