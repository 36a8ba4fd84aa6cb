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
  'no-longer-lines': input('Longer lines are asked for than the program can write'),
  'no-text-in-source': input('A folder or an archive holds no text'),
  'pattern-matches-nothing': input('No file matches a pattern', {
    fix: 'Correct the pattern; ** stands for any folders, * for any part of a name',
  }),
  'text-empty': input('A text is empty', { fix: 'Give a file that holds text' }),
  'text-too-large': input('A document is too large', {
    why: 'A document is held in memory as a whole',
    fix: 'Cut it into several',
  }),
  'corpus-not-installed': input('A corpus is not installed'),
  'unknown-token': input('A text holds a token that the model does not know', {
    why: 'Its vocabulary has no <unk> to read it as',
    fix: 'Take it out of the text, or use a model that was trained on text that has it',
  }),
  'repeated-token': input('A vocabulary holds a token twice', {
    why: 'Each token must have one number',
    fix: "Correct the vocabulary in the checkpoint's model.json",
  }),
  'corpus-too-small': input('The corpus is too small to train on'),
  'no-validation-text': input('corpus.validation is 0, but a model is to be trained', {
    why: 'After each epoch the model is checked on validation text, and the best is kept',
    fix: 'Raise corpus.validation, for example to 0.02',
  }),
  'no-held-out-text': input('No document of the corpus is held out, so there is no text to observe', {
    fix: 'Raise corpus.heldOut, give more text, or give a text as observe.source',
  }),
  'documents-too-short': input('No document fills a segment'),
  'segment-too-long': input('One segment has more tokens than are to be read in all'),
  'tagger-unreadable': input('The tagger that the manifest names cannot be read'),
} as const;
