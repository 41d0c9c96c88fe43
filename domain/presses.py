"""What a button means, packed into Telegram's 64 bytes and signed, so that no row per button is needed.

The signature binds a button to the chat that it was drawn for.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b
from zlib import crc32

_LAYOUT = struct.Struct(">BQHHi")
_MAC = 8
_SMALL = 0xFFFF


class Do(IntEnum):
    """What a button does. The numbers live on in old messages: never change or reuse one."""

    MENU = 1
    REPORT = 2  # choose a form
    BEGIN = 3  # begin the form number `choice`
    DRAFTS = 4
    HELP = 5
    LANGUAGE = 6
    # joining
    CALL_ME = 10
    WRITE_NAME = 11
    PLEDGE = 12
    READ_PLEDGE = 13
    # filling in a form; `subject` is the draft
    ANSWER = 20  # choose option `choice`
    ON = 21  # select_multiple: `choice` shall be on
    OFF = 22
    DONE = 23  # select_multiple: that is all
    DAY = 24  # the day `choice`, counted from 1970-01-01
    CALENDAR = 25  # show the month `choice`, counted from 1970-01
    SKIP = 26
    BACK = 27
    NEXT = 28  # a note was read
    CHANGE = 29  # ask `question` again
    SEND = 30
    KEEP = 31  # leave it as a draft
    CANCEL = 32
    DROP = 33  # really throw it away
    RESUME = 34  # go on with a draft
    USE_HELD = 35
    JOIN_HELD = 36
    DROP_HELD = 37
    VIEW = 38  # see a report that was sent
    CORRECT = 39
    ACCEPT_EDIT = 40
    REFUSE_EDIT = 41
    REVIEW = 42
    PAGE = 43  # page `choice` of a long list
    NOTHING = 49  # a button that only shows something, such as the name of a month
    # repeats; `question` is the repeat
    TURNS = 100  # look at its turns
    ADD_TURN = 101
    EDIT_TURN = 102  # turn number `choice`
    REMOVE_TURN = 103  # ask whether turn number `choice` is to go
    REMOVE = 104  # it is
    TURNS_DONE = 105
    KEEP_TURN = 106  # it is not to go
    # other kinds of answers
    HOUR = 110  # show the minutes of this hour
    TIME = 111  # the minute `choice` of the day
    NUMBER = 112  # step number `choice` of a range
    RANK = 113  # choice number `choice` comes next
    RANK_ANEW = 114  # or another day, before its time
    ALL_CHOICES = 115  # search no longer
    # supervising
    INVITE = 60
    INVITE_UNIT = 61
    REPORTS = 77  # reports that came in
    REPORT_IN = 78  # one of them
    VERIFY = 79
    RETURN = 80  # which answer?
    RETURN_ANSWER = 81
    MINE = 82  # my reports
    FIX = 83  # the answer that was sent back
    UNLOCK = 93
    # clients; `subject` is the client
    CLIENTS = 62
    CLIENT = 63
    CLIENT_FORM = 64  # begin the form `choice` for this client
    CLIENTS_OF = 65  # of the unit number `choice`
    SAME_PERSON = 92  # it is nobody new
    NEXT_FORM = 91  # begin the form `choice` for the consent that the draft `subject` gave
    # tasks; `subject` is the task
    TASKS = 66
    TASK = 67
    TASK_OPEN = 68
    TASK_DONE = 69
    TASK_DONE_WHY = 70
    TASK_LATER = 71
    TASK_LATER_TO = 72
    TASK_HAND = 73
    TASK_HAND_TO = 74
    TASK_NOT_MET = 75
    TASK_NOT_MET_WHY = 76
    # choosing what to report
    PART = 84  # the forms of part number `choice`
    # what a petugas keeps, and looks at
    TABLES = 85
    TABLE = 86  # the rows of table number `choice`, page `subject`
    UNITS = 88  # page `choice`
    UNIT = 89  # the unit whose code has the digits `subject`
    ATTAINED = 90  # targets, and what was attained in the year `choice`
    FIGURES = 94  # the indicators of month `choice`, counted from 1970-01
    UNIT_FORM = 140  # begin the form `choice` for the unit `subject`
    UNIT_POSTER = 144  # the poster of the unit `subject`, to be printed
    KEPT = 141  # the row of a table that the report `subject` began
    # the help bot
    HELP_HOME = 150
    HELP_ASK = 151
    HELP_FAQ = 152  # page `choice` of the topics
    HELP_TOPIC = 153  # the topic whose key has the number `choice`
    HELP_LINES = 154  # emergency numbers
    HELP_CLEAR = 155  # clear the chat
    HELP_ERASE = 156
    HELP_ERASE_SURE = 157
    HELP_MEANS = 158  # what "somebody can see this chat" means
    HELP_SAVED = 159  # the receipt is written down
    HELP_READ = 160
    HELP_REPLY = 161
    HELP_LATER = 162
    HELP_CRISIS = 163  # the card number `choice`
    HELP_HUMAN = 164  # a human, now
    HELP_PASS = 165  # the text that is held, as it is
    HELP_WITHOUT = 166  # without the number in it
    HELP_REWRITE = 167
    HELP_VOICE = 168  # the recording that is held
    HELP_NO_VOICE = 169
    HELP_MOVE = 170  # go on here with the case of the receipt
    HELP_STAY = 171
    HELP_CLOSE = 172
    HELP_SILENT = 173  # no messages, please
    HELP_REOPEN = 174
    HELP_CASE = 175
    HELP_CLOSE_SURE = 176
    HELP_SOUND = 177  # messages are welcome again
    HELP_SURVEY = 178  # how it was, now that it is over
    HELP_NO_UNIT = 190  # nobody is to know by which poster they came
    HELP_RECEIPT = 191  # the receipt once more
    # what needs attention
    CONCERNS = 192  # page `choice`
    CONCERN_TAKE = 193  # I see to the matter `subject`
    # writing to many agents; `subject` is what they are told
    BROADCAST = 180  # to whom? page `choice`
    BROADCAST_TO = 181  # to the unit whose code has the digits `subject`; 0: to all
    BROADCAST_SEND = 182
    BROADCAST_CHANGE = 183
    BROADCAST_CANCEL = 184
    BROADCAST_STOP = 185
    BROADCAST_SHOW = 186  # how far it is
    # help cases, for those who answer; `subject` is the case
    THREADS = 200
    THREAD = 201
    THREAD_TAKE = 202
    THREAD_HAND = 204
    THREAD_HAND_TO = 205  # `choice`: number of the person's code
    THREAD_ASK = 206
    THREAD_ASK_TO = 207
    THREAD_CLOSE = 208
    THREAD_CLOSE_SURE = 209
    THREAD_REOPEN = 210
    THREAD_MUTE = 211
    THREAD_MUTE_SURE = 212
    THREAD_NOT_OURS = 213
    THREAD_NOT_OURS_TO = 214
    THREAD_NOTE = 215
    THREAD_GLASS = 216  # life is in danger, and the person wanted no messages
    THREAD_GLASS_SECOND = 217
    THREAD_FILE = 219
    THREAD_GIVE_BACK = 221
    THREAD_DANGER_OVER = 222  # `choice`: the number of the newest message that was shown
    FIGURE = 142  # the indicator `subject` by place, in month `choice`
    MEANINGS = 143  # what the indicators mean
    # digests; `subject` is how long the period is, `choice` the day it began (of the proleptic calendar)
    DIGEST = 245
    DIGEST_MORE = 246  # `question` says what: see handlers/digests.py
    DIGEST_FILES = 247  # its picture and workbook
    DIGEST_OFF = 248  # send no more of these; with `choice` 0 they are welcome again
    # forms of a satker's own; `subject` is the form
    LOCAL_FORMS = 120  # the list, page `choice`
    LOCAL_FORM = 121
    LOCAL_TRY = 122
    LOCAL_PUBLISH = 123  # or ask a second officer to
    LOCAL_DROP = 124
    LOCAL_WITHDRAW = 125  # really? `choice` 1: yes
    LOCAL_WAITING = 126  # what waits for a second officer
    LOCAL_WAITS = 127  # one of them
    LOCAL_RELEASE = 128
    LOCAL_REFUSE = 129
    # the satisfaction survey
    SURVEY = 230  # its figures; `choice` 1: of this year
    SURVEY_WORDS = 231  # page `subject` of the suggestions, of the same time
    SURVEY_LINK = 232  # a link about the client `subject`
    # what people are told by the clock
    NUDGE_HOUR = 240  # at which hour: `subject` 1 when it is `choice`
    ORDER_STOP = 249  # the order `subject` is not wanted any more
    EXPORT = 250
    EXPORT_ON = 251  # `choice`: what and of which time; `subject`: the unit
    EXPORT_MAKE = 252  # the same
    EXPORT_CLIENT = 253  # the sheet for SIRENA of the client `subject`


OF_FORMS = frozenset(do for do in Do if Do.ANSWER <= do < Do.NOTHING or Do.TURNS <= do <= Do.ALL_CHOICES)


@dataclass(frozen=True, slots=True)
class Press:
    """One button. `revision` is the state of the draft in which it was drawn."""

    do: Do
    subject: int = 0
    question: int = 0
    revision: int = 0
    choice: int = 0

    def fits(self, revision: int) -> bool:
        """Whether the button was drawn in this revision."""
        return self.revision == revision & _SMALL


def pack(press: Press, who: bytes, key: bytes) -> str:
    """The button as callback data, 34 characters."""
    packed = _LAYOUT.pack(press.do, press.subject, press.question, press.revision & _SMALL, press.choice)
    return base64.urlsafe_b64encode(packed + _mac(packed, who, key)).rstrip(b"=").decode()


def unpack(data: str, who: bytes, key: bytes) -> Press | None:
    """The button behind callback data; None if it was not drawn by us for this chat."""
    try:
        raw = base64.b64decode(data + "=" * (-len(data) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    packed, mac = raw[:-_MAC], raw[-_MAC:]
    if len(packed) != _LAYOUT.size or not hmac.compare_digest(mac, _mac(packed, who, key)):
        return None
    do, subject, question, revision, choice = _LAYOUT.unpack(packed)
    return Press(Do(do), subject, question, revision, choice) if do in _KNOWN else None


def number_of(name: str) -> int:
    """A number for buttons that stands for a name: it stays the same whatever other names come and go."""
    return crc32(name.encode()) >> 1


_KNOWN = frozenset(int(do) for do in Do)


def _mac(packed: bytes, who: bytes, key: bytes) -> bytes:
    return blake2b(packed + who, key=key, digest_size=_MAC).digest()
