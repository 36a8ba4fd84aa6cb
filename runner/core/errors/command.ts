/** Errors in the words of a command, and of the machine that it runs on. */
import { type ErrorEntries, filesUnknown, noResult, nothingChanged, nothingWritten } from './entry.ts';

const wholeResults = 'Results are written whole or not at all: those from before are as they were.';

export const commandErrors = {
  'unknown-command': { kind: 'input', title: 'There is no such command', files: nothingWritten },
  'unknown-word': {
    kind: 'input',
    title: 'A command does not understand one of its words',
    fix: 'Correct it; the command with the word help says what it takes',
    files: nothingWritten,
  },
  'missing-word': {
    kind: 'input',
    title: 'A command lacks a word that it needs',
    fix: 'Add it; the command with the word help says what it takes',
    files: nothingWritten,
  },
  'repeated-word': {
    kind: 'input',
    title: 'A command is given the same word twice',
    fix: 'Give it once',
    files: nothingWritten,
  },
  'wrong-value': {
    kind: 'input',
    title: 'A word of a command has a value that it cannot have',
    fix: 'Correct it; the command with the word help says what it takes',
    files: nothingWritten,
  },
  'already-there': {
    kind: 'input',
    title: 'A file or folder of that name is there already',
    why: 'It would be replaced',
    fix: 'Choose another name, or say that it may be replaced',
    files: nothingWritten,
  },
  'unknown-model': { kind: 'input', title: 'There is no model of that name', files: nothingWritten },
  'unknown-result': {
    kind: 'input',
    title: 'There is no result of that name',
    fix: 'Give the name of a folder there, or run its experiment first',
    files: nothingWritten,
  },
  'no-browser': {
    kind: 'input',
    title: 'No browser is installed',
    why: 'Figures as PNG and the PDF are made by a browser',
    fix: 'Install Chromium, Chrome or Edge, or name one in the environment variable CHROMIUM_PATH',
    files: nothingWritten,
  },
  'browser-missing': {
    kind: 'input',
    title: 'The browser that CHROMIUM_PATH names is not there',
    fix: 'Correct CHROMIUM_PATH or unset it',
    files: nothingWritten,
  },
  'no-site-built': {
    kind: 'input',
    title: 'There is no built site to show',
    fix: 'Build it first: npm run build',
    files: nothingChanged,
  },
  'address-in-use': {
    kind: 'input',
    title: 'Another program uses the port',
    fix: 'Choose another with port=<number>; port=0 takes any that is free',
    files: nothingChanged,
  },
  'site-not-built': {
    kind: 'run',
    title: 'The site could not be built',
    fix: 'npm run build says more',
    files: 'The folder dist and the results are as they were.',
  },
  'folder-not-writable': {
    kind: 'run',
    title: 'A folder cannot be written',
    fix: 'Choose another with runs= or results=',
    files: 'Nothing was written; results from before are as they were.',
  },
  'run-in-use': {
    kind: 'run',
    title: 'Another command is working on the same experiment',
    fix: 'Wait until it ends, or name this experiment differently with id=',
    files: nothingWritten,
  },
  'disk-full': {
    kind: 'run',
    title: 'The disk is full',
    fix: 'Make room and run the same command again',
    files: wholeResults,
  },
  'not-permitted': {
    kind: 'run',
    title: 'A file or folder may not be read or written',
    fix: 'Change its permissions, or choose other folders with runs= and results=',
    files: wholeResults,
  },
  'disk-read-only': {
    kind: 'run',
    title: 'The disk may not be written',
    fix: 'Choose other folders with runs= and results=',
    files: wholeResults,
  },
  'path-blocked': {
    kind: 'run',
    title: 'There is a file where a folder should be, or a folder where a file should be',
    fix: 'Move it away, or choose other folders with runs= and results=',
    files: wholeResults,
  },
  'folder-contended': {
    kind: 'run',
    title: 'Another program is writing to the same folder',
    fix: 'Let it end, then run the same command again',
    files: wholeResults,
  },
  'folder-held': {
    kind: 'run',
    title: 'Another program holds a file or folder open that is to be replaced',
    why: 'Windows renames nothing that another program holds open or watches',
    fix: 'End npm run site, close editors and terminals that stand in the folder, and run the same command again; if nothing holds it, look at its permissions',
    files: wholeResults,
  },
  'too-many-files': {
    kind: 'run',
    title: 'Too many files are open on this machine',
    fix: 'Close other programs, or raise the limit (ulimit -n), and run the same command again',
    files: wholeResults,
  },
  'out-of-memory': {
    kind: 'run',
    title: 'This does not fit into the memory',
    fix: 'Choose fewer units, layers or tokens (model.units, sample.length, observe.documents)',
    files: wholeResults,
  },
  unexpected: {
    kind: 'run',
    title: 'Something went wrong that RNN Atlas did not expect',
    fix: 'Run again with DEBUG=1 for the details',
    files: wholeResults,
  },
  'unknown-engine-device': {
    kind: 'input',
    title: 'An engine does not compute on the device that was asked for',
    fix: 'Choose another device or engine; npm run doctor lists what works here',
    files: noResult,
  },
  'no-device': {
    kind: 'input',
    title: 'No device of the kind that was asked for works on this machine',
    fix: 'npm run doctor says what works here and how to get the rest; device: auto takes the fastest that works',
    files: noResult,
  },
  'onnx-not-loaded': {
    kind: 'input',
    title: "ONNX Runtime's native library does not load",
    fix: 'Run npm ci on this system (the library comes with onnxruntime-node for Linux, macOS and Windows); engine: reference computes without it, slowly',
    files: filesUnknown,
  },
  'cuda-unavailable': {
    kind: 'input',
    title: 'The onnx engine cannot use cuda',
    files: filesUnknown,
  },
  'webgpu-unavailable': {
    kind: 'input',
    title: 'The onnx engine found no GPU that it can use through webgpu',
    files: filesUnknown,
  },
  'tensorflow-not-installed': {
    kind: 'input',
    title: 'The tensorflow engine cannot start: its package is not installed, or without its native library',
    files: filesUnknown,
  },
  'tensorflow-no-gpu': {
    kind: 'input',
    title: 'The tensorflow engine cannot use the device that was asked for',
    files: filesUnknown,
  },
} as const satisfies ErrorEntries;
