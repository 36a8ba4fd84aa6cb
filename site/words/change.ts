/** What 'Change its mind' says and shows: its two sides, its rows part by part. Pure; used by the page and by its script. */
import { at, item } from '../../runner/core/at.ts';
import type { Change, ChangeRun } from '../../runner/experiment/results/change-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import type { LiveModel } from './script-data.ts';

export interface ChangeWords {
  /** Where the state holds, and where not. */
  inside: string;
  outside: string;
  /** What a continuation does that ends it: '22 of 40 ...'. */
  ends: string;
  /** What is marked in a row. */
  marked: string;
}

/** What of a file is shown. */
export type ShownChange = Omit<Change, 'lean'>;

/** What the script of the page needs to know. */
export interface ChangeData extends ChangeWords {
  /** Addresses of the sentences, each with its words alone; and of all that was published. */
  sentences: string[];
  whole: string;
  /** The model that continues a sentence of the reader's own; null where there is none, or where a page cannot tell what ends. */
  own: (LiveModel & { component: string }) | null;
}

/** One of the sentences, beside the words that were written after it. */
export function onlySentence({ lean: _, ...change }: Change, index: number): ShownChange {
  const sentence = item(change.sentences, index);
  const used = [...new Set(sentence.runs.flatMap(({ rows }) => rows.flat()))];
  const places = new Map(used.map((place, own) => [place, own]));
  const runs = sentence.runs.map((run) => ({
    ...run,
    rows: run.rows.map((row) => row.map((place) => places.get(place) ?? 0)),
  }));
  return { ...change, tokens: used.map((place) => item(change.tokens, place)), sentences: [{ ...sentence, runs }] };
}

export function changeWords({ manifest }: Pick<Result, 'manifest'>, { feature, says }: Claim): ChangeWords {
  const asked = manifest.features.find(({ name }) => name === feature);
  if (asked && 'nesting' in asked && asked.nesting === 'quotes') {
    return {
      inside: 'somebody speaks',
      outside: 'nobody speaks',
      ends: 'close the quotation',
      marked: 'where the quotation is closed',
    };
  }
  if (says.number) {
    return {
      inside: 'the number is high',
      outside: 'the number is 0',
      ends: 'bring the number down',
      marked: 'where the number falls',
    };
  }
  const place = says.whether.replace(/^it is /, '');
  return { inside: place, outside: `not ${place}`, ends: 'end it', marked: 'where it ends' };
}

/** The ends of the scale, from its lowest value to its highest. */
export const sidesOf = (
  { usual }: Pick<Change, 'usual'>,
  { inside, outside }: Pick<ChangeWords, 'inside' | 'outside'>,
): [low: string, high: string] => (usual.inside < usual.outside ? [inside, outside] : [outside, inside]);

/** Returns whether a row ends the state. */
export const endsIn = ({ ends }: ChangeRun, row: number): boolean => at(ends, row) >= 0;

/** Returns how many rows of a run end the state. */
export const endedOf = ({ ends }: Pick<ChangeRun, 'ends'>): number => ends.filter((end) => end >= 0).length;

/** Returns whether every row has the same outcome at every value as without clamping. */
function isUnchanged(runs: readonly ChangeRun[]): boolean {
  const alone = item(runs, 0);
  return runs.every((run) => run.ends.every((_, row) => endsIn(run, row) === endsIn(alone, row)));
}

/** Returns a sentence that says so if clamping changes no row's outcome, else ''. */
export function unchangedIn(runs: readonly ChangeRun[], { ends }: Pick<ChangeWords, 'ends'>): string {
  if (!isUnchanged(runs)) return '';
  const alone = item(runs, 0);
  return `Clamping changes nothing here: the same ${endedOf(alone)} of ${alone.rows.length} ${ends} at every value.`;
}

/** Returns the counts of all sentences together, beside the first, which has the largest ratio; '' for a single sentence. */
export function togetherIn(
  { sentences, usual }: Pick<Change, 'sentences' | 'usual'>,
  words: Pick<ChangeWords, 'inside' | 'outside'>,
): string {
  const number = sentences.length;
  if (number < 2) return '';
  const totalAt = (run: number): number => endedOf({ ends: sentences.flatMap(({ runs }) => item(runs, run).ends) });
  const alone = totalAt(0);
  const rows = sentences.flatMap(({ runs }) => item(runs, 0).rows).length;
  if (sentences.every(({ runs }) => isUnchanged(runs)))
    return `All ${number} sentences together: ${alone} of ${rows} at every value. Clamping changes nothing.`;
  const [low, high] = [totalAt(1), totalAt(item(sentences, 0).runs.length - 1)];
  const side = Math.abs(low - alone) > Math.abs(high - alone) ? 0 : 1;
  const clamped = at([low, high], side);
  return (
    `The first sentence shows the largest effect of ${number} (ratio of the counts at the two ends). ` +
    `All ${number} together: ${alone} → ${clamped} of ${rows} ` +
    `(left alone → clamped at ‘${sidesOf({ usual }, words)[side]}’).`
  );
}

/** The order in which rows stand: those first that end the state at most values, so that they change from below. */
export function orderOf(runs: readonly ChangeRun[]): number[] {
  const times = (row: number): number => runs.filter((run) => endsIn(run, row)).length;
  return [...item(runs, 0).rows.keys()].sort((a, b) => times(b) - times(a) || a - b);
}

/** A written token, and whether the state ends at it. */
export interface Part {
  text: string;
  end: boolean;
}

export const partsOf = ({ tokens }: Pick<Change, 'tokens'>, { rows, ends }: ChangeRun, row: number): Part[] =>
  item(rows, row).map((place, t) => {
    const text = item(tokens, place);
    return { text: text === '\n' ? ' ↵ ' : text, end: t === at(ends, row) };
  });

/** '0.4', with a sign that cannot be mistaken. */
export const heldAt = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(Number(value.toPrecision(3)))}`;

/** Both stories of the first sentence for a picture of the page: left alone, and held at the end of the scale that changes most. */
export function storiesOf(change: ShownChange, words: ChangeWords): { heading: string; sentence: string } {
  const { tokens, runs, lead } = item(change.sentences, 0);
  const [alone, ...held] = runs;
  const [low, high] = [item(held, 0), item(held, held.length - 1)];
  if (alone === undefined) throw new RangeError('change: a sentence without runs');
  const farther = (run: ChangeRun): number => Math.abs(endedOf(run) - endedOf(alone));
  const against = farther(low) > farther(high) ? low : high;
  const story = (run: ChangeRun): string => {
    const text = [...tokens, ...item(run.rows, lead).map((place) => item(change.tokens, place))].join('');
    return text.replace(/\s+/g, ' ').trim();
  };
  return {
    heading: `${endedOf(alone)} of ${alone.rows.length} ${words.ends}. With one neuron held: ${endedOf(against)}.`,
    sentence: `${story(alone)} … Held: ${story(against)} …`,
  };
}

/** What the two ends of the colours mean of a neuron that leads a page; of one that is not shown to tell the feature only low and high. */
export function colourWords(result: Pick<Result, 'manifest'>, claim: Claim | undefined): [low: string, high: string] {
  const level = claim?.verdict.level;
  if (claim === undefined || level === 'not confirmed' || level === 'meaningless too') return ['low', 'high'];
  const { inside, outside } = changeWords(result, claim);
  // 'not the subject is plural' is no English.
  const other = outside === `not ${claim.says.whether}` ? 'otherwise' : outside;
  return claim.sign < 0 ? [inside, other] : [other, inside];
}
