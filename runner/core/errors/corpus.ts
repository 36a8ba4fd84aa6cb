/** Errors in texts: finding, reading, splitting and encoding them. */
import { input } from './entry.ts';

export const corpusErrors = {
  'too-much-unknown': input('Too many tokens of a text are unknown to the model'),
  'no-such-text': input('There is no such file, folder or known corpus'),
  'declared-not-held-out': input('A text is declared to be held out, but the model was trained on it', {
    why: 'The record of its training names them',
    fix: 'Leave observe.heldOut out, or let the model read another text: observe.source',
  }),
  'text-unreadable': input('A text cannot be read', { fix: 'Check the path and its permissions' }),
  'not-a-file': input('A source of text is not a file'),
  'kind-not-read': input('Files of this kind are not read'),
  'no-longer-lines': input('Longer lines are asked of a text that is not written by the program'),
  'no-text-in-source': input('A folder or an archive holds no text'),
  'pattern-matches-nothing': input('No file matches a pattern', {
    fix: 'Correct the pattern; ** stands for any folders, * for any part of a name',
  }),
  'text-empty': input('A text is empty', { fix: 'Give a file that holds text' }),
  'not-text': input('A file is not text', { fix: 'Give plain text, saved as UTF-8' }),
  'wrong-encoding': input('A text is not in the encoding that was given', {
    why: 'It holds bytes that stand for no character in it',
    fix: 'Correct corpus.encoding, or leave it out to have it detected from the bytes',
  }),
  'text-too-large': input('A document is too large', {
    why: 'A document is held in memory as a whole',
    fix: 'Cut it into several',
  }),
  'archive-unreadable': input('A compressed file or an archive cannot be unpacked', {
    fix: 'Give a whole one, or unpack it yourself',
  }),
  'archive-suspicious': input('An archive claims to unpack to far more than its own size', {
    fix: 'If you trust it, unpack it yourself and name the text files',
  }),
  'not-xml': input('A text is not well-formed XML', { fix: 'Correct it; xmllint finds the place' }),
  'too-deep': input('The elements of a text lie too deep in each other', {
    why: 'No page or XML of a text is nested so; elements that are opened and never closed are',
    fix: 'Correct it, or save it as plain text',
  }),
  'no-such-element': input('An XML text holds no element of that name', {
    fix: 'Name those whose text is wanted with corpus.path, as in //p',
  }),
  'not-a-table': input('A file is not a valid table', { fix: 'Correct it, or save it as CSV again' }),
  'no-such-column': input('A table has no column of that name', {
    fix: 'Name the one that holds the text in corpus.column; if the table has no header, give its number, from 1',
  }),
  'invalid-row': input('A line of a JSON Lines file is neither an object nor a string, or lacks the column'),
  'corpus-not-installed': input('A corpus is not installed'),
  'unknown-token': input('A text holds a token that the model does not know', {
    why: 'Its vocabulary has no <unk> to read it as',
    fix: 'Take it out of the text, or use a model that was trained on text that has it',
  }),
  'repeated-token': input('A vocabulary holds a token twice', {
    why: 'Each token must have one number',
    fix: "Correct the vocabulary in the checkpoint's model.json",
  }),
  'corpus-too-small': input('The corpus is too small to train on', { fix: 'Give more text' }),
  'no-validation-text': input('corpus.validation is 0, but a model is to be trained', {
    why: 'After each epoch the model is checked on validation text, and the best is kept',
    fix: 'Raise corpus.validation, for example to 0.02',
  }),
  'no-held-out-text': input('No document of the corpus is held out, so there is no text to observe', {
    fix: 'Raise corpus.heldOut, give more text, or give a text as observe.source',
  }),
  'documents-too-short': input('No document fills a segment', { fix: 'Set a smaller observe.segment' }),
  'segment-too-long': input('One segment has more tokens than are to be read in all'),
  'tagger-unreadable': input('The tagger that the manifest names cannot be read'),
} as const;
