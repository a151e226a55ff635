"""The program as a process of its own: what the script `equipoise` and `python -m equipoise` start."""

from equipoise.interrupts import EndsAtOnce

with EndsAtOnce():
    from equipoise.cli import main

if __name__ == "__main__":
    main()
