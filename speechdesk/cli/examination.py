"""Builds the doctor of the command line from the same parts as the commands that recognize."""

import argparse
import functools
import os

from speechdesk import paths
from speechdesk.cli.service_arguments import asked_for
from speechdesk.cli.terminal import say
from speechdesk.devices.listing import list_devices
from speechdesk.devices.microphone import Microphone
from speechdesk.devices.portaudio import PortAudio
from speechdesk.host.local import LocalService
from speechdesk.messages import message_for
from speechdesk.session.checks import Check
from speechdesk.session.configuring import Configuring
from speechdesk.session.doctor import Doctor
from speechdesk.session.meter import AudioMeter
from speechdesk.session.one_shot import OneShots
from speechdesk.settings.choice import take_environment
from speechdesk.settings.secrets import Secrets
from speechdesk.settings.store import SettingsStore
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.usage import Usage


def examine(args: argparse.Namespace) -> list[Check]:
    """Run all checks for the home and the service that `args` say."""
    environment = take_environment(os.environ)
    audio = PortAudio()
    home = paths.home(args.home)
    loaded = SettingsStore(home.settings_file).load()
    for problem in loaded.problems:
        say(message_for(problem.error).line)
    settings = loaded.settings
    secrets = Secrets()
    local = LocalService()
    workers = WorkerPool()
    meter = AudioMeter(Usage(home.usage_file))
    configuring = Configuring(
        lambda: settings, secrets, local, asked=asked_for(args), environment=environment
    )
    try:
        return Doctor(
            data_folder=home.data,
            configuring=configuring,
            secrets=secrets,
            list_devices=list_devices,
            open_microphone=functools.partial(Microphone, audio=audio),
            one_shots=OneShots(workers.start, meter.sent),
            language=settings.language,
            device_key=settings.device,
        ).check()
    finally:
        workers.close()
        local.stop()
        meter.close()
