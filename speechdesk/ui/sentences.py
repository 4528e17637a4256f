"""The plain sentences of the window: state line, status line and banner, from what is known."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from speechdesk.devices.listing import Listing
from speechdesk.errors import DeviceError
from speechdesk.messages import Mend, Message, message_for
from speechdesk.session.events import Half, NoticeCode, Noticed
from speechdesk.session.state import State
from speechdesk.sound.level import LevelWord
from speechdesk.ui.live import Live
from speechdesk.ui.state_words import shown

_LONG_PHRASE_S = 20
"""So far the text may be behind while one phrase lasts."""

_MISSING_PARTS = frozenset({"portaudio_missing", "no_alsa_bridge"})
_NOT_LISTED = frozenset({"timeout", "listing_failed"})


def level_words(word: LevelWord | None) -> str:
    """Return the level in words."""
    return {
        None: _tr("nothing said yet"),
        LevelWord.GOOD: _tr("good level"),
        LevelWord.TOO_QUIET: _tr("too quiet"),
        LevelWord.TOO_LOUD: _tr("too loud"),
        LevelWord.SILENT: _tr("no sound"),
    }[word]


def state_line(live: Live, word: LevelWord | None) -> str:
    """Return the line beside the button, such as "Listening · good level"."""
    parts = [shown(live.state).word]
    if live.state is State.RECONNECTING and live.behind_s:
        parts.append(_tr("{seconds} s behind").format(seconds=live.behind_s))
    elif live.state is State.LISTENING and word is not None:
        parts.append(level_words(word))
    elif live.state is State.FAILED and live.half is Half.RECOGNITION:
        parts.append(_tr("still recording"))
    return " · ".join(parts)


def state_lines(live: Live) -> tuple[str, ...]:
    """Return what that line may read while the state lasts, so that room is made for it once.

    Seconds stand for all others of as many digits, of two at least.
    """
    most = 10 ** max(2, len(str(live.behind_s))) - 1
    words = (None, *LevelWord) if live.state is State.LISTENING else (None,)
    return tuple(state_line(replace(live, behind_s=most), word) for word in words)


def missing_part(listing: Listing | None) -> Message | None:
    """Return what to install so that there are microphones; None where that is not the reason."""
    if listing is None or listing.devices or listing.problem not in _MISSING_PARTS:
        return None
    return message_for(DeviceError(listing.problem))


def no_microphone(listing: Listing | None) -> str:
    """Return why nothing can be recorded and what to do; "" where it can, or nobody knows."""
    missing = missing_part(listing)
    if missing is not None:
        return missing.line
    if listing is None or listing.devices or listing.problem in _NOT_LISTED:
        return ""
    return _tr("No microphone was found. Plug one in, then press Record.")


def status(live: Live, place: str, microphones: Listing | None = None) -> str:
    """Return the status line; `place` names where speech is recognized."""
    match live.state:
        case State.IDLE if nothing := no_microphone(microphones):
            return nothing
        case State.IDLE:
            return _tr("Ready. Press Record and speak; recognized by: {place}.").format(place=place)
        case State.STARTING:
            return _tr("The microphone is being opened.")
        case State.LISTENING if live.behind_s > _LONG_PHRASE_S:
            return _tr("Listening. The text is {seconds} s behind and catching up.").format(
                seconds=live.behind_s
            )
        case State.LISTENING:
            return _tr("Listening. Everything you say is saved as you say it.")
        case State.PAUSED:
            return _tr("Paused: nothing is recorded. What you said so far is saved.")
        case State.RECONNECTING if not live.behind_s:
            return _tr("Reconnecting: your words are kept.")
        case State.RECONNECTING:
            return _tr("Reconnecting: your words are kept; {seconds} s behind.").format(
                seconds=live.behind_s
            )
        case State.STOPPING:
            return _tr("Finishing: the last words are being written.")
        case State.FAILED if live.half is Half.MICROPHONE:
            return _tr("The microphone needs attention. What you said so far is saved.")
        case State.FAILED:
            return _tr("Recognition needs attention. The recording goes on.")
    return ""


# IDLE: a recording that could not even begin.
_WITH_FAILURE = frozenset({State.IDLE, State.RECONNECTING, State.FAILED, State.STOPPING})


def banner(live: Live) -> Message | None:
    """Return what needs a hand now, the most pressing first; None where nothing does."""
    full = live.notice(NoticeCode.DISK_FULL)
    if full is not None:
        return notice_message(full)
    if live.failure is not None and live.state in _WITH_FAILURE:
        goes_on = live.state in (State.RECONNECTING, State.FAILED)
        return message_for(live.failure, recording=goes_on)
    for code in (NoticeCode.MICROPHONE_LOST, NoticeCode.MICROPHONE_SILENT, NoticeCode.DISK_LOW):
        found = live.notice(code)
        if found is not None:
            return notice_message(found)
    return None


def notice_message(notice: Noticed) -> Message:
    """Return the message of a notice."""
    match notice.code:
        case NoticeCode.DISK_FULL:
            return Message(
                _tr("The disk is full."),
                _tr(
                    "Dictation goes on in memory for about {seconds} s; "
                    "make room and it is written to the disk."
                ).format(seconds=notice.detail),
                Mend.OPEN_FOLDER,
            )
        case NoticeCode.DISK_LOW:
            return Message(
                _tr("The disk is nearly full: room for about {minutes} minutes.").format(
                    minutes=notice.detail
                ),
                _tr("Everything so far is saved."),
                Mend.OPEN_FOLDER,
            )
        case NoticeCode.MICROPHONE_SILENT:
            return Message(
                _tr("No sound: is the microphone muted?"),
                _tr("Everything you said before is kept."),
                Mend.CHOOSE_MICROPHONE,
            )
        case NoticeCode.MICROPHONE_LOST:
            code, _, detail = notice.detail.partition(": ")
            return message_for(DeviceError(code, detail))
        case NoticeCode.FRAMES_LOST:
            return Message(
                _tr("This computer was too busy: {ms} ms of sound are missing.").format(
                    ms=notice.detail
                )
            )
        case NoticeCode.REST_LATER:
            return Message(
                _tr("Stopped."), _tr("The rest is recorded and is written in the background.")
            )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sentences", text)
