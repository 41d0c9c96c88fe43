"""What the reports about referrals do: a client is sent somewhere, and something is heard of it."""

from __future__ import annotations

from domain.referrals import News, Referral
from handlers.filed import Filed


async def note_referral(filed: Filed) -> None:
    """`rujukan`: the client is on the way."""
    subject, answers = filed.subject, filed.answers
    if subject.client is None or subject.unit is None:
        return
    referral = Referral(
        number=filed.sent.number,
        client=subject.client.id,
        unit=subject.unit.code,
        kind=answers["tujuan"],
        facility=answers["fasilitas"],
        day=subject.day,
    )
    await filed.chat.store.referrals.put(referral)


async def note_news(filed: Filed) -> None:
    """`hasil_rujukan`: did the client arrive, and how do things stand?"""
    news = News(
        number=filed.sent.number,
        referral=filed.subject.about,
        status=filed.answers["status"],
        arrived=filed.answers["sampai"],
        day=filed.subject.day,
        at=filed.chat.now,
    )
    await filed.chat.store.referrals.hear(news)
