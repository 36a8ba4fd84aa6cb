/**
 * The evidence of an experiment: the findings of its level, gathered from the recording and the model, and what is said of
 * the text that they are of.
 */

import { join } from 'node:path';
import { type Bench, benchOf, type LadderInput } from '../../analysis/findings/bench.ts';
import { screen } from '../../analysis/findings/choice.ts';
import type { Finding } from '../../analysis/findings/finding.ts';
import { type FindingName, type FoundSoFar, findings, findingsOf } from '../../analysis/findings/findings.ts';
import type { Readings } from '../../analysis/findings/readings.ts';
import type { Reason } from '../../analysis/findings/reasons-schema.ts';
import { shuffled, untrained, untrainedCriteria } from '../../analysis/findings/untrained.ts';
import type { Cause } from '../../analysis/pairs/pairs-schema.ts';
import { unitsOfAll } from '../../analysis/reading/observe.ts';
import type { Halves } from '../../analysis/stats/halves.ts';
import { documentsIn, tokensIn } from '../../analysis/stats/tested-text.ts';
import { endIdleThreads } from '../../core/pool.ts';
import { keyOf } from '../../core/store.ts';
import type { EvidenceContext } from '../context.ts';
import { catalogueCount, evidenceLevel } from '../manifest/evidence.ts';
import { recordedNames } from '../manifest/record.ts';
import { stopIfAsked } from '../reading.ts';
import { besideClaims, claimsOf } from '../results/claims.ts';
import { type Evidence, evidenceVersion } from '../results/evidence-schema.ts';
import { readingsDependOn, readingsOf } from './experiment-readings.ts';
import { type Gathering, type Grounds, gather } from './gather.ts';
import { type HalvedText, halvesOf, type TextHalf } from './halves.ts';
import { inputWith, ladderFeatures, ladderInput } from './ladder-input.ts';
import { threadedEffects, threadedSweep } from './neuron-threads.ts';
import { leaveRoom } from './untrained-threads.ts';

/** Raised when a finding is computed otherwise by the same criteria: what was kept before counts no more. */
const version = 10;

/** Hears the evidence as far as it is there, after each finding. */
export type OnFound = (soFar: Evidence, finding: string) => Promise<void> | void;

/** @throws Interrupted when the user asks to stop; what was found so far is kept. */
export async function evidenceOf(
  context: EvidenceContext & { causes?: readonly Cause[] },
  onFound: OnFound = () => {},
): Promise<Evidence> {
  const { manifest, observed, warmUp, reporter, now, paths } = context;
  const began = now().getTime();
  const text = halvesOf(observed, warmUp);
  const steps = findingCount(manifest);
  let begun = 0;
  const counted = (title: string) => `${title} (${begun} of ${steps})`;
  const hears = {
    onBegin({ title }: Finding) {
      stopIfAsked(context);
      begun += 1;
      reporter.step(counted(title));
    },
    onProgress({ title }: Finding, share: number) {
      stopIfAsked(context);
      reporter.progress({ done: share, total: 1, text: counted(title) });
    },
  };
  const readings = readingsOf(context, text);
  if (!leaveRoom(bytesOf(context, text)))
    await readUntrained(readings, { ...hears, onBegin: ({ title }) => reporter.step(title) });
  const input = await ladderInput(context, text);
  const rivals = ladderFeatures(context, text, context.compared.slice(context.marked.length));
  const bench = benchOf(
    { ...input, rivals, ...(context.causes && { causes: context.causes }) },
    threadedEffects(() => stopIfAsked(context)),
  );
  const findings = findingsOf(levelOf(manifest.evidence));
  const told = (found: FoundSoFar): Evidence => ({
    ...described(context, text),
    steps: { done: findings.filter(({ name }) => name in found).length, of: steps },
    seconds: Math.round((now().getTime() - began) / 100) / 10,
    claims: claimsOf(bench, found, notYet(manifest)),
    ...besideClaims(found),
  });
  const gathering = {
    grounds: { base: baseOf(context, bench), readings: await readingsDependOn(context) },
    sweep: threadedSweep(),
    ...hears,
  };
  try {
    const found = await gather(findings, {
      ...{ bench, readings, ...gathering },
      folder: join(paths.run, 'evidence'),
      onFound: ({ name }, soFar) => onFound(told(soFar), name),
    });
    if (catalogueCount(manifest.evidence) === 0) return told(found);
    const catalogue = await catalogueEvidence(context, catalogueBench(input.activations, context, text), {
      ...{ readings, ...gathering },
      baseOf: (ofCatalogue) => baseOf(context, ofCatalogue),
    });
    return { ...told(found), steps: { done: steps, of: steps }, catalogue };
  } finally {
    await readings.release();
  }
}

/** Bytes of the activations that the evidence looks at. */
const bytesOf = ({ manifest, checkpoint }: EvidenceContext, { discovery, confirmation }: HalvedText): number =>
  Float32Array.BYTES_PER_ELEMENT *
  unitsOfAll(checkpoint.architecture, recordedNames(manifest)) *
  (tokensIn(discovery) + tokensIn(confirmation));

/**
 * What the findings ask of untrained networks, before the trained one's activations are in memory: they are kept in the run
 * folder, where the findings take them from.
 */
async function readUntrained(readings: Readings, hears: Pick<Gathering, 'onBegin' | 'onProgress'>): Promise<void> {
  for (const finding of [untrained, shuffled]) {
    hears.onBegin?.(finding);
    await readings[finding.name](untrainedCriteria.networks, (share) => hears.onProgress?.(finding, share));
  }
  await endIdleThreads();
}

/** How many findings the evidence looks for. */
const findingCount = ({ evidence }: EvidenceContext['manifest']): number =>
  findingsOf(levelOf(evidence)).length + (catalogueCount(evidence) === 0 ? 0 : catalogueFindings.length);

const levelOf = (evidence: EvidenceContext['manifest']['evidence']): Evidence['level'] =>
  evidenceLevel(evidence) === 'full' ? 'full' : 'quick';

const notYet = ({ evidence }: EvidenceContext['manifest']): Reason =>
  levelOf(evidence) === 'full' ? { code: 'not yet' } : { code: 'quick evidence' };

/** The key of all that any finding depends on: the model, the text as it was cut, the features, and what is asked of them. */
function baseOf({ checkpoint, observed }: EvidenceContext, { input, features }: Bench): Grounds['base'] {
  const { arrays, count, permutations, seed, swapped, exposed, sources, drawn = arrays[0], written } = input;
  // The same tokens cut into other segments are another text: another warm-up, other documents, another state at the start.
  const cut = Object.values(input.text).flatMap(({ length, segments, warmUp, sources: own, types }) => [
    [length, segments, warmUp],
    own,
    types,
  ]);
  const marks = features.flatMap(({ name, byHand, among, masks, members, decidedByToken }) => [
    [name, byHand, among, decidedByToken],
    ...[masks, members].flatMap(({ discovery, confirmation }) => [discovery, confirmation]),
  ]);
  const numbers = features.flatMap(({ number }) =>
    number == null ? [] : [number.masks.discovery, number.masks.confirmation],
  );
  const rivals = (input.rivals ?? []).flatMap(({ name, masks }) => [name, masks.discovery, masks.confirmation]);
  const documents = (input.documents ?? []).flatMap(({ name, says, values }) => [
    [name, says],
    values.discovery,
    values.confirmation,
  ]);
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  return keyOf(
    version,
    ...[checkpoint.architecture, observed.ids, observed.segments, observed.before],
    ...arrays.flatMap(({ layer, component }) => [layer, component]),
    // Left out where it is as it always was, so that what stands is found again.
    ...(input.beside === 'effect' ? ['beside', input.beside] : []),
    ...(input.causes ?? []).flatMap(({ component, layer, neuron }) => ['cause', component, layer, neuron]),
    ...[drawn.layer, drawn.component, count, permutations, seed, swapped, exposed, sources],
    ...[input.vocabulary, written],
    ...cut,
    ...marks,
    ...numbers,
    ...rivals,
    ...documents,
    ...weights,
  );
}

/** What is said of the text, the same after every finding. */
function described({ manifest, checkpoint }: EvidenceContext, halves: HalvedText) {
  const half = (text: TextHalf) => ({
    documents: halves.swapped === 'documents' ? documentsIn(text) : new Set(text.documents).size,
    segments: documentsIn(text) * text.segments,
    tokens: tokensIn(text),
  });
  return {
    schema: evidenceVersion,
    level: levelOf(manifest.evidence),
    discovery: half(halves.discovery),
    confirmation: half(halves.confirmation),
    sources: halves.sources.map((name, index) => ({
      name,
      discovery: halves.discovery.sources.filter((source) => source === index).length,
      confirmation: halves.confirmation.sources.filter((source) => source === index).length,
    })),
    swapped: halves.swapped,
    neurons: unitsOfAll(checkpoint.architecture, recordedNames(manifest)),
    features: manifest.features.length,
    permutations: screen.permutations,
  };
}

const names: readonly FindingName[] = [
  ...(['choice', 'chance', 'effect', 'heldOut', 'context'] as const),
  ...(['labels', 'untrained', 'shuffled', 'learned', 'rivals', 'specific'] as const),
];

/** With so few a p below .05 is one of the 9 smallest of 200: as exact as with more, and the work is a fiftieth. */
const permutations = 199;

export const catalogueFindings: readonly Finding[] = findings.filter(({ name }) => names.includes(name));

/** The features behind the experiment's own, and who is claimed of them: those that are best on discovery, and no others. */
export function catalogueBench(
  activations: LadderInput['activations'],
  context: EvidenceContext,
  text: HalvedText,
): Bench {
  const input = inputWith(activations, context, text, context.compared.slice(context.marked.length));
  const asked = {
    count: catalogueCount(context.manifest.evidence),
    beside: 'nobody',
    permutations,
  } as const;
  const rivals = ladderFeatures(context, text, context.marked);
  return benchOf(
    { ...input, ...asked, rivals },
    threadedEffects(() => stopIfAsked(context)),
  );
}

interface CatalogueGathering extends Pick<Gathering, 'readings' | 'sweep' | 'onBegin' | 'onProgress'> {
  grounds: Gathering['grounds'];
  baseOf(bench: Bench): Gathering['grounds']['base'];
}

export async function catalogueEvidence(
  { marked, manifest, paths }: Pick<EvidenceContext, 'marked' | 'manifest' | 'paths'>,
  bench: Bench,
  { readings, grounds, baseOf, ...gathering }: CatalogueGathering,
): Promise<NonNullable<Evidence['catalogue']>> {
  const found = await gather(catalogueFindings, {
    ...gathering,
    bench,
    readings: behind(readings, marked.length),
    grounds: { ...grounds, base: baseOf(bench) },
    folder: join(paths.run, 'catalogue'),
  });
  return {
    neurons: catalogueCount(manifest.evidence),
    features: bench.features.length,
    claims: claimsOf(bench, found, { code: 'catalogue' }),
  };
}

/** What untrained networks have of the features behind so many. */
function behind(readings: Readings, own: number): Readings {
  const rest = <Network extends Halves<readonly Float64Array[]>>(network: Network): Network => ({
    ...network,
    discovery: network.discovery.slice(own),
    confirmation: network.confirmation.slice(own),
  });
  return {
    ...readings,
    untrained: async (networks, onProgress) => (await readings.untrained(networks, onProgress)).map(rest),
    shuffled: async (networks, onProgress) => (await readings.shuffled(networks, onProgress)).map(rest),
  };
}
