import { type Corpus, readCorpus } from '../../../runner/text/corpus.ts';

/** A corpus that is kept for the next time. */
export async function loadCorpus(...of: Parameters<typeof readCorpus>): Promise<Corpus> {
  const { corpus, keep } = await readCorpus(...of);
  await keep();
  return corpus;
}
