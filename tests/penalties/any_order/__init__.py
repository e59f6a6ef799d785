"""A company whose people do anything in any order, and what must hold after every act (invariants of regulation B.3)."""
