"""The methods this simulator knows, and the parameters each of them takes.

A type is written as the Bot API writes it. A name that is not one of the plain types stands for a JSON
object. Some parameters are older than today's Bot API, and libraries still send them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `missing` is what Telegram says when a required one is left out."""

    name: str
    types: tuple[str, ...]
    required: bool = False
    missing: str = ""
    longest: int | None = None
    too_long: str = ""

    @property
    def is_list(self) -> bool:
        return self.types[0].startswith("Array of ")


Parameters = tuple[Parameter, ...]


def _takes(name: str, types: str, longest: int | None = None, too_long: str = "") -> Parameter:
    return Parameter(name, tuple(types.split(" or ")), longest=longest, too_long=too_long)


def _needs(name: str, types: str, missing: str) -> Parameter:
    return Parameter(name, tuple(types.split(" or ")), required=True, missing=missing)


def _optional(parameters: Parameters) -> Parameters:
    return tuple(replace(parameter, required=False) for parameter in parameters)


CHAT: Parameters = (_needs("chat_id", "Integer or String", "chat_id is empty"),)
MESSAGE: Parameters = (_needs("message_id", "Integer", "message identifier is not specified"),)
ANY_MARKUP = _takes(
    "reply_markup", "InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply"
)

SENDING_ANYTHING: Parameters = (
    _takes("business_connection_id", "String"),
    _takes("message_thread_id", "Integer"),
    _takes("direct_messages_topic_id", "Integer"),
    _takes("disable_notification", "Boolean"),
    _takes("protect_content", "Boolean"),
    _takes("allow_paid_broadcast", "Boolean"),
    _takes("message_effect_id", "String"),
    _takes("suggested_post_parameters", "SuggestedPostParameters"),
    _takes("reply_parameters", "ReplyParameters"),
    ANY_MARKUP,
    _takes("ephemeral_message_parameters", "EphemeralMessageParameters"),
)
SENDING: Parameters = (
    *SENDING_ANYTHING,
    _takes("receiver_user_id", "Integer"),
    _takes("callback_query_id", "String"),
    _takes("allow_sending_without_reply", "Boolean"),
    _takes("reply_to_message_id", "Integer"),
)

TEXT: Parameters = (
    _needs("text", "String", "message text is empty"),
    _takes("parse_mode", "String"),
    _takes("entities", "Array of MessageEntity"),
    _takes("link_preview_options", "LinkPreviewOptions"),
    _takes("disable_web_page_preview", "Boolean"),
)

CAPTION: Parameters = (
    _takes("caption", "String"),
    _takes("parse_mode", "String"),
    _takes("caption_entities", "Array of MessageEntity"),
)
ABOVE: Parameters = (_takes("show_caption_above_media", "Boolean"),)

# A message in a chat, or one that was sent through an inline query.
EDITING: Parameters = (
    _takes("business_connection_id", "String"),
    *_optional(CHAT),
    *_optional(MESSAGE),
    _takes("inline_message_id", "String"),
    _takes("reply_markup", "InlineKeyboardMarkup"),
)

UPDATES: Parameters = (_takes("allowed_updates", "Array of String"),)
DROP: Parameters = (_takes("drop_pending_updates", "Boolean"),)

COMMANDS_FOR: Parameters = (_takes("scope", "BotCommandScope"), _takes("language_code", "String"))

METHODS: Mapping[str, Parameters] = {
    "getMe": (),
    "getUpdates": (
        _takes("offset", "Integer"),
        _takes("limit", "Integer"),
        _takes("timeout", "Integer"),
        *UPDATES,
    ),
    "setWebhook": (
        # An empty address is how Telegram is told to remove the webhook, so its lack is no error.
        Parameter("url", ("String",), required=True),
        _takes("certificate", "InputFile"),
        _takes("ip_address", "String"),
        _takes("max_connections", "Integer"),
        *UPDATES,
        *DROP,
        _takes("secret_token", "String", 256, "secret token is too long"),
    ),
    "deleteWebhook": DROP,
    "getWebhookInfo": (),
    "sendMessage": (*CHAT, *TEXT, *SENDING),
    "sendRichMessage": (
        *CHAT,
        _needs("rich_message", "InputRichMessage", "rich message must be non-empty"),
        *SENDING_ANYTHING,
    ),
    "sendPhoto": (
        *CHAT,
        _needs("photo", "InputFile or String", "there is no photo in the request"),
        *CAPTION,
        *ABOVE,
        _takes("has_spoiler", "Boolean"),
        *SENDING,
    ),
    "sendDocument": (
        *CHAT,
        _needs("document", "InputFile or String", "there is no document in the request"),
        _takes("thumbnail", "InputFile or String"),
        *CAPTION,
        _takes("disable_content_type_detection", "Boolean"),
        *SENDING,
    ),
    "sendVoice": (
        *CHAT,
        _needs("voice", "InputFile or String", "there is no voice in the request"),
        *CAPTION,
        _takes("duration", "Integer"),
        *SENDING,
    ),
    "sendChatAction": (
        *CHAT,
        _needs("action", "String", "wrong parameter action in request"),
        _takes("business_connection_id", "String"),
        _takes("message_thread_id", "Integer"),
    ),
    "editMessageText": (
        *EDITING,
        *_optional(TEXT),
        _takes("rich_message", "InputRichMessage"),
    ),
    "editMessageCaption": (*EDITING, *CAPTION, *ABOVE),
    "editMessageMedia": (*EDITING, _needs("media", "InputMedia", "media is not specified")),
    "editMessageReplyMarkup": EDITING,
    "deleteMessage": (*CHAT, *MESSAGE),
    "deleteMessages": (
        *CHAT,
        _needs("message_ids", "Array of Integer", "message identifiers are not specified"),
    ),
    "answerCallbackQuery": (
        _needs(
            "callback_query_id",
            "String",
            "query is too old and response timeout expired or query ID is invalid",
        ),
        _takes("text", "String", 200, "MESSAGE_TOO_LONG"),
        _takes("show_alert", "Boolean"),
        _takes("url", "String"),
        _takes("cache_time", "Integer"),
    ),
    "getFile": (_needs("file_id", "String", "file_id not specified"),),
    "setMyCommands": (
        _needs("commands", "Array of BotCommand", 'parameter "commands" is required'),
        *COMMANDS_FOR,
    ),
    "getMyCommands": COMMANDS_FOR,
    "deleteMyCommands": COMMANDS_FOR,
    "getChat": CHAT,
    "leaveChat": CHAT,
}

# Telegram does not mind in which case a method is written.
BY_LOWER_NAME: Mapping[str, str] = {name.lower(): name for name in METHODS}
