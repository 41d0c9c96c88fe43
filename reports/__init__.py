"""What is given out on paper or as a file: data in, bytes out. Nothing here asks the database, or knows a chat."""
