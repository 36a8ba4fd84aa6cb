/**
 * What of the evidence a text is too small for, said before anything is trained, with the setting that mends it. The setting
 * is not reckoned: it was tried on the text.
 */

import { warmUpOf } from '../core/cut.ts';
import { counted } from '../core/words.ts';
import { documentsOf } from '../text/corpus.ts';
import { documentTokens } from '../text/documents.ts';
import { withinFeature } from '../text/labels/features.ts';
import { reasonSentence } from '../words/reasons.ts';
import type { PreparedContext } from './context.ts';
import { catalogueCount } from './manifest/evidence.ts';
import { allTokens } from './manifest/schema.ts';
import { trialOf } from './reading-trial.ts';
import { findRemedy, overridesFor, type Remedy, type Room, type ShortageTrial } from './remedy.ts';
import { exposureOf } from './result.ts';
import { type Shortage, shortagesOf } from './shortages.ts';

/** Whoever asks for so many features at once knows that some of them are rare. */
const fewFeatures = 8;

export interface EvidenceOutlook {
  /** Without a line break; none where everything can be asked. */
  lines: string[];
  /** False where features are asked for and no claim on any can be tested. */
  testable: boolean;
}

export async function evidenceOutlook(context: PreparedContext): Promise<EvidenceOutlook> {
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
  const worth = !testable || short.some(({ of }) => of === 'documents') || manifest.features.length <= fewFeatures;
  const lines = [
    ...exposed(context),
    ...(await shortageLines(short, worth ? { ...settingsOf(manifest), room, trial } : null)),
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

const settingsOf = ({ corpus, observe }: PreparedContext['manifest']) => ({
  now: {
    heldOut: corpus.heldOut,
    documents: observe.documents,
    tokens: observe.tokens,
    segment: observe.segment,
    warmUp: observe.warmUp,
  },
});

/** Whether a model from elsewhere can be tested at all is not a question of size. */
function exposed({ manifest, given, text }: PreparedContext): string[] {
  if (given === null || exposureOf(given, text, manifest) !== 'not shown to be held out') return [];
  return [
    'The evidence will not ask whether claims hold on new text: nothing shows that the model was never trained on this one. If you know that it was not, say so: observe.heldOut=true',
  ];
}

interface Search {
  now: Parameters<typeof overridesFor>[0];
  room: Room;
  trial: ShortageTrial;
}

/** @param search for a remedy; null: none is looked for. */
export async function shortageLines(short: readonly Shortage[], search: Search | null): Promise<string[]> {
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

/** Features with the same reason share a line. */
function said(short: readonly Shortage[]): string[] {
  return [...Map.groupBy(short, ({ of, reason }) => `${of}: ${sentence(reason)}`).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    return [
      `${beginnings[first.of](alike.map(({ feature }) => `"${feature}"`).join(', '))}: ${sentence(first.reason)}`,
    ];
  });
}

function advice(remedy: Remedy | null, now: Search['now']): string {
  if (remedy === null) {
    return 'No setting helps: it takes a longer text or a more frequent feature. The experiment goes on without it.';
  }
  const set = overridesFor(now, remedy.settings);
  if (remedy.left.length === 0) return `This helps: ${set}`;
  return `This helps in part: ${set} What remains: ${said(remedy.left).join(' ')} That takes a longer text or a more frequent feature.`;
}
