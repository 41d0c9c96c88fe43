"""The people and groups of one simulated Telegram, and how to find them."""

from .chats import Chat
from .groups import Group
from .peers import Peer
from .people import Person
from .world import World


class Cast:
    """Everybody who can do something with a bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}

    def add_person(
        self, name: str, language: str | None, last_name: str, username: str | None, id: int | None
    ) -> Person:
        peer = Peer(id or self._world.next_person_id(), "private", name, last_name, username, language)
        person = self.people[peer.id] = Person(self._world, self._world.add_peer(peer))
        return person

    def add_group(self, title: str, username: str | None) -> Group:
        peer = Peer(self._world.next_group_id(), "group", title, username=username)
        group = self.groups[peer.id] = Group(self._world, self._world.add_peer(peer))
        return group

    def find_person(self, wanted: int | str) -> Person:
        """By id, name or username."""
        if isinstance(wanted, int) or wanted.isdecimal():
            return self.people[int(wanted)]
        for person in self.people.values():
            if wanted in (person.name, person.peer.username):
                return person
        raise KeyError(f"no such person: {wanted}")

    def find_chat(self, bot: str, wanted: int | str) -> Chat:
        """A person's chat with a bot, or a group as a bot sees it."""
        group = self.groups.get(int(wanted)) if str(wanted).startswith("-") else None
        return self._world.find_bot(bot).chat_with((group or self.find_person(wanted)).peer)
