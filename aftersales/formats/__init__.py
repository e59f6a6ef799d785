"""How dates are written where Django writes them by itself: as on every page of the product."""
