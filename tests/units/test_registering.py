"""Registering a unit in the chat: its code is checked, and its history begins."""

from __future__ import annotations

from tests.transcript import Talk


async def test_a_petugas_registers_a_unit(budi: Talk) -> None:
    await budi.plays("""
        budi: /lapor
    """)
