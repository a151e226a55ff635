"""The commands of the command line, a few to a module; `equipoise.cli` names them all."""
