/** The feature of a new experiment: one of the catalogue, or a pattern; and how often those of the catalogue occur. Pure. */

import { InputError } from '../../core/errors.ts';
import { counted, integer } from '../../core/format.ts';
import { nearest } from '../../core/suggest.ts';
import { catalogue } from '../../text/labels/catalogue.ts';
import { decidedByToken, type Feature, featuresNeed, markFeature } from '../../text/labels/features.ts';
import type { FeatureTools } from '../../text/labels/kind.ts';
import { type Cutting, tokenize, type Unit } from '../../text/tokens.ts';

/** A feature and how many of the tokens that were looked at carry it. */
export interface FeatureCount {
  feature: Feature;
  carriers: number;
}

/** Carriers in the tokens that were looked at, below which a feature is not worth offering. */
const worthOffering = 60;
const mostOffered = 10;

/** @param documents some of the text's, to look at. */
export function countCarriers(
  features: readonly Feature[],
  documents: readonly string[],
  { cutting, ...tools }: FeatureTools & { cutting: Cutting },
): FeatureCount[] {
  const tokens: string[] = [];
  const starts = documents.map((text) => {
    const start = tokens.length;
    for (const token of tokenize(text, cutting)) tokens.push(token);
    return start;
  });
  return features.map((feature) => ({
    feature,
    carriers: markFeature(feature, tokens, tools, starts).reduce((sum, mark) => sum + mark, 0),
  }));
}

/** What is offered: first what a network must remember, then what a token tells by itself. Tags are of English. */
export function offersFor(unit: Unit, english: boolean): Feature[] {
  const able = catalogue(unit).filter((feature) => english || !(featuresNeed([feature], 'tags') || 'words' in feature));
  return able.toSorted((a, b) => Number(decidedByToken(a, unit)) - Number(decidedByToken(b, unit)));
}

/** Those that occur often enough, at most ten: half of what must be remembered, half of what the token tells. */
export function offered(all: readonly FeatureCount[], unit: Unit): FeatureCount[] {
  const often = all.filter(({ carriers }) => carriers >= worthOffering);
  const decided = (known: boolean): FeatureCount[] => {
    const those = often.filter(({ feature }) => decidedByToken(feature, unit) === known);
    // 'sentence, tokens 1 to 9' is one of several that begin alike: the first stands for them.
    const alike = Map.groupBy(those, ({ feature }) => feature.name.split(/[ ,]/)[0]);
    return [...alike.values()].flatMap(([first]) => first ?? []);
  };
  const told = decided(true);
  const remembered = decided(false).slice(0, Math.max(mostOffered / 2, mostOffered - told.length));
  return [...remembered, ...told.slice(0, mostOffered - remembered.length)];
}

export const offerLine = ({ feature, carriers }: FeatureCount): string => `  ${feature.name} (${integer(carriers)})`;

/** Quotations if there are any, since no token gives them away; else the first that there is. */
export function usualFeature(all: readonly FeatureCount[], unit: Unit): string {
  const names = offered(all, unit).map(({ feature }) => feature.name);
  return ['inside quotes', 'sentence end'].find((name) => names.includes(name)) ?? names[0] ?? 'sentence end';
}

/**
 * @param word the name of a feature of the catalogue, or a pattern for a whole token.
 * @throws InputError when it is neither.
 */
export function featureOf(word: string, unit: Unit): Feature {
  const known = catalogue(unit);
  const named = known.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  if (named !== undefined) return named;
  try {
    new RegExp(`^(?:${word})$`, 'us');
  } catch {
    throw unknown(word, unit, 'It is neither a feature of the catalogue nor a valid regular expression');
  }
  return { name: word, match: word };
}

/**
 * @param word one such word or several with commas between them; a pattern with a comma can stand by itself.
 * @throws InputError when one of them is neither.
 */
export function featuresOf(word: string, unit: Unit): Feature[] {
  const features = severalIn(word, unit).map((each) => featureOf(each, unit));
  return features.filter(({ name }, index) => features.findIndex((other) => other.name === name) === index);
}

/** Cut at the commas outside brackets, but for those in the names of the catalogue. */
function severalIn(word: string, unit: Unit): string[] {
  const parts = word.split(/,(?![^[]*\])(?![^{]*\})(?![^(]*\))/).map((part) => part.trim());
  // ',|;' and ',' are one pattern each.
  if (parts.some((part) => part === '' || /^\||\|$/.test(part))) return [word];
  const names = new Set(catalogue(unit).map(({ name }) => name.toLowerCase()));
  const found: string[] = [];
  for (let from = 0; from < parts.length; ) {
    const ends = parts.map((_, index) => parts.length - index).filter((end) => end > from);
    const end = ends.find((last) => names.has(parts.slice(from, last).join(', ').toLowerCase())) ?? from + 1;
    found.push(parts.slice(from, end).join(', '));
    from = end;
  }
  return found;
}

/** @throws InputError when no token that was looked at carries it. */
export function checkOccurs({ feature, carriers }: FeatureCount, tokens: number, unit: Unit): void {
  if (carriers > 0) return;
  const why = `None of the ${counted(tokens, unit === 'word' ? 'token' : 'character')} that were examined carries it`;
  throw unknown(feature.name, unit, why);
}

function unknown(word: string, unit: Unit, why: string): InputError {
  const names = catalogue(unit).map(({ name }) => name);
  const near = nearest(word, names);
  const all = `Give a pattern for a whole token, such as [.?!], or names from the catalogue: ${names.join('; ')}`;
  const what = `"${word}" is not a feature that can be looked for in this text`;
  return new InputError('no-such-feature', { what, why, fix: near === null ? all : `Did you mean "${near}"?` });
}
