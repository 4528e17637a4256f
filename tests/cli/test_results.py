"""Where the results of several files go."""

import json
import os
from pathlib import Path

import pytest

from speechdesk.cli.results import Results
from speechdesk.errors import UsageError


def written(tmp_path: Path, files: str, output: str) -> list[str]:
    """Give each file's own words as its result; return what lies below the folder after it."""
    paths = [Path(each) for each in files.split()]
    results = Results(paths, "txt", f"{tmp_path}/{output}")
    for index, path in enumerate(paths):
        results.put(index, str(path).encode())
    results.close()
    found = [each for each in tmp_path.rglob("*") if each.is_file()]
    return sorted(f"{each.relative_to(tmp_path)}: {each.read_text()}" for each in found)


@pytest.mark.parametrize(
    ("files", "output", "expected"),
    [
        ("a.wav", "x.txt", ["x.txt: a.wav"]),
        ("a.wav", "new/x.txt", ["new/x.txt: a.wav"]),
        ("a.wav", "new/", ["new/a.txt: a.wav"]),
        ("a.wav", "", ["a.txt: a.wav"]),
        ("a.wav b.wav", "new", ["new/a.txt: a.wav", "new/b.txt: b.wav"]),
        ("a.wav a.mp3", "new", ["new/a.mp3.txt: a.mp3", "new/a.wav.txt: a.wav"]),
        ("1/a.wav 2/a.wav", "new", ["new/a.wav (2).txt: 2/a.wav", "new/a.wav.txt: 1/a.wav"]),
        ("a.wav A.wav", "new", ["new/A.wav (2).txt: A.wav", "new/a.wav.txt: a.wav"]),
        ("b.wav 1/b.wav b.wav.mp3", "new", ["new/b.wav (2).txt: 1/b.wav",
                                            "new/b.wav (3).txt: b.wav.mp3",
                                            "new/b.wav.txt: b.wav"]),
    ],
)  # fmt: skip
def test_no_result_takes_the_place_of_another(
    tmp_path: Path, files: str, output: str, expected: list[str]
) -> None:
    assert written(tmp_path, files, output) == expected


def test_several_results_do_not_fit_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(UsageError):
        Results([Path("a"), Path("b")], "txt", str(tmp_path / "there"))


@pytest.mark.parametrize("link", [False, True])
def test_no_result_takes_the_place_of_what_is_recognized(tmp_path: Path, link: bool) -> None:
    file, output = tmp_path / "a.wav", tmp_path / "result.txt" if link else tmp_path / "a.wav"
    file.write_bytes(b"sound")
    if link:
        output.symlink_to(file)
    with pytest.raises(UsageError):
        Results([file], "txt", str(output))
    assert file.read_bytes() == b"sound"


@pytest.mark.parametrize("output", ["there/", "there/x.txt", "there/x/y.txt"])
def test_a_file_where_a_folder_is_needed_is_no_folder(tmp_path: Path, output: str) -> None:
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        Results([Path("a.wav")], "txt", f"{tmp_path}/{output}").put(0, b"Hello.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_a_pipe_gets_the_result(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        Results([Path("a.wav")], "txt", str(pipe)).put(0, b"Hello.\n")
        assert os.read(reader, 100) == b"Hello.\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_json_of_several_files_is_one_array(capsys: pytest.CaptureFixture[str]) -> None:
    results = Results([Path("a"), Path("b"), Path("c")], "json", None)
    results.put(2, b"3")
    results.put(0, b"1")
    results.put(1, None)
    results.close()
    assert json.loads(capsys.readouterr().out) == [1, 3]
