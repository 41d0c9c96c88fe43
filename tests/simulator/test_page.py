"""The people's page, clicked through in Debian's chromium."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData

from simulator import Bot, Chat, Person, Simulator
from simulator.recordings import silence

from .conftest import TOKEN, Line

playwright = pytest.importorskip("playwright.async_api", reason="for the page's tests: pip install -e '.[dev]'")
expect = playwright.expect

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# One browser for all of them, so they share a loop.
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="for the page's tests: apt-get install -y chromium"),
]

HOSTILE = "<img src=x onerror=window.hit=1>"


@dataclass
class Desk:
    """A simulator, its bot program's line, and the page of one person."""

    sim: Simulator
    bot: Bot
    rina: Person
    line: Line
    page: Any

    @property
    def chat(self) -> Chat:
        return self.sim.chat(self.bot, self.rina)

    @property
    def card(self) -> Any:
        return self.page.locator("article.from-bot").last

    async def look(self, **asked: Any) -> None:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        await self.page.goto(f"{self.line.url}/?person={self.rina.id}&bot=hello_bot&{query}")

    async def begin(self) -> None:
        self.rina.open(self.bot)
        await self.look()

    async def send(self, text: str, *rows: list[str], **more: Any) -> Any:
        keys = [[{"text": label, "callback_data": label} for label in row] for row in rows]
        markup = {"reply_markup": {"inline_keyboard": keys}} if keys else {}
        return await self.line.call("sendMessage", chat_id=self.rina.id, text=text, **markup, **more)

    async def attach(self, what: str, fields: dict[str, str], chosen: str = "") -> None:
        await self.page.get_by_role("button", name="Attach").click()
        await self.page.get_by_role("menuitem", name=what).click()
        box = self.page.get_by_role("dialog")
        for label, value in fields.items():
            await box.get_by_label(label).fill(value)
        if chosen:
            await box.get_by_role("combobox").select_option(chosen)
        await box.get_by_role("button", name="Send").click()

    async def write(self, text: str) -> None:
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Any]:
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of; after a test there must be nothing."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest_asyncio.fixture(loop_scope="module")
async def desk(browser: Any, complaints: list[str]) -> AsyncIterator[Desk]:
    sim = Simulator(seed=1)
    bot, rina = sim.add_bot(TOKEN, "hello_bot", "Hello"), sim.add_person("Rina", language="id")
    context = await browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: told.type == "error" and complaints.append(told.text))
    async with sim.serve() as url, ClientSession() as session:
        yield Desk(sim, bot, rina, Line(url, session), page)
        await context.close()


async def test_opens_with_a_start_button_and_shows_what_the_bot_says(desk: Desk) -> None:
    await desk.look(start="invited")
    await desk.page.get_by_role("button", name="Start").click()
    await expect(desk.page.locator("article.own")).to_contain_text("/start invited")
    await desk.send("<b>Hello</b> <tg-spoiler>secret</tg-spoiler>", parse_mode="HTML")
    await expect(desk.card.locator("b")).to_have_text("Hello")
    await desk.card.get_by_role("button", name="Hidden text").click()
    await expect(desk.card.locator(".spoiler.open")).to_have_text("secret")


async def test_a_press_waits_and_then_changes_the_card_in_its_place(desk: Desk) -> None:
    await desk.begin()
    card = await desk.send("Sure?", ["Yes", "No"])
    yes = desk.card.get_by_role("button", name="Yes")
    before = await desk.card.bounding_box()
    await yes.click()
    await expect(yes).to_have_attribute("aria-busy", "true")
    await desk.sim.until(lambda: desk.chat.spinning)
    press = desk.chat.spinning[0].id
    await desk.line.call("answerCallbackQuery", callback_query_id=press, text="Noted")
    await expect(desk.page.get_by_role("status")).to_contain_text("Noted")
    await expect(yes).to_have_attribute("aria-busy", "false")
    await desk.line.call("editMessageText", chat_id=desk.rina.id, message_id=card["message_id"], text="Done")
    await expect(desk.card).to_contain_text("Done")
    await expect(desk.card).to_contain_text("edited")
    await expect(desk.card.get_by_role("button", name="Yes")).to_have_count(0)
    after = await desk.card.bounding_box()
    assert [after[name] for name in ("x", "y", "width")] == [before[name] for name in ("x", "y", "width")]
    await desk.line.call("deleteMessage", chat_id=desk.rina.id, message_id=card["message_id"])
    await expect(desk.page.locator("article.from-bot")).to_have_count(0)


async def test_text_arrives_and_can_be_edited_and_deleted(desk: Desk) -> None:
    await desk.begin()
    await desk.write("thre")
    await desk.sim.until(lambda: desk.chat.last.text == "thre")
    own = desk.page.locator("article.own").last
    await own.get_by_text("thre").click(button="right")
    await desk.page.get_by_role("menuitem", name="Edit").click()
    await desk.write("three")
    await expect(own).to_contain_text("edited")
    assert desk.chat.last.text == "three"
    await own.get_by_text("three").click(button="right")
    await desk.page.get_by_role("menuitem", name="Delete").click()
    await expect(desk.page.get_by_text("three", exact=True)).to_have_count(0)
    assert desk.chat.last.text == "/start"


async def test_the_clock_can_be_moved_and_comes_back(desk: Desk) -> None:
    await desk.begin()
    await desk.page.get_by_role("button", name="Tools").locator("visible=true").click()
    await desk.page.get_by_role("button", name="+1 day").click()
    await desk.page.get_by_role("button", name="+1 h").click()
    await expect(desk.page.get_by_label("Time", exact=True)).to_contain_text("+1 d 1 h")
    assert desk.sim.clock.offset == timedelta(hours=25)
    await desk.page.get_by_role("button", name="Back to now").click()
    await expect(desk.page.get_by_label("Time", exact=True)).not_to_contain_text("+1 d 1 h")
    assert abs(desk.sim.clock.offset) < timedelta(seconds=1)


async def test_nothing_that_anybody_wrote_becomes_markup(desk: Desk) -> None:
    desk.rina.peer.name = HOSTILE
    desk.bot.name = HOSTILE
    await desk.begin()
    desk.rina.write(desk.bot, f"mine {HOSTILE}")
    desk.rina.document(desk.bot, b"x", f"{HOSTILE}.html")
    await desk.send(f"theirs {HOSTILE} [x](javascript:hit=1)", [HOSTILE])
    await expect(desk.card).to_contain_text(f"theirs {HOSTILE}")
    await expect(desk.page.get_by_text(f"mine {HOSTILE}").last).to_be_attached()
    await expect(desk.card.get_by_role("button", name=HOSTILE)).to_be_visible()
    await desk.page.get_by_role("button", name="Back to people").click()
    await expect(desk.page.get_by_label("People and chats")).to_contain_text(HOSTILE)
    assert await desk.page.locator("img").count() == 0
    assert await desk.page.evaluate("window.hit") is None


async def test_a_link_to_a_bot_opens_its_chat_with_the_payload(desk: Desk) -> None:
    desk.sim.add_bot("222:BBB", "other_bot", "Other")
    await desk.begin()
    await desk.send("Go on at https://t.me/other_bot?start=abc")
    await desk.card.get_by_role("link").click()
    await expect(desk.page.get_by_role("main")).to_contain_text("with “abc”")
    await desk.page.get_by_role("button", name="Start").click()
    await expect(desk.page.locator("article.own")).to_contain_text("/start abc")
    await desk.page.go_back()
    await expect(desk.card).to_contain_text("Go on at")


async def test_what_is_done_offline_arrives_at_once(desk: Desk) -> None:
    await desk.begin()
    await desk.page.get_by_role("button", name="Tools").locator("visible=true").click()
    await desk.page.get_by_role("switch", name="Offline").check()
    await desk.page.get_by_role("button", name="Back", exact=True).click()
    await desk.write("one")
    await desk.write("two")
    await expect(desk.page.locator("article.pending")).to_have_count(2)
    assert desk.chat.last.text == "/start"
    await desk.page.get_by_role("button", name="Go online").click()
    await expect(desk.page.locator("article.pending")).to_have_count(0)
    await expect(desk.page.locator("article.own")).to_have_count(3)
    assert [message.text for message in desk.chat.messages] == ["/start", "one", "two"]


async def test_a_calendar_fits_a_narrow_phone(desk: Desk) -> None:
    await desk.begin()
    days = [str(day) for day in range(1, 32)]
    await desk.send("Which day?", *[days[week : week + 7] for week in range(0, 28, 7)])
    key = desk.card.get_by_role("button", name="28")
    box = await key.bounding_box()
    assert min(box["width"], box["height"]) >= 40
    assert await key.locator(".label").evaluate("label => label.scrollWidth <= label.clientWidth")
    assert await desk.page.evaluate("document.querySelector('.log').scrollWidth") == 360


async def test_troubles_are_switched_on_and_off(desk: Desk) -> None:
    await desk.begin()
    await desk.page.get_by_role("button", name="Tools").locator("visible=true").click()
    await desk.page.get_by_role("combobox", name="Trouble").select_option("5xx")
    await desk.page.get_by_role("button", name="Switch on").click()
    await desk.page.get_by_role("button", name="Clear all").wait_for()
    assert (await desk.line.refused("getMe")).startswith("502")
    await desk.page.get_by_role("button", name="Clear all").click()
    await expect(desk.page.get_by_label("Troubles")).to_contain_text("None is on.")
    await desk.line.call("getMe")


async def test_a_voice_of_the_bot_can_be_heard(desk: Desk) -> None:
    await desk.begin()
    form = FormData({"chat_id": str(desk.rina.id), "caption": "Listen", "protect_content": "true"})
    form.add_field("voice", silence(1), filename="voice.ogg")
    async with desk.line.session.post(f"{desk.line.url}/bot{TOKEN}/sendVoice", data=form) as answer:
        assert answer.status == 200
    player = desk.card.get_by_label("Voice message")
    await expect(player).to_be_visible()
    heard = "player => new Promise(done => { player.onended = () => done(player.currentTime); player.play(); })"
    assert abs(await player.evaluate(heard) - 1) < 0.1


async def test_what_is_protected_or_silent_says_so(desk: Desk) -> None:
    await desk.begin()
    await desk.send("for you alone", protect_content=True, disable_notification=True)
    await expect(desk.card.get_by_label("Cannot be forwarded, copied or saved")).to_be_visible()
    await expect(desk.card.get_by_label("Came without a sound")).to_be_visible()
    await desk.card.get_by_text("for you alone").click(button="right")
    await expect(desk.page.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(desk.page.get_by_role("menuitem", name="Copy text")).to_have_count(0)


async def test_what_somebody_beside_the_phone_sees_is_shown_until_it_is_read(desk: Desk) -> None:
    await desk.begin()
    await desk.page.get_by_role("button", name="Back to people").click()
    locked = desk.page.get_by_role("region", name="Locked screen")
    await expect(locked).to_have_count(0)
    gone = await desk.send("An answer\nfor you")
    await desk.send("Read it")
    await expect(locked.get_by_role("button")).to_have_text(
        [re.compile("Hello.*An answer for you"), re.compile("Hello.*Read it")]
    )
    await desk.line.call("deleteMessage", chat_id=desk.rina.id, message_id=gone["message_id"])
    await expect(locked).not_to_contain_text("An answer")
    await locked.get_by_role("button", name="Read it").click()
    await expect(desk.card).to_contain_text("Read it")
    await desk.page.get_by_role("button", name="Back to people").click()
    await expect(locked).to_have_count(0)


async def test_forwards_contacts_voices_and_telling_photos_are_sent(desk: Desk) -> None:
    await desk.begin()
    await desk.attach("Forwarded message…", {"What it says": "heard it", "Their name": "Tono"}, "hidden_user")
    await expect(desk.page.locator("article.own").last).to_contain_text("Forwarded from Tono")
    assert desk.chat.last.extras["forward_origin"]["sender_user_name"] == "Tono"
    await desk.attach("Contact…", {"Phone": "+62811"})
    await desk.sim.until(lambda: desk.chat.last.media["contact"]["phone_number"] == "+62811")
    await desk.attach("Voice message…", {"Length in seconds": "2"})
    await desk.sim.until(lambda: desk.chat.last.media["voice"]["duration"] == 2)
    await desk.attach("Photo with traces…", {"Caption": "seen"})
    await desk.sim.until(lambda: desk.chat.last.text == "seen")
    stored = desk.bot.files.find(desk.chat.last.media["photo"][-1]["file_id"])
    assert stored is not None
    assert b"Exif" in stored.data
    await expect(desk.page.locator("article.own .photo img")).to_be_visible()


async def test_a_chat_can_be_cleared(desk: Desk) -> None:
    await desk.begin()
    await desk.send("something")
    await expect(desk.card).to_contain_text("something")
    await desk.page.get_by_role("button", name="Chat menu").click()
    await desk.page.get_by_role("menuitem", name="Clear chat").click()
    await expect(desk.page.locator("article")).to_have_count(0)
    assert desk.chat.messages == []


async def test_a_place_is_shared_with_its_accuracy(desk: Desk) -> None:
    await desk.begin()
    await desk.page.get_by_role("button", name="Attach").click()
    await desk.page.get_by_role("menuitem", name="Location…").click()
    await desk.page.get_by_label("Latitude").fill("-2.13")
    await desk.page.get_by_label("Longitude").fill("106.11")
    await desk.page.get_by_label("Accuracy in metres").fill("12.5")
    await desk.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(desk.page.locator("article.own").last).to_contain_text("-2.13, 106.11 ± 12.5 m")
    place = {"latitude": -2.13, "longitude": 106.11, "horizontal_accuracy": 12.5}
    assert desk.chat.messages[-1].media["location"] == place
