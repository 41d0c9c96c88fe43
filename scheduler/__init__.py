"""What the bots do when time passes."""
