/**
 * What of the evidence a text is too small for, said before anything is trained, with the setting that mends it. The setting
 * is not reckoned: it was tried on the text.
 */
import { halfNames, restrictedMask, restrictTo } from '../analysis/findings/bench.ts';
import { comparedWithin } from '../analysis/findings/context.ts';
import type { Reason } from '../analysis/findings/reasons-schema.ts';
import { fewestDocuments, whyNotTestable } from '../analysis/stats/testable.ts';
import { viewed } from '../analysis/stats/view.ts';
import { isNatural, warmUpOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { counted } from '../core/format.ts';
import { areNumbers } from '../core/values.ts';
import { checkTrainable } from '../text/check-trainable.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import { documentTokens } from '../text/documents.ts';
import {
  decidedByToken,
  type MarkedFeature,
  referenceMask,
  valuesWithin,
  withinFeature,
} from '../text/labels/features.ts';
import type { CorpusSettings, ObserveSettings } from '../text/settings.ts';
import { splitOf } from '../text/splits.ts';
import type { Text } from '../text/text.ts';
import type { Unit } from '../text/tokens.ts';
import { reasonSentence } from '../wording/reasons.ts';
import type { PreparedContext } from './context.ts';
import { type HalvedText, halvesOf, type TextHalf } from './evidence/halves.ts';
import { catalogueCount } from './manifest/parts-schema.ts';
import { allTokens } from './manifest/problem.ts';
import { markedText, type ReadingTask } from './mark-text.ts';
import { exposureOf } from './result.ts';

/** Whoever asks for so many features at once knows that some of them are rare. */
const fewFeatures = 8;

export interface EvidencePreflight {
  /** Without a line break; none where everything can be asked. */
  lines: string[];
  /** False where features are asked for and no claim on any can be tested. */
  testable: boolean;
}

export async function evidencePreflight(context: PreparedContext): Promise<EvidencePreflight> {
  const { manifest, given, corpus, text, marked, tools, paths } = context;
  const short = shortagesOf({ text, marked, warmUp: warmUpOf(text.segments.length, manifest), unit: tools.unit });
  const trains = given === null;
  const about = new Set<string | null>(short.map(({ feature }) => feature));
  // What is not short now will not be with more text, and need not be marked again, but for what another is asked within.
  for (const feature of manifest.features) if (about.has(feature.name)) about.add(withinFeature(feature));
  const rare = { ...manifest, features: manifest.features.filter(({ name }) => about.has(name)) };
  const trial = trialOf({ manifest: rare, corpus, tools, cwd: paths.cwd }, trains);
  const ofCorpus = manifest.observe.source === 'held-out';
  const room = {
    holdsOut: trains && ofCorpus,
    documents: ofCorpus ? documentsOf(corpus, 'held-out').length : Number.POSITIVE_INFINITY,
    all: corpus.documents.length,
  };
  const untestable = new Set(short.flatMap(({ of, feature }) => (of === 'feature' ? [feature] : [])));
  const testable =
    catalogueCount(manifest.evidence) > 0 ||
    manifest.features.some(({ name }) => !untestable.has(name) || name === allTokens.name);
  const { heldOut } = manifest.corpus;
  const { documents, tokens, segment, warmUp } = manifest.observe;
  const worth = !testable || short.some(({ of }) => of === 'documents') || manifest.features.length <= fewFeatures;
  const lines = [
    ...exposed(context),
    ...(await shortageLines(
      short,
      worth ? { now: { heldOut, documents, tokens, segment, warmUp }, room, trial } : null,
    )),
    ...(trains && ofCorpus ? shorterDocuments(short, manifest.corpus.documentLength) : []),
  ];
  return { lines, testable };
}

/** Below it a document leaves a network too little to remember. */
const shortestAdvised = 128;

/** The corpus would have to be cut anew, so that this is advice that was not tried. */
function shorterDocuments(short: readonly Shortage[], length = documentTokens): string[] {
  if (length <= shortestAdvised || !short.some(({ of }) => of === 'documents')) return [];
  return [`If the text is cut into documents, shorter ones give more of them: corpus.documentLength=${length / 2}`];
}

/** Whether a model from elsewhere can be tested at all is not a question of size. */
function exposed({ manifest, given, text }: PreparedContext): string[] {
  if (given === null || exposureOf(given, text, manifest) !== 'not shown to be held out') return [];
  return [
    'The evidence will not ask whether claims hold on new text: nothing shows that the model was never trained on this one. If you know that it was not, say so: observe.heldOut=true',
  ];
}

/** @param search for a remedy; null: none is looked for. */
export async function shortageLines(
  short: readonly Shortage[],
  search: { now: ReadSettings; room: Room; trial: ShortageTrial } | null,
): Promise<string[]> {
  if (short.length === 0) return [];
  const remedy = search === null ? null : await findRemedy(search.now, short, search.room, search.trial);
  return [...said(short), ...(search === null ? [] : [advice(remedy, search.now)])];
}

const beginnings: Readonly<Record<Shortage['of'], (features: string) => string>> = {
  documents: () => 'The evidence will speak of this text only',
  feature: (features) => `The evidence will not test ${features}`,
  context: (features) => `The evidence will not ask whether claims on ${features} say more than the token just read`,
};

const sentence = (reason: Shortage['reason']): string =>
  reason.code === 'few documents'
    ? `${counted(reason.found, 'document')} in a half, ${reason.needed} needed.`
    : reasonSentence(reason);

function said(short: readonly Shortage[]): string[] {
  return [...Map.groupBy(short, ({ of, reason }) => `${of}: ${sentence(reason)}`).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    return [
      `${beginnings[first.of](alike.map(({ feature }) => `"${feature}"`).join(', '))}: ${sentence(first.reason)}`,
    ];
  });
}

function advice(remedy: Remedy | null, now: ReadSettings): string {
  if (remedy === null) {
    return 'No setting helps: it takes a longer text or a more frequent feature. The experiment goes on without it.';
  }
  const set = overridesFor(now, remedy.settings);
  if (remedy.left.length === 0) return `This helps: ${set}`;
  return `This helps in part: ${set} What remains: ${said(remedy.left).join(' ')} That takes a longer text or a more frequent feature.`;
}

export interface Shortage {
  /**
   * documents: claims speak of this text only. feature: it cannot be tested at all. context: whether a claim on it says
   * more than the token just read.
   */
  of: 'documents' | 'feature' | 'context';
  feature: string | null;
  reason: Reason | { code: 'few documents'; found: number; needed: number };
}

export interface ShortageText {
  text: Text;
  /** Tokens at each segment's start that are not scored. */
  warmUp: number;
  marked: readonly MarkedFeature[];
  unit: Unit;
}

/** In the order of the text, then of the features; none where everything can be asked. */
export function shortagesOf({ text, warmUp, marked, unit }: ShortageText): Shortage[] {
  const halves = halvesOf(text, warmUp);
  return [...ofDocuments(halves), ...marked.flatMap((each) => ofFeature(text, halves, each, { marked, unit }))];
}

function ofDocuments({ discovery, confirmation, swapped }: HalvedText): Shortage[] {
  if (swapped === 'documents') return [];
  const count = ({ documents }: TextHalf) => new Set(documents).size;
  const all = new Set([...discovery.documents, ...confirmation.documents]).size;
  // Segments of one document lie in both halves: in documents, a half has no more than half of them.
  const half = Math.min(count(discovery), count(confirmation), Math.floor(all / 2));
  return [{ of: 'documents', feature: null, reason: { code: 'few documents', found: half, needed: fewestDocuments } }];
}

function ofFeature(
  { tokens }: Text,
  halves: HalvedText,
  { feature, mask }: MarkedFeature,
  { marked, unit }: Pick<ShortageText, 'marked' | 'unit'>,
): Shortage[] {
  const members = referenceMask(feature, tokens, { values: mask, other: valuesWithin(feature, marked) });
  const own = areNumbers(mask) ? mask : mask.map((carries, t) => (members[t] === 1 ? carries : 0));
  for (const name of halfNames) {
    const half = halves[name];
    const seen = restrictTo(half, viewed(members, half.scored), halves.swapped);
    const reason = whyNotTestable(restrictedMask(seen, viewed(own, half.scored)), seen.units);
    if (reason !== null) return [{ of: 'feature', feature: feature.name, reason }];
  }
  if (decidedByToken(feature, unit)) return [];
  const { confirmation } = halves;
  const compared = comparedWithin({
    text: confirmation,
    types: confirmation.types,
    mask: viewed(own, confirmation.scored),
    members: viewed(members, confirmation.scored),
    swapped: halves.swapped,
  });
  return typeof compared === 'function' ? [] : [{ of: 'context', feature: feature.name, reason: compared }];
}

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

const times = ({ documents, tokens }: ReadSettings, factor: number): Pick<ReadSettings, 'documents' | 'tokens'> => ({
  documents: Math.max(documents, Math.round(factor * documents)),
  tokens: Math.max(tokens, Math.round(factor * tokens)),
});

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
  const keys = {
    heldOut: 'corpus.heldOut',
    documents: 'observe.documents',
    tokens: 'observe.tokens',
    segment: 'observe.segment',
    warmUp: 'observe.warmUp',
  } as const;
  return (Object.keys(keys) as (keyof typeof keys)[])
    .flatMap((key) => (now[key] === wanted[key] ? [] : [`${keys[key]}=${wanted[key]}`]))
    .join(' ');
}

/** @param trains whether a model is to be trained on what the shares leave. */
export const trialOf =
  (task: ReadingTask, trains: boolean): ShortageTrial =>
  async ({ heldOut, documents, tokens, segment, warmUp }) => {
    const { corpus, observe, train } = task.manifest;
    const own = resplit(task.corpus, { heldOut, validation: corpus.validation });
    const manifest = { ...task.manifest, observe: { ...observe, documents, tokens, segment, warmUp } };
    try {
      if (trains) checkTrainable(own, train);
      const { text, marked } = await markedText({ ...task, manifest, corpus: own });
      return shortagesOf({ text, marked, warmUp: warmUpOf(text.segments.length, manifest), unit: own.unit });
    } catch (error) {
      if (error instanceof InputError) return null;
      throw error;
    }
  };

/** A corpus as other shares would split it, to see beforehand what they would give. Its vocabulary stays. */
export function resplit(corpus: Corpus, shares: Pick<Corpus['settings'], 'heldOut' | 'validation'>): Corpus {
  const settings = { ...corpus.settings, ...shares };
  const documents = corpus.documents.map((document) => ({ ...document, split: splitOf(document.hash, settings) }));
  return { ...corpus, settings, documents };
}
