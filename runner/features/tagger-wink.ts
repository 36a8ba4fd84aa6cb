/// <reference path="../core/packages.d.ts" />
/** The built-in tagger of English words: wink-pos-tagger, loaded when it is first needed. */
import type { TagWords } from './penn.ts';

/** What wink calls quotation marks, and what Penn does. */
const pennTag: Readonly<Record<string, string>> = { '"': "''" };

export async function loadWinkTagger(): Promise<TagWords> {
  const { default: posTagger } = await import('wink-pos-tagger');
  const { tagRawTokens } = posTagger();
  return (words) => tagRawTokens([...words]).map(({ pos }) => pennTag[pos] ?? pos);
}
