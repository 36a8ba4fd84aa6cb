/**
 * E5 with an engine: trains the same manifest from further seeds, lets each network read the same text, and asks of each
 * what was asked of the first. Trainings are kept in `runs/<experiment>/seeds/<seed>` and go on where they stopped.
 */
import { join } from 'node:path';
import type { Corpus } from '../../corpus/corpus.ts';
import type { LadderFeature, LadderInput } from '../../ladder/ladder-input.ts';
import { climbsToSpecificity, fewestSeeds, replicationRung } from '../../ladder/replication.ts';
import { matchAcrossSeeds, type SeedMatch } from '../../ladder/seed-matching.ts';
import { componentName } from '../../models/reading.ts';
import { observeNeurons } from '../../recording/observe-neurons.ts';
import type { Claim, Replication } from '../../results/evidence-schema-1.ts';
import { pauseOf } from '../reading.ts';
import { trainedModel } from '../train-model.ts';
import { climb } from './climb.ts';
import type { EvidenceTask } from './evidence.ts';
import type { Halves } from './halves.ts';

type Activations = LadderInput['activations'];

/** The claims with their E5: 'not run', and how to get it, unless the model was trained here from several seeds. */
export async function withReplication(
  task: EvidenceTask,
  corpus: Corpus,
  halves: Halves,
  activations: Activations,
  features: readonly LadderFeature[],
  claims: readonly Claim[],
): Promise<Claim[]> {
  const { manifest, reporter } = task.work;
  if (manifest.seeds === 1) {
    const train = manifest.model.checkpoint === null ? '' : 'model.checkpoint= (empty) and ';
    const reason = `Set ${train}seeds=${fewestSeeds} to train ${fewestSeeds} networks and compare them.`;
    return claims.map((claim) => withRung(claim, { status: 'not run', reason, measured: null }));
  }
  const matches = claims.map((): Replication['matches'] => []);
  for (let further = 1; further < manifest.seeds; further++) {
    const seed = (manifest.seed + further) % 2 ** 32;
    reporter.step(`Seed ${seed}, ${further + 1} of ${manifest.seeds}`);
    const { other, work } = await networkOf(task, corpus, halves, seed);
    const found = claims.map((claim) => matchAcrossSeeds(rowsOf(activations, claim.neuron), other));
    const judged = await climb({ ...task, work }, halves, other, features.map(asked(claims, found)));
    for (const [place, claim] of claims.entries()) {
      const match = found[place];
      if (match === undefined) continue;
      const rivals = judged.claims.filter(({ feature }) => feature === claim.feature);
      const passed = rivals.some(climbsToSpecificity);
      matches[place]?.push({ seed, ...match, passed, localAuc: aucOf(rivals, match) });
    }
  }
  return claims.map((claim, place) =>
    withRung(claim, replicationRung(climbsToSpecificity(claim), matches[place] ?? [])),
  );
}

const withRung = (claim: Claim, E5: Claim['rungs']['E5']): Claim => ({ ...claim, rungs: { ...claim.rungs, E5 } });

/** The matched neuron's effect on the confirmation half; .5, none, when it could not be tested. */
const aucOf = (rivals: readonly Claim[], { neuron }: SeedMatch): number =>
  rivals.find((rival) => rival.neuron === neuron)?.rungs.E1.measured?.localAuc ?? 0.5;

/** A feature as it is asked of another network: of its own best neurons, and of those that match the claimed ones. */
const asked =
  (claims: readonly Claim[], found: readonly SeedMatch[]) =>
  (feature: LadderFeature): LadderFeature => {
    const byHand = found.filter((_, place) => claims[place]?.feature === feature.name).map(({ neuron }) => neuron);
    return { ...feature, byHand: [...new Set(byHand)], wholeText: [] };
  };

function rowsOf({ discovery, confirmation }: Activations, neuron: number) {
  const rows = { discovery: discovery[neuron], confirmation: confirmation[neuron] };
  if (rows.discovery === undefined || rows.confirmation === undefined) {
    throw new RangeError(`seeds: there is no neuron ${neuron}`);
  }
  return { discovery: rows.discovery, confirmation: rows.confirmation };
}

/** Trains the network of a seed, or finds it trained, and reads the text with it. */
async function networkOf(
  { work, observed }: EvidenceTask,
  corpus: Corpus,
  { discovery, confirmation }: Halves,
  seed: number,
) {
  const { manifest, engine, paths, reporter, interrupted } = work;
  const own = { ...paths, run: join(paths.run, 'seeds', String(seed)) };
  // Of the further seeds only the end is looked at.
  const settings = { ...manifest, seed, train: { ...manifest.train, keep: 'best' as const } };
  const { checkpoint } = await trainedModel({
    manifest: settings,
    corpus,
    start: null,
    fileVectors: work.vectors ?? null,
    engine,
    paths: own,
    reporter,
    interrupted,
  });
  const positions = Int32Array.from([...discovery.positions, ...confirmation.positions]);
  const bytes = checkpoint.architecture.units * positions.length * Float32Array.BYTES_PER_ELEMENT;
  const { layer, component } = manifest.record;
  const neurons = await observeNeurons({
    engine,
    checkpoint,
    ids: observed.ids,
    segments: observed.segments,
    array: componentName(component, layer),
    positions,
    into: new Float32Array(new SharedArrayBuffer(bytes)),
    onProgress: (done) => reporter.progress({ done, total: observed.ids.length, text: `reading with seed ${seed}` }),
    pause: pauseOf(work),
  });
  const cut = discovery.positions.length;
  const other: Activations = {
    discovery: neurons.map((row) => row.subarray(0, cut)),
    confirmation: neurons.map((row) => row.subarray(cut)),
  };
  return { other, work: { ...work, checkpoint } };
}
