"""The laws: numbers in, numbers out; SI units inside, degrees at public edges."""
