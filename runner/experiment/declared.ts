/** Whether what the author declares of the observed text can be true: a record of the training may say otherwise. Pure. */
import { InputError } from '../core/errors.ts';
import type { Corpus } from '../corpus/corpus.ts';
import type { ObservedText } from '../corpus/observe-text.ts';
import type { Manifest } from '../manifest/resolved.ts';
import type { Checkpoint } from '../models/checkpoint.ts';

interface Declared {
  manifest: Pick<Manifest, 'observe'>;
  /** Null: the model is trained on the corpus. */
  given: Pick<Checkpoint, 'training'> | null;
  corpus: Pick<Corpus, 'hash' | 'documents'>;
  text: Pick<ObservedText, 'documents'>;
}

/** @throws InputError when `observe.heldOut` is declared of documents that the model is known to be trained on. */
export function checkDeclared({ manifest, given, corpus, text }: Declared): void {
  if (manifest.observe.heldOut !== true) return;
  const trainedOn = trainedDocuments(given, corpus);
  const seen = text.documents.filter(({ hash }) => trainedOn.has(hash)).length;
  if (seen === 0) return;
  throw new InputError('declared-not-held-out', {
    what: `observe.heldOut declares that the model was never trained on the observed text, and ${seen} of its ${text.documents.length} documents are in its training`,
  });
}

/** By hash; empty where it is not known on what the model was trained. */
function trainedDocuments(given: Declared['given'], { hash, documents }: Declared['corpus']): Set<string> {
  const inTraining = documents.filter(({ split }) => split === 'training' || split === 'validation');
  if (given === null) return new Set(inTraining.map((document) => document.hash));
  const facts = given.training?.corpus;
  if (facts === undefined || facts.hash !== hash) return new Set();
  const heldOut = new Set(facts.heldOut);
  return new Set(inTraining.map((document) => document.hash).filter((each) => !heldOut.has(each)));
}
