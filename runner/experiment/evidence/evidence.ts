/**
 * Gathers the evidence of an experiment, step after step. Each step's findings are kept in the run folder, so that the work
 * can be interrupted, goes on where it stopped, and is not done again while nothing that it depends on has changed.
 */
import { type Bench, benchOf } from '../../ladder/bench.ts';
import { screen } from '../../ladder/choice.ts';
import type { Readings } from '../../ladder/readings.ts';
import type { Findings, Step, StepName } from '../../ladder/step.ts';
import { stepsOf } from '../../ladder/steps.ts';
import { claimsOf } from '../../ladder/told.ts';
import { type Evidence, evidenceVersion } from '../../results/evidence-schema.ts';
import type { DirectEffect, Emergence } from '../../results/shown-schema.ts';
import type { HalfName, Halves as HalvesOf } from '../../stats/halves.ts';
import { documentsIn, tokensIn } from '../../stats/tested-text.ts';
import type { EvidenceContext } from '../context.ts';
import { pauseOf, stopIfAsked } from '../reading.ts';
import { exposureOf } from '../result.ts';
import { vectorsHash } from '../start-vectors.ts';
import { directEffects, emergenceOf, rhythmsOf } from './beside-rungs.ts';
import { type Half, type Halves, halvesOf } from './halves.ts';
import type { HeldTask } from './held-readings.ts';
import { ladderInput, type ReadHalf, readHalf } from './ladder-input.ts';
import { threadedEffects, threadedSweep } from './neuron-threads.ts';
import { otherSeeds } from './other-seeds.ts';
import { type HeldReadings, heldReadings } from './readings.ts';
import { keyOf, type StepCache, stepCache } from './step-cache.ts';
import { tokensOf, untrainedNetworkCount } from './untrained-networks.ts';
import { untrainedHalves } from './untrained-threads.ts';

/** Raised when what a step finds is computed otherwise: what was kept before counts no more. */
const version = 3;

/** Hears the evidence as far as it is there, after each step. */
export type OnStep = (soFar: Evidence, step: StepName) => Promise<void> | void;

/** @throws Interrupted when the user asks to stop; what was found so far is kept. */
export async function evidenceOf(context: EvidenceContext, onStep: OnStep = () => {}): Promise<Evidence> {
  const { manifest, observed, warmUp, reporter, now } = context;
  const began = now().getTime();
  const halves = halvesOf(observed, warmUp);
  const read = (half: HalfName): ReadHalf => readHalf(halves[half], warmUp, observed.ids);
  const text = { discovery: read('discovery'), confirmation: read('confirmation') };
  const bench = benchOf(await ladderInput(context, halves, text), {
    wider: context.atlasBench,
    measure: threadedEffects(),
  });
  const readings = readingsOf(context, text);
  const steps = stepsOf(levelOf(manifest.evidence));
  const cache = stepCache(context.paths.run);
  const rhythms = await rhythmsOf(context);
  const found: Partial<Findings> = {};
  const beside: Beside = { directEffects: [], emergence: [] };
  const soFar = (done: number): Evidence => ({
    ...described(context, halves),
    steps: { done, of: steps.length },
    seconds: Math.round((now().getTime() - began) / 100) / 10,
    claims: claimsOf(bench, found, notYet(manifest)).map((claim, index) => ({
      ...claim,
      directEffect: beside.directEffects[index] ?? null,
      emergence: beside.emergence[index] ?? null,
    })),
    groups: found.groups ?? [],
    probes: found.probes ?? [],
    rhythms,
    notes: notesOf(context, halves),
  });
  try {
    for (const [index, step] of steps.entries()) {
      stopIfAsked(context);
      reporter.step(step.title);
      const key = keyOfStep(context, bench, step, found);
      Object.assign(found, {
        [step.name]: await findingsOf(context, step, key, { bench, readings, found, cache }),
      });
      if (step.name === 'choice') {
        const neurons = (found.choice?.claims ?? []).map(({ neuron }) => neuron);
        beside.directEffects = await directEffects(context, neurons);
      }
      await onStep(soFar(index + 1), step.name);
    }
  } finally {
    await readings.release();
  }
  beside.emergence = await emergenceOf(context, text, bench, found.choice?.claims ?? []);
  return soFar(steps.length);
}

/** [claims] What is told beside the rungs. */
interface Beside {
  directEffects: (DirectEffect | null)[];
  emergence: (Emergence | null)[];
}

/** How many steps the evidence takes. */
export const evidenceSteps = ({ evidence, train }: EvidenceContext['manifest']): number =>
  stepsOf(levelOf(evidence)).length + Number(train.keep === 'all');

const levelOf = (evidence: EvidenceContext['manifest']['evidence']): Evidence['level'] =>
  evidence === 'full' ? 'full' : 'quick';

const notYet = ({ evidence }: EvidenceContext['manifest']): string =>
  evidence === 'full' ? 'The evidence has not come so far yet.' : 'Quick evidence leaves it out: set evidence=full.';

interface StepWork {
  bench: Bench;
  readings: Readings;
  found: Partial<Findings>;
  cache: StepCache;
}

async function findingsOf(
  context: EvidenceContext,
  step: Step,
  key: string,
  { bench, readings, found, cache }: StepWork,
): Promise<Findings[StepName]> {
  const kept = await cache.read(step.name, key);
  // The key holds the version of all that is kept, so that it has the step's shape.
  if (kept !== undefined) return kept as Findings[StepName];
  const computed = await step.compute({
    bench,
    readings,
    found,
    sweep: threadedSweep(),
    onProgress(share) {
      stopIfAsked(context);
      context.reporter.progress({ done: share, total: 1, text: step.title });
    },
  });
  await cache.write(step.name, key, computed);
  return computed;
}

/** All that a step's findings depend on. Untrained networks know nothing of the trained one. */
function keyOfStep(context: EvidenceContext, bench: Bench, step: Step, found: Partial<Findings>): string {
  const { manifest, checkpoint, observed, vectors } = context;
  const { input, features } = bench;
  const text = [version, step.name, checkpoint.architecture, observed.ids, input.layer, input.component];
  // The same tokens cut into other segments are another text: another warm-up, other documents, another state at the start.
  const cut = Object.values(input.text).flatMap(({ length, segments, warmUp, sources, types }) => [
    [length, segments, warmUp],
    sources,
    types,
  ]);
  const marks = features.flatMap(({ among, masks, members, decidedByToken }) => [
    [among, decidedByToken],
    ...[masks, members].flatMap(({ discovery, confirmation }) => [discovery, confirmation]),
  ]);
  const networks = untrainedNetworkCount(checkpoint.architecture, tokensOf(observed));
  const untrained = [manifest.seed, manifest.model.initialization, vectorsHash(manifest, vectors), networks];
  if (step.name === 'untrained') return keyOf(...text, ...cut, ...marks, ...untrained);
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const names = features.map(({ name, byHand }) => [name, byHand]);
  const settings = [
    input.count,
    input.permutations,
    input.seed,
    input.swapped,
    input.exposed,
    manifest.seeds,
    input.sources,
  ];
  const bounds = step.criteria === undefined ? [] : [step.criteria];
  return keyOf(
    ...text,
    ...cut,
    ...marks,
    ...weights,
    names,
    settings,
    ...bounds,
    ...step.after.map((before) => found[before] ?? null),
  );
}

function readingsOf(context: EvidenceContext, text: HalvesOf<ReadHalf>): Readings & HeldReadings {
  const { manifest, checkpoint, engine, observed } = context;
  const { layer, component } = manifest.record;
  const pause = pauseOf(context);
  const taskOf = (half: HalfName): HeldTask => {
    const { starts, warmUp, length } = text[half];
    const { ids, segments } = observed;
    return { layer, component, ids, segments, starts, read: warmUp + length, pause };
  };
  return {
    ...heldReadings(engine, checkpoint, taskOf),
    untrained: (onProgress) => untrainedHalves(context, text, onProgress),
    seeds: (onProgress) => otherSeeds(context, text, onProgress),
  };
}

/** What is said of the text, the same after every step. */
function described({ manifest, checkpoint }: EvidenceContext, halves: Halves) {
  const half = (text: Half) => ({
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
    neurons: checkpoint.architecture.units,
    features: manifest.features.length,
    permutations: screen.permutations,
  };
}

const ofExposure: Readonly<Record<ReturnType<typeof exposureOf>, readonly string[]>> = {
  'held out': [],
  'declared held out by the author': [
    'That the model was never trained on this text is declared by the author; no record of its training shows it.',
  ],
  'not shown to be held out': [
    'The text cannot be shown to be held out from the training of this model; what it knows by heart counts too.',
  ],
};

function notesOf({ checkpoint, observed, manifest }: EvidenceContext, { swapped }: Halves): string[] {
  return [
    ...ofExposure[exposureOf(checkpoint, observed, manifest)],
    ...(swapped === 'documents'
      ? []
      : [
          'There are too few documents to swap: segments were swapped within each document, so the claims are about these documents only.',
        ]),
  ];
}
