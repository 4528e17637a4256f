"""Audio files become text, as the command line's page says."""

import html
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.settings.store import SettingsStore
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState
from tests.cli.transcribing import BYE, HELLO, TWO_PHRASES, sound_file, speechdesk
from tests.hosts import encode_numbers, script_host


def test_one_segment_a_line(tmp_path: Path) -> None:
    with script_host(TWO_PHRASES) as host:
        ended = speechdesk(tmp_path, str(sound_file(tmp_path / "a.wav")), host=host)
    assert (ended.returncode, ended.stdout) == (0, "Hello there.\nGood bye.\n")
    assert ended.stderr == ""


def test_json_is_to_the_letter(tmp_path: Path) -> None:
    with script_host(TWO_PHRASES) as host:
        ended = speechdesk(
            tmp_path, str(sound_file(tmp_path / "a.wav")), "--format", "json", host=host
        )
    result = json.loads(ended.stdout)
    assert result["version"] == 1 and result["language"] == "en-US"
    first = result["segments"][0]
    assert set(first) == {"offset_ms", "duration_ms", "text", "confidence", "language", "words"}
    assert (first["text"], first["offset_ms"], first["duration_ms"]) == ("Hello there.", 200, 700)
    assert [word["text"] for word in first["words"]] == ["Hello", "there."]
    assert set(first["words"][0]) == {"text", "offset_ms", "duration_ms", "confidence"}


def test_several_files_come_in_their_order_under_their_names(tmp_path: Path) -> None:
    files = [str(sound_file(tmp_path / f"{name}.wav")) for name in "cab"]
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(tmp_path, *files, host=host)
        as_json = speechdesk(tmp_path, *files, "--format", "json", host=host)
    assert ended.stdout == "".join(f"== {file} ==\nHello there.\n" for file in files)
    assert len(json.loads(as_json.stdout)) == 3


def test_each_file_is_a_take_whose_sound_is_gone_when_it_is_done(tmp_path: Path) -> None:
    with script_host(TWO_PHRASES) as host:
        speechdesk(tmp_path, str(sound_file(tmp_path / "a.wav")), host=host)
    history = History(tmp_path / "history.sqlite3")
    (take,) = history.takes()
    assert (take.title, take.source, take.state) == ("a.wav", Source.FILE, TakeState.COMPLETE)
    assert take.length_ms == 2000 and not take.sound_kept
    assert len(history.segments(take.id)) == 2
    assert list((tmp_path / "recordings").iterdir()) == []
    history.close()


@pytest.mark.parametrize("form", ["txt", "md", "srt", "vtt", "json", "docx", "html"])
def test_every_format_goes_to_a_file(tmp_path: Path, form: str) -> None:
    output = tmp_path / f"result.{form}"
    with script_host(TWO_PHRASES) as host:
        ended = speechdesk(
            tmp_path,
            str(sound_file(tmp_path / "a.wav")),
            *("--format", form, "--output", str(output)),
            host=host,
        )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    data = output.read_bytes()
    if form == "docx":
        assert data.startswith(b"PK")
    elif form == "html":
        assert "there." in html.unescape(data.decode())
    else:
        assert "Hello there." in data.decode()


def test_several_files_go_to_a_folder(tmp_path: Path) -> None:
    files = [str(sound_file(tmp_path / f"{name}.wav")) for name in "ab"]
    output = tmp_path / "results"
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(tmp_path, *files, "--format", "srt", "--output", str(output), host=host)
    assert ended.returncode == 0
    assert sorted(path.name for path in output.iterdir()) == ["a.srt", "b.srt"]


def test_relative_names_are_those_of_the_callers_folder(tmp_path: Path) -> None:
    sound_file(tmp_path / "a.wav")
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(tmp_path / "home", "a.wav", host=host, cwd=tmp_path)
    assert ended.stdout == "Hello there.\n"


def test_a_broken_file_costs_one_line_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("this is no sound at all, only words " * 20)
    (tmp_path / "empty.wav").write_bytes(b"")
    good = sound_file(tmp_path / "good.wav")
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(
            tmp_path,
            *(str(tmp_path / name) for name in ("text.wav", "missing.wav", "empty.wav")),
            str(good),
            host=host,
        )
    assert ended.returncode == 1
    assert ended.stdout == f"== {good} ==\nHello there.\n"
    lines = ended.stderr.splitlines()
    assert len(lines) == 3
    for name in ("text.wav", "missing.wav", "empty.wav"):
        assert sum(name in line for line in lines) == 1


def test_nothing_said_is_no_failure(tmp_path: Path) -> None:
    with script_host({}) as host:
        ended = speechdesk(
            tmp_path, str(sound_file(tmp_path / "a.wav")), "--format", "json", host=host
        )
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["segments"] == []


def test_commands_are_carried_out_where_asked(tmp_path: Path) -> None:
    script = {
        "phrases": [
            {"at_ms": 0, "end_ms": 500, "text": "Dear tenants comma new line hello."},
            {"at_ms": 600, "end_ms": 900, "text": "Nonsense."},
            {"at_ms": 1000, "end_ms": 1500, "text": "Scratch that."},
        ]
    }
    file = str(sound_file(tmp_path / "a.wav"))
    with script_host(script) as host:
        plain = speechdesk(tmp_path, file, host=host)
        carried_out = speechdesk(tmp_path, file, "--commands", host=host)
    assert plain.stdout.splitlines()[1:] == ["Nonsense.", "Scratch that."]
    assert carried_out.stdout == "Dear tenants,\nhello.\n"


def test_words_keep_their_times_where_commands_are_carried_out(tmp_path: Path) -> None:
    script = {
        "phrases": [
            {"at_ms": 0, "end_ms": 800, "text": "hello comma cap anna"},
            {"at_ms": 1000, "end_ms": 1500, "text": "New paragraph."},
            {"at_ms": 1600, "end_ms": 2000, "text": "bye"},
        ]
    }
    file = str(sound_file(tmp_path / "a.wav"))
    with script_host(script) as host:
        ended = speechdesk(tmp_path, file, "--commands", "--format", "json", host=host)
    segments = json.loads(ended.stdout)["segments"]
    assert [segment["text"] for segment in segments] == ["Hello, Anna", "Bye"]
    words = segments[0]["words"]
    assert [(word["text"], word["offset_ms"]) for word in words] == [("Hello", 0), ("Anna", 600)]


def test_the_history_has_the_text_that_was_written(tmp_path: Path) -> None:
    script = {
        "phrases": [
            {"at_ms": 0, "end_ms": 800, "text": "hello comma cap anna new paragraph bye"},
            {"at_ms": 900, "end_ms": 1200, "text": "Nonsense."},
            {"at_ms": 1300, "end_ms": 1600, "text": "Scratch that."},
        ]
    }
    home, file = tmp_path / "home", str(sound_file(tmp_path / "a.wav"))
    with script_host(script) as host:
        written = speechdesk(home, file, "--commands", host=host)
        again = speechdesk(home, file, "--commands", "--resume", host=host)
    assert again.stdout == written.stdout == "Hello, Anna\nBye\n"
    history = History(home / "history.sqlite3")
    (take,) = history.takes()
    document, heard = history.load_document(take.id), history.segments(take.id)
    assert [block.text for block in document.blocks] == ["Hello, Anna", "Bye"]
    said = [heard[0].segment.words[run.word.index].text for run in words_in(document) if run.word]
    assert said == ["hello", "anna", "bye"]
    assert [hit.take_id for hit in history.search("anna")] == [take.id]
    assert history.search("nonsense") == []
    history.close()


def test_an_edited_text_is_given_out_as_it_is(tmp_path: Path) -> None:
    home, file = tmp_path / "home", str(sound_file(tmp_path / "a.wav"))
    with script_host({"phrases": [HELLO, {**BYE, "text": "New line."}]}) as host:
        assert speechdesk(home, file, host=host).stdout == "Hello there.\nNew line.\n"
        history = History(home / "history.sqlite3")
        (take,) = history.takes()
        edited = Document((Block(1, (Run("Dear all"),)),), history.segments(take.id)[-1].id)
        history.save_blocks(take.id, edited.as_change())
        ended = speechdesk(home, file, "--commands", "--resume", host=host)
    assert ended.stdout == "Dear all\n"
    assert history.load_document(take.id).text == "Dear all"
    history.close()


def words_in(document: Document) -> list[Run]:
    return [run for block in document.blocks for run in block.runs if run.word is not None]


def test_replacement_rules_of_the_settings_are_applied(tmp_path: Path) -> None:
    rules = (ReplacementRule("speech desk", "SpeechDesk"), ReplacementRule("(", regex=False))
    SettingsStore(tmp_path / "settings.toml").change({"replacements": rules})
    script = {"phrases": [{"at_ms": 0, "end_ms": 500, "text": "Use speech desk, new line, now."}]}
    with script_host(script) as host:
        ended = speechdesk(tmp_path, str(sound_file(tmp_path / "a.wav")), host=host)
    assert ended.stdout == "Use SpeechDesk, new line, now.\n"
    history = History(tmp_path / "history.sqlite3")
    assert history.load_document(history.takes()[0].id).text == "Use SpeechDesk, new line, now."
    history.close()


def test_resume_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    numbers = sound_file(tmp_path / "n.wav", encode_numbers(range(1, 61)))
    with script_host({"numbers": {"per_phrase": 10}}) as host:
        host.fault("close", code=1007, after_ms=3500, times=1)  # nothing that waiting mends
        broken_off = speechdesk(tmp_path, str(numbers), host=host)
        assert (broken_off.returncode, broken_off.stdout) == (1, "")
        heard_before = len(host.requests())
        ended = speechdesk(tmp_path, str(numbers), "--resume", host=host)
        sent = sum(
            turn["audio_bytes"]
            for connection in host.requests()[heard_before:]
            for turn in connection["turns"]
        )
        again = speechdesk(tmp_path, str(numbers), "--resume", host=host)
    assert ended.returncode == 0, ended.stderr
    written = [int(word) for word in ended.stdout.replace(".", " ").split()]
    assert written == list(range(1, 61))
    assert sent < 4 * 32_000, "what was recognized before is not sent again"
    assert again.stdout == ended.stdout


def test_resume_gives_both_of_two_files_with_one_content(tmp_path: Path) -> None:
    files = [str(sound_file(tmp_path / name)) for name in ("a.wav", "copy of a.wav")]
    with script_host({"phrases": [HELLO]}) as host:
        host.fault("http", code=403)
        assert speechdesk(tmp_path, files[0], host=host).returncode == 1
        host.clear()
        for _ in range(2):
            ended = speechdesk(tmp_path, *files, "--resume", host=host)
            assert ended.stdout == "".join(f"== {file} ==\nHello there.\n" for file in files)
    history = History(tmp_path / "history.sqlite3")
    assert len(history.takes()) == 1
    history.close()


@pytest.mark.parametrize("ending", ["m4a", "webm"])
def test_other_containers_go_through_ffmpeg(tmp_path: Path, ending: str) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("needs ffmpeg: install the package ffmpeg")
    target = tmp_path / f"a.{ending}"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(sound_file(tmp_path / "a.wav")), str(target)],
        check=True,
    )
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(tmp_path, str(target), host=host)
    assert (ended.returncode, ended.stdout) == (0, "Hello there.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="names that are not UTF-8")
def test_a_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    file = sound_file(tmp_path / os.fsdecode(b"caf\xe9.wav"))
    with script_host(TWO_PHRASES) as host:
        ended = speechdesk(tmp_path, str(file), host=host)
    assert (ended.returncode, ended.stdout) == (0, "Hello there.\nGood bye.\n")


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    ended = speechdesk(tmp_path, str(tmp_path), os.devnull)
    assert ended.returncode == 1
    assert sorted(line.rpartition("(")[2] for line in ended.stderr.splitlines()) == [
        "a folder)",
        "not a file)",
    ]
