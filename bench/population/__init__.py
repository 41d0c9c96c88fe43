"""A database as Suar would have it after two years all over Indonesia: made up, but whole, and sealed as ever.

What the bots find in it is what they would have written: people with their chats, clients with their consents, tasks,
referrals, stages of units, and reports whose answers were given to the real forms, with their counters. What is left
out: help cases, corrections, files, and the audit.
"""

from bench.population.filling_up import populate as populate

__all__ = ["populate"]
