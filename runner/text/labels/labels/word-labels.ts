/** Labels as words that carry values: those with a wanted one carry the label. Pure. */
import { LabelledTextBuilder, type LabelSource, type Labels, labelError } from './labels.ts';

export interface LabelledWord {
  /** As it is written. */
  form: string;
  values: readonly string[];
}

const shownValues = 20;

/**
 * @param where the values stand, for the error: a column's name.
 * @throws InputError when there is no word, or none with a wanted value.
 */
export function labelsOfWords(
  words: Iterable<LabelledWord>,
  wanted: readonly string[],
  where: string,
  source: LabelSource,
): Labels {
  const seen = new Set<string>();
  const builder = new LabelledTextBuilder();
  let found = false;
  for (const { form, values } of words) {
    for (const value of values) if (seen.size < shownValues) seen.add(value);
    const carries = values.some((value) => wanted.includes(value));
    found ||= carries;
    builder.add(form, carries ? [[0, form.length]] : []);
  }
  if (builder.isEmpty) throw labelError(source, 'It holds no word');
  if (found) return { text: builder.build(), placed: [] };
  const why = `No word has ${where} ${wanted.join(' or ')}; there are ${[...seen].sort().join(', ')}`;
  throw labelError(source, why, 'Correct the label, or its column');
}
