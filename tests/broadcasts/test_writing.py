"""Writing to many agents, as it looks."""

from __future__ import annotations

from tests.broadcasts.satker import WORDS, Team
async def test_a_petugas_writes_to_all_agents(team: Team) -> None:
    await team.writes("/menu")
    await team.budi.plays("""
        budi: [Tulis ke agen]
        budi: [Semua agen · 3]
        budi: Rapat Jumat jam 9 di balai desa.
        budi: [Kirim]
    """)
