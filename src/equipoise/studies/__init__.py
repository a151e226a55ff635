"""Studies: several analyses, or several scenarios, taken together."""
