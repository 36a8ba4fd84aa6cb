/**
 * Which settings mend what a text is too small for: they are tried, the least change first, until one does. Pure but for
 * the trial, which is passed in.
 */
import { isNatural } from '../core/cut.ts';
import type { CorpusSettings, ObserveSettings } from '../text/settings.ts';
import type { Shortage } from './shortages.ts';

/** The settings by which more text is read, or smaller pieces of it. */
export type ReadSettings = Pick<CorpusSettings, 'heldOut'> &
  Pick<ObserveSettings, 'documents' | 'tokens' | 'segment' | 'warmUp'>;

/** What would be short with these settings; null where the text cannot be read, or trained on, with them. */
export type ShortageTrial = (settings: ReadSettings) => Promise<readonly Shortage[] | null>;

export interface Room {
  /** Whether more of the corpus can be held out from the model: it is trained here. */
  holdsOut: boolean;
  /** Documents that there are to be read, at the present share, and in all. */
  documents: number;
  all: number;
}

export interface Remedy {
  settings: ReadSettings;
  /** What is still short with them. */
  left: readonly Shortage[];
}

/** More of a corpus held out would leave too little to train on. */
const shares = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] as const;
/** Shorter segments leave a network little to remember. */
const segments = [
  { segment: 256, warmUp: 32 },
  { segment: 128, warmUp: 16 },
  { segment: 64, warmUp: 8 },
] as const;
/** Beyond it the evidence takes longer than anyone waits. */
const mostDocuments = 512;

/** What makes a difference first: documents, then features, then their contexts. */
const weights: Readonly<Record<Shortage['of'], number>> = { documents: 100, feature: 10, context: 1 };
export const severity = (short: readonly Shortage[]): number => short.reduce((sum, { of }) => sum + weights[of], 0);

/**
 * The least change after which nothing is short, or, where none does, the one that leaves least; null where none helps.
 * @param short with the settings as they are; null: they cannot be read at all.
 */
export async function findRemedy(
  now: ReadSettings,
  short: readonly Shortage[] | null,
  room: Room,
  trial: ShortageTrial,
): Promise<Remedy | null> {
  let best: Remedy | null = null;
  let least = short === null ? Number.POSITIVE_INFINITY : severity(short);
  const holdsOut = room.holdsOut && (await helpsToHoldOut(now, least, trial));
  for (const settings of candidates(now, { ...room, holdsOut })) {
    const left = await trial(settings);
    if (left === null || severity(left) >= least) continue;
    best = { settings, left };
    least = severity(left);
    if (least === 0) break;
  }
  return best;
}

/**
 * Whether holding out more of the text can help at all: where the largest share does not, no smaller one is tried. Asked with
 * segments as they are, and with the shortest, of which short documents have more.
 * @param least severity of what is short now.
 */
async function helpsToHoldOut(now: ReadSettings, least: number, trial: ShortageTrial): Promise<boolean> {
  const most = { ...now, heldOut: Math.max(...shares), ...times(now, mostDocuments / now.documents) };
  for (const pieces of [{}, ...segments.slice(-1)]) {
    const left = await trial({ ...most, ...pieces });
    if (left === null || severity(left) < least) return true;
  }
  return false;
}

/** So many times the text, and never less of it. */
const times = ({ documents, tokens }: ReadSettings, factor: number): Pick<ReadSettings, 'documents' | 'tokens'> => ({
  documents: Math.max(documents, Math.round(factor * documents)),
  tokens: Math.max(tokens, Math.round(factor * tokens)),
});

/** Least change first. */
function candidates(now: ReadSettings, { holdsOut, documents, all }: Room): ReadSettings[] {
  const longest = typeof now.segment === 'number' ? now.segment : Number.POSITIVE_INFINITY;
  const shorter = isNatural(now.segment) ? [] : segments.filter(({ segment }) => segment < longest);
  const factors = [...new Set([Math.min(mostDocuments / now.documents, 2), mostDocuments / now.documents])];
  const more = factors.filter((factor) => factor > 1).map((factor) => ({ ...now, ...times(now, factor) }));
  const reading = documents > now.documents ? more : [];
  const cutting = shorter.map((pieces) => ({ ...now, ...pieces }));
  if (!holdsOut) return [...reading, ...cutting];
  const holding = (from: ReadSettings) =>
    shares.filter((share) => share > now.heldOut).map((heldOut) => ({ ...from, heldOut }));
  const most = Math.max(...shares) * all > now.documents ? more.slice(-1).flatMap(holding) : [];
  return [...reading, ...holding(now), ...cutting, ...most, ...cutting.flatMap(holding)];
}

/** As overrides of a manifest, only those that change: 'corpus.heldOut=0.3 observe.documents=256'. */
export function overridesFor(now: ReadSettings, wanted: ReadSettings): string {
  const words: [string, string | number, string | number][] = [
    ['corpus.heldOut', now.heldOut, wanted.heldOut],
    ['observe.documents', now.documents, wanted.documents],
    ['observe.tokens', now.tokens, wanted.tokens],
    ['observe.segment', now.segment, wanted.segment],
    ['observe.warmUp', now.warmUp, wanted.warmUp],
  ];
  return words.flatMap(([key, before, after]) => (before === after ? [] : [`${key}=${after}`])).join(' ');
}
