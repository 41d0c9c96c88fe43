"""What the bots do when somebody writes or presses a button."""
