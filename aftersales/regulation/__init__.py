"""The regulation as everybody reads it, with what each clause did: composed here, above everything that acts by it."""
