"""What a changed regulation would have made of what happened: stored facts judged twice, nothing written.

`replay` streams the facts and limits of a span, `clocks` counts a limit anew, `entries` turns verdicts into entries
with what people decided about them, `settling` weighs those of one matter, `repeats` counts offences, `tally` adds up.
"""
