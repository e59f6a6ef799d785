"""Stories played by the draft of a rulebook, in a process and a database of their own, before it binds anybody."""
