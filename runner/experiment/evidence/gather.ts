/**
 * Gathers the evidence of an experiment, step after step. Each step's findings are kept in the run folder, so that the work
 * can be interrupted, goes on where it stopped, and is not done again while nothing that it depends on has changed.
 */
import { setImmediate } from 'node:timers/promises';
import { relative } from 'node:path';
import { Interrupted } from '../../core/errors.ts';
import { type Bench, benchOf } from '../../ladder/bench.ts';
import type { Readings } from '../../ladder/readings.ts';
import { type Findings, type Step, type StepName, stepsOf } from '../../ladder/steps.ts';
import { claimsOf } from '../../ladder/told.ts';
import { decoderWeight } from '../../models/architecture.ts';
import { componentName } from '../../models/reading.ts';
import { type Evidence, evidenceVersion } from '../../results/evidence-schema.ts';
import type { HalfName, Halves as HalvesOf } from '../../stats/halves.ts';
import { documentsIn, tokensIn } from '../../stats/tested-text.ts';
import type { EvidenceContext, EvidenceListeners } from './context.ts';
import { type Half, type Halves, halvesOf } from './halves.ts';
import type { HeldTask } from './held-readings.ts';
import { ladderInput, permutations, type ReadHalf, readHalf } from './ladder-input.ts';
import { heldReadings } from './readings.ts';
import { rhythmsOf } from './own-rhythms.ts';
import { keyOf, type StepCache, stepCache } from './step-cache.ts';
import { threadedSweep } from './sweep.ts';
import { threadedNetworks } from './untrained-threads.ts';

/** Raised when what a step finds is computed otherwise: what was kept before counts no more. */
const version = 1;

/** @throws Interrupted when the user asks to stop; what was found so far is kept. */
export async function gatherEvidence(context: EvidenceContext, listeners: EvidenceListeners): Promise<Evidence> {
  const { manifest, observed, warmUp } = context;
  const { reporter, now, onStep } = listeners;
  const began = now();
  const halves = halvesOf(observed, warmUp);
  const read = (half: HalfName): ReadHalf => readHalf(halves[half], warmUp, observed.ids);
  const text = { discovery: read('discovery'), confirmation: read('confirmation') };
  const bench = benchOf(await ladderInput(context, halves, text));
  const readings = readingsOf(context, text, reporter);
  const steps = stepsOf(manifest.evidence === 'full' ? 'full' : 'quick');
  const cache = stepCache(context.paths.run);
  const rhythms = await rhythmsOf(context);
  const found: Partial<Findings> = {};
  const soFar = (done: number): Evidence => ({
    ...described(context, halves),
    steps: { done, of: steps.length },
    seconds: Math.round((now() - began) * 10) / 10,
    claims: claimsOf(bench, found, 'The evidence has not come so far yet.'),
    groups: found.groups ?? [],
    probes: found.probes ?? [],
    rhythms,
    notes: notesOf(context, halves),
  });
  for (const [index, step] of steps.entries()) {
    stopIfAsked(context);
    reporter.step(`Evidence, ${index + 1} of ${steps.length}: ${step.title}`);
    const key = keyOfStep(context, bench, step, found);
    Object.assign(found, { [step.name]: await findingsOf(context, step, key, { bench, readings, found, cache, reporter }) });
    await onStep?.(soFar(index + 1));
  }
  return soFar(steps.length);
}

interface StepWork {
  bench: Bench;
  readings: Readings;
  found: Partial<Findings>;
  cache: StepCache;
  reporter: EvidenceListeners['reporter'];
}

async function findingsOf(
  context: EvidenceContext,
  step: Step,
  key: string,
  { bench, readings, found, cache, reporter }: StepWork,
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
      reporter.progress({ done: share, total: 1, text: step.title });
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
  const marks = features.flatMap(({ among, masks, members, decidedByToken, says }) => [
    [among, decidedByToken, says],
    ...[masks, members].flatMap(({ discovery, confirmation }) => [discovery, confirmation]),
  ]);
  const untrained = [manifest.seed, manifest.model.initialization, vectors?.hash ?? null];
  if (step.name === 'untrained') return keyOf(...text, ...marks, ...untrained);
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const names = features.map(({ name, byHand }) => [name, byHand]);
  const settings = [input.count, input.permutations, input.seed, input.swapped, input.exposed, manifest.seeds, input.sources];
  return keyOf(...text, ...marks, ...weights, names, settings, ...step.after.map((before) => found[before] ?? null));
}

function readingsOf(context: EvidenceContext, text: HalvesOf<ReadHalf>, reporter: EvidenceListeners['reporter']): Readings {
  const { manifest, checkpoint, engine, observed, vectors } = context;
  const { architecture } = checkpoint;
  const { layer, component } = manifest.record;
  const pause = async (): Promise<void> => {
    await setImmediate();
    stopIfAsked(context);
  };
  const taskOf = (half: HalfName): HeldTask => {
    const { starts, warmUp, length } = text[half];
    const { ids, segments } = observed;
    return { engine, checkpoint, layer, component, ids, segments, starts, read: warmUp + length, pause };
  };
  const positions = Int32Array.from([...scored(text.discovery), ...scored(text.confirmation)]);
  const cut = tokensIn(text.discovery);
  return {
    ...heldReadings(taskOf),
    async *untrained(onProgress) {
      const networks = threadedNetworks({
        engine,
        architecture,
        initialization: manifest.model.initialization,
        vectors: vectors ?? null,
        seed: manifest.seed,
        ids: observed.ids,
        segments: observed.segments,
        array: componentName(component, layer),
        positions,
        into: new Float32Array(architecture.units * positions.length),
        onProgress: (done, total) => onProgress?.(done / total),
        pause,
      });
      for await (const network of networks) {
        yield {
          discovery: network.map((row) => row.subarray(0, cut)),
          confirmation: network.map((row) => row.subarray(cut)),
        };
      }
    },
    seeds: () => seedsOf(context, text, reporter),
  };
}
