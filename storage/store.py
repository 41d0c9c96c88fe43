"""What can be read and written inside one transaction."""

from __future__ import annotations

from collections.abc import Callable

from storage.audit import Audit
from storage.backups import Backups
from storage.broadcasts import Broadcasts
from storage.cards import Cards
from storage.cases import Cases
from storage.client_events import ClientEvents
from storage.clients import Clients
from storage.concerns import Concerns
from storage.consents import Consents
from storage.counts import Counts
from storage.datasets import Datasets
from storage.doors import Doors
from storage.drafts import Drafts
from storage.due import Due
from storage.duty import Duty
from storage.erasing import Erasing
from storage.escalations import Escalations
from storage.exporting import Exporting
from storage.files import Files
from storage.findings import Findings
from storage.forms import Forms
from storage.frozen import Frozen
from storage.help_cases import HelpCases
from storage.help_counts import HelpCounts
from storage.help_messages import HelpMessages
from storage.hotlines import Hotlines
from storage.intake import Intakes, Leases, Quarantine, Updates
from storage.kept import KeptTables
from storage.leaving import Leaving
from storage.local_forms import LocalForms
from storage.looks import Looks
from storage.nudges import Nudges
from storage.offices import Offices
from storage.orders import Orders
from storage.outbox import Outbox
from storage.people import Invites, People
from storage.places import Places
from storage.programme_tables import AttentionRow
from storage.readers import Readers
from storage.referrals import Referrals
from storage.reports import Reports
from storage.resealing import Resealing
from storage.reviews import Reviews
from storage.sessions import Sessions
from storage.stages import Stages
from storage.submissions import Submissions
from storage.summaries import Summaries
from storage.surveys import Surveys
from storage.targets import Targets
from storage.tasks import Tasks
from storage.territories import Territories
from storage.threads import Threads
from storage.traces import Traces
from storage.turns import Turns
from storage.typed import TypedMessages
from storage.waiting import Waiting
from storage.work import Work


class Store:
    """The repositories of one transaction. What they collect is written together by `flush`."""

    def __init__(self, work: Work) -> None:  # noqa: PLR0915  # a line for each
        self.places = Places(work)
        self.territories = Territories(work)
        self.people = People(work)
        self.invites = Invites(work)
        self.doors = Doors(work)
        self.turns = Turns(work)
        self.sessions = Sessions(work, self.turns)
        self.help = HelpCases(work)
        self.help_messages = HelpMessages(work)
        self.traces = Traces(work)
        self.help_counts = HelpCounts(work)
        self.backups = Backups(work)
        self.forms = Forms(work)
        self.local_forms = LocalForms(work, self.forms)
        self.datasets = Datasets(work)
        self.drafts = Drafts(work)
        self.typed = TypedMessages(work)
        self.submissions = Submissions(work)
        self.consents = Consents(work)
        self.reports = Reports(work, self.submissions)
        self.reviews = Reviews(work, self.submissions)
        self.clients = Clients(work)
        self.client_events = ClientEvents(work)
        self.cases = Cases(work, self.submissions)
        self.counts = Counts(work)
        self.exporting = Exporting(work)
        self.stages = Stages(work)
        self.findings = Findings(work)
        self.kept = KeptTables(work)
        self.targets = Targets(work)
        self.duty = Duty(work)
        self.hotlines = Hotlines(work)
        self.threads = Threads(work, self.duty)
        self.nudges = Nudges(work)
        self.tasks = Tasks(work, self.nudges)
        self.waiting = Waiting(work)
        self.concerns = Concerns(work)
        self.offices = Offices(work)
        self.escalations = Escalations(work)
        self.attention = Looks(work, AttentionRow)
        self.readers = Readers(work)
        self.referrals = Referrals(work)
        self.surveys = Surveys(work)
        self.broadcasts = Broadcasts(work)
        self.frozen = Frozen(work)
        self.summaries = Summaries(work, self.surveys)
        self.files = Files(work)
        self.erasing = Erasing(work, self.drafts, self.typed, self.files)
        self.outbox = Outbox(work)
        self.cards = Cards(work)
        self.leaving = Leaving(work, self.cards)
        self.updates = Updates(work)
        self.quarantine = Quarantine(work)
        self.leases = Leases(work)
        self.intakes = Intakes(work)
        self.due = Due(work)
        self.orders = Orders(work)
        self.case_seals = work.cases
        self.audit = Audit(work)
        self.resealing = Resealing(work)
        self.real = work.real
        self.afterwards: list[Callable[[], None]] = []

    def after_commit(self, run: Callable[[], None]) -> None:
        """Run this once all is saved; never if it is not."""
        self.afterwards.append(run)

    async def flush(self) -> None:
        """Write what was collected, each table in one go."""
        await self.sessions.flush()
        await self.drafts.flush()
        await self.typed.flush()
        await self.submissions.flush()
        await self.counts.flush()
        await self.tasks.flush()
        await self.files.flush()
        await self.nudges.flush()
        await self.due.flush()
        await self.orders.flush()
        await self.help.flush()
        await self.outbox.flush()
        await self.audit.flush()  # the last: whoever else notes something waits for it
