"""Rules shared by all the rest. Pure: nothing here waits, sends, saves or asks the time."""
