/**
 * The evidence of an experiment: the findings of its level, gathered from the recording and the model, and what is said of
 * the text that they are of.
 */
import { join } from 'node:path';
import { placeOf } from '../../analysis/findings/arrays.ts';
import { type Bench, benchOf, type ClaimTestInput, mapHalves } from '../../analysis/findings/bench.ts';
import { screen } from '../../analysis/findings/choice.ts';
import { type FrozenClaim, withinOf } from '../../analysis/findings/claim-schema.ts';
import type { Finding, ReadingName, Readings, ResultPlace } from '../../analysis/findings/finding.ts';
import { type FindingName, type FoundSoFar, findings, findingsOf } from '../../analysis/findings/findings.ts';
import { rungNames } from '../../analysis/findings/names-schema.ts';
import type { Reason } from '../../analysis/findings/reasons-schema.ts';
import type { Rungs } from '../../analysis/findings/rungs-schema.ts';
import { shuffled, untrained, untrainedCriteria } from '../../analysis/findings/untrained.ts';
import { leads, verdictLevelOf } from '../../analysis/findings/verdict.ts';
import type { Cause } from '../../analysis/pairs/pairs-schema.ts';
import { unitsOfAll } from '../../analysis/reading/observe.ts';
import { documentsIn, type Halves, tokensIn } from '../../analysis/stats/tested-text.ts';
import { item } from '../../core/at.ts';
import { keyOf, memo } from '../../core/disk-cache.ts';
import { endIdleThreads } from '../../core/pool.ts';
import type { EvidenceContext } from '../context.ts';
import { catalogueCount, evidenceLevel } from '../manifest/parts-schema.ts';
import { recordedNames } from '../manifest/record.ts';
import { stopIfAsked } from '../reading.ts';
import {
  type Claim,
  type ClaimDetails,
  type Evidence,
  type EvidenceDetails,
  evidenceVersion,
} from '../results/evidence-schema.ts';
import { claimTestInput, inputWith, testedFeatures } from './claim-test-input.ts';
import { readingsDependOn, readingsOf } from './experiment-readings.ts';
import { fitInThread } from './fit-threads.ts';
import { type HalvedText, halvesOf, type TextHalf } from './halves.ts';
import { sweepFor } from './neuron-threads.ts';
import { leaveRoom } from './untrained-threads.ts';

/** Raised when a finding is computed otherwise by the same criteria: what was kept before counts no more. */
const version = 11;

export type OnFound = (soFar: Evidence, finding: string) => Promise<void> | void;

/** @throws Interrupted when the user asks to stop; what was found so far is kept. */
export async function evidenceOf(
  context: EvidenceContext & { causes?: readonly Cause[] },
  onFound: OnFound = () => {},
): Promise<Evidence> {
  const { manifest, observed, warmUp, reporter, now, paths, causes } = context;
  const began = now().getTime();
  const text = halvesOf(observed, warmUp);
  const level = evidenceLevel(manifest.evidence) === 'full' ? 'full' : 'quick';
  const list = findingsOf(level);
  const ofCatalogue = catalogueCount(manifest.evidence) > 0;
  const steps = list.length + (ofCatalogue ? catalogueFindings.length : 0);
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
  // Before the trained network's activations are in memory: it is kept in the run folder, where the findings take it from.
  if (!leaveRoom(bytesOf(context, text))) {
    for (const finding of [untrained, shuffled]) {
      reporter.step(finding.title);
      await readings[finding.name](untrainedCriteria.networks, (share) => hears.onProgress(finding, share));
    }
    await endIdleThreads();
  }
  const sweep = sweepFor(context);
  const input = await claimTestInput(context, text);
  const others = context.compared.slice(context.marked.length);
  const bench = benchOf(
    { ...input, rivals: testedFeatures(context, text, others), ...(causes && { causes }) },
    sweep,
    fitInThread,
  );
  const told = (found: FoundSoFar): Evidence => ({
    ...described(context, text, level),
    steps: { done: list.filter(({ name }) => name in found).length, of: steps },
    seconds: Math.round((now().getTime() - began) / 100) / 10,
    claims: claimsOf(bench, found, { code: level === 'full' ? 'not yet' : 'quick evidence' }),
    ...besideClaims(found),
  });
  const grounds = await readingsDependOn(context);
  const gathering = (own: Bench) => ({ bench: own, base: baseOf(context, own), readings, grounds, ...hears });
  try {
    const found = await gather(list, {
      ...gathering(bench),
      folder: join(paths.run, 'evidence'),
      onFound: ({ name }, soFar) => onFound(told(soFar), name),
    });
    if (!ofCatalogue) return told(found);
    const asked = catalogueInput(input.activations, context, text);
    const catalogue = await catalogueEvidence(context, gathering(benchOf(asked, sweep)));
    return { ...told(found), steps: { done: steps, of: steps }, catalogue };
  } finally {
    await readings.release();
  }
}

const bytesOf = ({ manifest, checkpoint }: EvidenceContext, { discovery, confirmation }: HalvedText): number =>
  Float32Array.BYTES_PER_ELEMENT *
  unitsOfAll(checkpoint.architecture, recordedNames(manifest)) *
  (tokensIn(discovery) + tokensIn(confirmation));

/** The key of all that any finding depends on: the model, the text as it was cut, the features, and what is asked of them. */
const baseOf = ({ checkpoint, observed }: EvidenceContext, { input }: Bench): string =>
  keyOf(
    version,
    checkpoint.architecture,
    checkpoint.weights,
    observed.ids,
    observed.segments,
    observed.before,
    // What was read of the text by the model follows from both.
    { ...input, activations: null, arrays: input.arrays.map(({ layer, component }) => [layer, component]) },
  );

function described({ manifest, checkpoint }: EvidenceContext, halves: HalvedText, level: Evidence['level']) {
  const half = (text: TextHalf) => ({
    documents: halves.swapped === 'documents' ? documentsIn(text) : new Set(text.documents).size,
    segments: documentsIn(text) * text.segments,
    tokens: tokensIn(text),
  });
  return {
    schema: evidenceVersion,
    level,
    ...mapHalves((name) => half(halves[name])),
    sources: halves.sources.map((name, index) => ({
      name,
      ...mapHalves((half) => halves[half].sources.filter((source) => source === index).length),
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

const catalogueFindings: readonly Finding[] = findings.filter(({ name }) => names.includes(name));

/** The features behind the experiment's own, and who is claimed of them: those that are best on discovery, and no others. */
const catalogueInput = (
  activations: ClaimTestInput['activations'],
  context: EvidenceContext,
  text: HalvedText,
): ClaimTestInput => ({
  ...inputWith(activations, context, text, context.compared.slice(context.marked.length)),
  count: catalogueCount(context.manifest.evidence),
  beside: 'nobody',
  permutations,
  rivals: testedFeatures(context, text, context.marked),
});

/**
 * The evidence on those features of the catalogue that are not the experiment's own: of each the best neurons, tested by all that needs no
 * neuron held, and corrected for over the whole catalogue. The same findings as of the experiment's own features, of other claims.
 */
export async function catalogueEvidence(
  { marked, manifest, paths }: Pick<EvidenceContext, 'marked' | 'manifest' | 'paths'>,
  gathering: Omit<Gathering, 'folder'>,
): Promise<NonNullable<Evidence['catalogue']>> {
  const { bench, readings } = gathering;
  const found = await gather(catalogueFindings, {
    ...gathering,
    readings: behind(readings, marked.length),
    folder: join(paths.run, 'catalogue'),
  });
  return {
    neurons: catalogueCount(manifest.evidence),
    features: bench.features.length,
    claims: claimsOf(bench, found, { code: 'catalogue' }),
  };
}

function behind(readings: Readings, own: number): Readings {
  const rest = <Network extends Halves<readonly Float64Array[]>>(network: Network): Network => ({
    ...network,
    ...mapHalves((half) => network[half].slice(own)),
  });
  return {
    ...readings,
    untrained: async (networks, onProgress) => (await readings.untrained(networks, onProgress)).map(rest),
    shuffled: async (networks, onProgress) => (await readings.shuffled(networks, onProgress)).map(rest),
  };
}

export interface Gathering {
  bench: Bench;
  readings: Readings;
  /** The model, the text, the features and the settings of the evidence, as one key. */
  base: string;
  grounds: Readonly<Partial<Record<ReadingName, readonly unknown[]>>>;
  folder: string;
  onBegin?(finding: Finding): void;
  onProgress?(finding: Finding, share: number): void;
  onFound?(finding: Finding, found: FoundSoFar): Promise<void> | void;
}

export async function gather(list: readonly Finding[], gathering: Gathering): Promise<FoundSoFar> {
  const { bench, readings, folder } = gathering;
  const found: Record<string, unknown> = {};
  for (const finding of list) {
    gathering.onBegin?.(finding);
    const { name, schema } = finding;
    const place = { path: join(folder, `${name}.json`), key: findingKey(gathering, finding, found), schema };
    found[name] = await memo(place, () =>
      finding.compute({ bench, readings, found, onProgress: (share) => gathering.onProgress?.(finding, share) }),
    );
    await gathering.onFound?.(finding, found);
  }
  return found;
}

/** The key of what a finding finds: its criteria, what it reads, and what was found of that. */
export const findingKey = (
  { base, grounds }: Pick<Gathering, 'base' | 'grounds'>,
  { name, criteria, bounds = [], inputs, optional = [], reads }: Finding,
  found: Readonly<Record<string, unknown>>,
): string =>
  keyOf(
    base,
    name,
    criteria,
    bounds,
    ...[...inputs, ...optional].map((input) => [input.name, found[input.name]]),
    ...reads.flatMap((reading) => [reading, ...(grounds[reading] ?? [])]),
  );

/** @param notYet what a rung says that was not computed. */
export function claimsOf(bench: Bench, found: FoundSoFar, notYet: Reason): Claim[] {
  const claims = (found.choice?.claims ?? []).map((claim, index) => claimOf(bench, found, { claim, index }, notYet));
  const first = leads(claims);
  return claims.map((claim, index) => ({ ...claim, lead: item(first, index) }));
}

function claimOf(
  bench: Bench,
  found: FoundSoFar,
  { claim, index }: { claim: FrozenClaim; index: number },
  notYet: Reason,
): Claim {
  const { array, neuron } = placeOf(bench.input.arrays, claim.neuron);
  const { layer, component } = array;
  const feature = item(bench.features, claim.feature);
  const rungs = Object.fromEntries(
    rungNames.map((name) => [name, found[name]?.[index] ?? { status: 'not run', reason: notYet, measured: null }]),
  ) as Rungs;
  const { decidedByToken } = feature;
  const cause = bench.input.causes?.find(
    (own) => own.neuron === neuron && own.layer === layer && own.component === component,
  );
  return {
    feature: feature.name,
    says: feature.says,
    neuron,
    layer,
    component,
    ...(bench.input.arrays.length > 1 && { ofSeveral: true as const }),
    sign: claim.sign,
    chosen: claim.chosen,
    among: feature.among,
    ...withinOf(feature),
    decidedByToken,
    lead: false,
    rungs,
    ...(cause && { cause }),
    verdict: { level: verdictLevelOf({ rungs, decidedByToken, role: found.lagProfile?.[index]?.role ?? null }) },
    ...besideRungs(found, index),
  };
}

const publishedAs = (where: ResultPlace) => findings.filter(({ published }) => published === where);

const besideRungs = (found: FoundSoFar, index: number): ClaimDetails =>
  Object.fromEntries(
    publishedAs('claim').map(({ name }) => [name, (found[name] as readonly unknown[] | undefined)?.[index] ?? null]),
  ) as ClaimDetails;

export const besideClaims = (found: FoundSoFar): EvidenceDetails =>
  Object.fromEntries(publishedAs('evidence').map(({ name }) => [name, found[name] ?? []])) as EvidenceDetails;
