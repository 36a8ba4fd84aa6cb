/** A linear probe of an array, as a program asks for it: the experiment's own, without claims. In a temporary folder. */

import { benchOf } from '../analysis/findings/bench.ts';
import { probeOf } from '../analysis/findings/probe.ts';
import type { Probe } from '../analysis/findings/shown-schema.ts';
import { item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import type { EvidenceContext } from '../experiment/context.ts';
import { readingsOf } from '../experiment/evidence/experiment-readings.ts';
import { halvesOf } from '../experiment/evidence/halves.ts';
import { ladderInput } from '../experiment/evidence/ladder-input.ts';
import { sweepFor } from '../experiment/evidence/neuron-threads.ts';
import { manifestOf } from '../experiment/manifest/load.ts';
import { model } from '../experiment/model.ts';
import { record } from '../experiment/reading.ts';
import { inRun } from '../experiment/run.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import { type Readable, readerOf } from '../nn/models/reading.ts';
import { type GivenFeature, named, notRecorded } from './reading.ts';
import { given, hostOf, inTemporaryFolder, type TestOptions, type Texts } from './tasks.ts';

export interface ProbeOptions extends Omit<TestOptions, 'record' | 'evidence' | 'atlas' | 'neurons' | 'detect'> {
  /** `hidden.1`, or a stream as `residual.3`. */
  array: string;
  /** As `model.test` has it; absent: the documents of the corpus that the model was not trained on. */
  text?: Texts;
}

/**
 * How well a linear reader of the whole array tells the label on documents that it was not made on. Areas are local AUCs (of a number rank
 * correlations as areas), .5 where nothing is told.
 */
export interface ArrayProbe extends Omit<Probe, 'neuron'> {
  array: string;
}

export const probedArray = (
  checkpoint: Checkpoint<Readable>,
  label: GivenFeature,
  { array, text, reporter, onProgress, signal, ...settings }: ProbeOptions,
): Promise<ArrayProbe> =>
  inTemporaryFolder(async (folder) => {
    const { arrays } = readerOf(checkpoint.architecture);
    const found = arrays.find(({ name }) => name === array);
    if (found === undefined)
      throw notRecorded(
        array,
        arrays.map(({ name }) => name),
      );
    const { layer, component } = found;
    const files = await given(folder, checkpoint, text ?? null, settings);
    const own = { title: 'A probe', live: false, ...settings, ...files, features: [named(label)] };
    const loaded = await manifestOf({ ...own, evidence: 'full', atlas: 'none' }, 'probe');
    const host = { ...hostOf({ reporter, onProgress, signal }), model: checkpoint };
    return inRun(loaded, host, async (prepared) => {
      // A manifest analyses neurons alone; a probe reads the directions of a stream just as well.
      const manifest = { ...prepared.manifest, record: { layer, component } };
      const trained = { ...prepared, manifest, ...(await model({ ...prepared, manifest })) };
      const recorded = { ...trained, ...(await record(trained)) };
      const context: EvidenceContext = { ...recorded, drawn: manifest.record, features: [], compared: recorded.marked };
      const halves = halvesOf(recorded.observed, recorded.warmUp);
      const bench = benchOf(await ladderInput(context, halves), sweepFor(context));
      const readings = readingsOf(context, halves);
      try {
        const [network] = await readings.untrained(1, (share) =>
          onProgress?.(share, 'reading as untrained networks do'),
        );
        const probe = probeOf(bench, item(bench.features, 0), null, network?.probes[0] ?? null);
        if (probe !== null) {
          const { neuron: _none, ...told } = probe;
          return { array, ...told };
        }
      } finally {
        await readings.release();
      }
      throw new InputError('nothing-to-test', {
        what: `No probe of "${item(bench.features, 0).name}" can be judged on this text`,
        why: 'Too few of its documents have tokens with and without it',
        fix: 'Give more text, or another label',
      });
    });
  });
