"""Upstream expectations of ODK XForms engines, run where they lie: `python -m tests.conformance DIR`."""
