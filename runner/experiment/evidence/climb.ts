/** The ladder with everything that it needs from an experiment: threads, untrained networks, progress. */
import { counted } from '../../core/words.ts';
import { runLadder } from '../../ladder/ladder.ts';
import type { LadderFeature, LadderInput, LadderResult } from '../../ladder/ladder-input.ts';
import { componentName } from '../../models/reading.ts';
import type { Activations } from '../../stats/tested-text.ts';
import { pauseOf, stopIfAsked } from '../reading.ts';
import type { EvidenceTask } from './evidence.ts';
import type { Half, Halves } from './halves.ts';
import { threadedSweep } from './sweep.ts';
import { threadedNetworks } from './untrained-threads.ts';

/** As many as published evidence is asked for. */
export const permutations = 10_000;

/** E1 to E4 and E7 of all claims. */
export async function climb(
  task: EvidenceTask,
  { discovery, confirmation, sources, swapped }: Halves,
  activations: LadderInput['activations'],
  features: readonly LadderFeature[],
): Promise<LadderResult> {
  const { work, observed } = task;
  const { manifest, checkpoint, reporter } = work;
  const { units } = checkpoint.architecture;
  reporter.step(`Testing ${counted(units, 'neuron')} x ${counted(features.length, 'feature')}`);
  const words = {
    neurons: `${permutations} permutations of ${units} neurons`,
    controls: 'token sets of the same kind',
    claims: 'claims on the confirmation half',
  };
  return runLadder(
    {
      text: { discovery, confirmation },
      activations,
      layer: manifest.record.layer,
      component: manifest.record.component,
      features,
      count: manifest.detect.by === 'none' ? 0 : manifest.detect.count,
      level: manifest.evidence === 'full' ? 'full' : 'quick',
      permutations,
      seed: manifest.seed,
      vocabulary: checkpoint.vocabulary,
      written: Array.from(confirmation.positions, (t) => observed.tokens[t] ?? ''),
      sources,
      swapped,
    },
    {
      sweep: threadedSweep(),
      untrained: untrainedHalves(task, discovery, confirmation),
      onProgress(stage, share) {
        stopIfAsked(work);
        reporter.progress({ done: share, total: 1, text: words[stage] });
      },
    },
  );
}

async function* untrainedHalves(
  { work, observed }: EvidenceTask,
  discovery: Half,
  confirmation: Half,
): AsyncGenerator<{ discovery: Activations; confirmation: Activations }> {
  const { manifest, checkpoint, engine, reporter } = work;
  const { architecture } = checkpoint;
  const positions = Int32Array.from([...discovery.positions, ...confirmation.positions]);
  const cut = discovery.positions.length;
  reporter.step('Reading with untrained networks');
  const networks = threadedNetworks({
    engine,
    architecture,
    initialization: manifest.model.initialization,
    vectors: work.vectors ?? null,
    seed: manifest.seed,
    ids: observed.ids,
    segments: observed.segments,
    array: componentName(manifest.record.component, manifest.record.layer),
    positions,
    into: new Float32Array(architecture.units * positions.length),
    onProgress: (done, total) => reporter.progress({ done, total, text: 'reading as untrained networks do' }),
    pause: pauseOf(work),
  });
  for await (const network of networks) {
    yield {
      discovery: network.map((row) => row.subarray(0, cut)),
      confirmation: network.map((row) => row.subarray(cut)),
    };
  }
}
