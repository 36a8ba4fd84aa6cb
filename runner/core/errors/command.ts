/** Errors in the words of a command, and of the machine that it runs on. */
import { entry, input, interrupted, run, unchanged, unwritten } from './entry.ts';

const machine = entry('run', 'Results are written whole or not at all: those from before are as they were.');
/** True once a run has begun: results are written whole, at the very end. */
const withoutResult = entry('input', 'No result was written; results from before are as they were.');

export const commandErrors = {
  'unknown-command': input('There is no such command'),
  'unknown-word': input('A command does not understand one of its words'),
  'missing-word': input('A command lacks a word that it needs'),
  'repeated-word': input('A command is given the same word twice', { fix: 'Give it once' }),
  'wrong-value': input('A word of a command has a value that it cannot have'),
  'already-there': input('A file or folder of that name is there already', { why: 'It would be replaced' }),
  'site-settings-wrong': input(
    'The settings of the site (site.yaml) have an unknown key or a value of the wrong kind',
    { fix: 'Correct it: title, author, address, licence, experiments, docs' },
  ),
  'not-imported': input('A model of another program is named where a checkpoint belongs', {
    fix: 'Import it first, which takes seconds: npm run import <file> as=<name>; then name models/<name>',
  }),
  'unknown-model': input('There is no model of that name'),
  'unknown-result': input('There is no result of that name', {
    fix: 'Give the name of a folder there, or run its experiment first',
  }),
  'unknown-run': unchanged('There is no run of that name', { fix: 'npm run runs lists them' }),
  'run-at-work': unchanged('A command is working on a run that is to be deleted', {
    fix: 'Wait until it ends, or stop it with Ctrl-C',
  }),
  'no-browser': input('No browser is installed', { why: 'Figures as PNG and the PDF are made by a browser' }),
  'browser-missing': input('The browser that CHROMIUM_PATH names is not there', {
    fix: 'Correct CHROMIUM_PATH or unset it',
  }),
  'no-site-built': unchanged('There is no built site to show', { fix: 'Build it first: npm run build' }),
  'address-in-use': unchanged('Another program uses the port', {
    fix: 'Choose another with port=<number>; port=0 takes any that is free',
  }),
  'site-not-built': run('The site could not be built', {
    fix: 'Mend what is named and give the command again; with DEBUG=1 before it, it says more',
    files: 'The site that was built before and the results are as they were.',
  }),
  'stopped-building': interrupted('A build of the site was stopped', {
    files: 'The site that was built before is as it was.',
  }),
  'no-built-site': unchanged('A folder for the site holds something else, which would be taken away', {
    fix: 'Choose another folder with to=, or empty this one',
  }),
  'folder-not-writable': run('A folder cannot be written', {
    files: 'Nothing was written; results from before are as they were.',
  }),
  'run-in-use': run('Another command is working on the same experiment'),
  'run-taken-over': run('Another command has taken the run over', {
    why: 'It saw no sign of life from this one, which happens when a machine sleeps or is cut off from the shared folder',
    fix: 'Let the other one finish',
    files: 'This command has written nothing since; what the other one writes is whole.',
  }),
  'disk-full': machine('The disk is full', { fix: 'Free some space and run the same command again' }),
  'not-permitted': machine('A file or folder may not be read or written', {
    fix: 'Change its permissions, or choose other folders with runs= and results=',
  }),
  'disk-read-only': machine('The disk is read-only', { fix: 'Choose other folders with runs= and results=' }),
  'path-blocked': machine('There is a file where a folder should be, or a folder where a file should be', {
    fix: 'Move it away, or choose other folders with runs= and results=',
  }),
  'folder-contended': machine('Another program is writing to the same folder', {
    fix: 'Wait until it ends, then run the same command again',
  }),
  'folder-held': machine('Another program holds a file or folder open that is to be replaced', {
    why: 'Windows does not rename what another program holds open or watches',
    fix: 'Stop npm run site, close editors and terminals that have the folder open, and run the same command again; if nothing holds it, look at its permissions',
  }),
  'too-many-files': machine('Too many files are open on this machine', {
    fix: 'Close other programs, or raise the limit (ulimit -n), and run the same command again',
  }),
  'out-of-memory': machine('This does not fit into memory', {
    fix: 'Choose fewer units, layers or tokens (model.units, sample.length, observe.documents)',
  }),
  unexpected: machine('Something went wrong that RNN Atlas did not expect', {
    fix: 'Run again with DEBUG=1 for the details',
  }),
  'unknown-engine-device': withoutResult('An engine does not compute on the device that was asked for'),
  'no-device': withoutResult('No device of the kind that was asked for works on this machine', {
    fix: 'Read in docs/gpu.md what each machine needs; npm run doctor says what works here, and device: auto computes on the CPU',
  }),
  'not-installed': unchanged('A package is missing that was left out when RNN Atlas was installed', {
    why: 'It was installed without what only the site, its figures and ONNX Runtime need',
    fix: 'Install it again without --omit=optional, by the npm of Node 22.18 or later: that of an earlier one leaves such packages out',
  }),
  'onnx-not-loaded': unwritten("ONNX Runtime's native library does not load", {
    fix: 'Run npm ci on this system (the library comes with onnxruntime-node for Linux, Windows and macOS from 14 on Apple silicon; Windows needs the Visual C++ Redistributable, https://aka.ms/vs/17/release/vc_redist.x64.exe, too); engine: plain computes without it, slowly',
  }),
  'tensorflow-not-installed': unwritten(
    'The tensorflow engine cannot start: its package is not installed, or without its native library',
  ),
  'tensorflow-no-gpu': unwritten('The tensorflow engine cannot use the device that was asked for'),
} as const;
