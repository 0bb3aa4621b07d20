"""Speed, measured side by side: our program and an honest yardstick in the same run, told as ratios."""
