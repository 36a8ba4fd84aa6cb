/// <reference path="../../core/packages.d.ts" />
/** The built-in tagger of English words: wink-pos-tagger, loaded when it is first needed. */
import { createRequire } from 'node:module';
import type { TagWords } from './penn.ts';

/** What wink calls quotation marks, and what Penn does. */
const pennTag: Readonly<Record<string, string>> = { '"': "''" };

export function loadWinkTagger(): TagWords {
  // A CommonJS module, which can be had at once.
  const posTagger: typeof import('wink-pos-tagger').default = createRequire(import.meta.url)('wink-pos-tagger');
  const { tagRawTokens } = posTagger();
  return (words) => tagRawTokens([...words]).map(({ pos }) => pennTag[pos] ?? pos);
}
