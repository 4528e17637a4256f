// The JavaScript Speech SDK as a client: prints each final phrase as a line.
// node console_client.js URL KEY WAV
"use strict";
const fs = require("fs");
const sdk = require("microsoft-cognitiveservices-speech-sdk");

const [url, key, sound] = process.argv.slice(2);
const config = sdk.SpeechConfig.fromHost(new URL(url), key);
const audio = sdk.AudioConfig.fromWavFileInput(fs.readFileSync(sound));
const recognizer = new sdk.SpeechRecognizer(config, audio);

recognizer.recognized = (_, event) => {
  if (event.result.text) console.log(event.result.text);
};
recognizer.canceled = (_, event) => {
  if (event.reason === sdk.CancellationReason.Error) console.error(event.errorDetails);
};
recognizer.sessionStopped = () => {
  recognizer.stopContinuousRecognitionAsync(() => recognizer.close());
};
recognizer.startContinuousRecognitionAsync();
