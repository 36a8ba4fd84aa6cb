/** A linear probe of an array, as a program asks for it: the experiment's own, without claims. In a temporary folder. */

import { benchOf } from '../analysis/findings/bench.ts';
import { probeAuc, probeOf } from '../analysis/findings/probe.ts';
import { item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import type { EvidenceContext } from '../experiment/context.ts';
import { claimTestInput } from '../experiment/evidence/claim-test-input.ts';
import { fitInThread } from '../experiment/evidence/fit-threads.ts';
import { halvesOf } from '../experiment/evidence/halves.ts';
import { sweepFor } from '../experiment/evidence/neuron-threads.ts';
import { halvedNetworks, unlearntOf } from '../experiment/evidence/untrained-threads.ts';
import { manifestOf } from '../experiment/manifest/load.ts';
import { model } from '../experiment/model.ts';
import { pauseOf, record } from '../experiment/reading.ts';
import { inRun } from '../experiment/run.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import { type Readable, readerOf } from '../nn/models/reading.ts';
import { type GivenFeature, named } from './reading.ts';
import { given, hostOf, inTemporaryFolder, type TestOptions, type Texts } from './tasks.ts';
import { notRecorded } from './text-reading.ts';

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
export interface ArrayProbe {
  array: string;
  feature: string;
  /** The label is a number. */
  number?: true | undefined;
  localAuc: number;
  /** 95% */
  interval: [low: number, high: number];
  /** The same of a network that never learnt, of a whole network with its weights shuffled; null where it cannot be told. */
  untrained: number | null;
  /** The same of a label that means nothing, as frequent as this one: each token type has it always or never. */
  control: number | null;
  /** Of the ridge, the best of those that were tried. */
  penalty: number;
}

export const probedArray = (
  checkpoint: Checkpoint<Readable>,
  label: GivenFeature,
  { array, text, reporter, onProgress, signal, ...settings }: ProbeOptions = {} as ProbeOptions,
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
      const bench = benchOf(await claimTestInput(context, halves), sweepFor(context), fitInThread);
      const feature = item(bench.features, 0);
      const { ids, before, segments } = context.observed;
      const task = {
        engine: context.engine,
        unlearnt: unlearntOf(context, 'drawn'),
        networks: 1,
        pause: pauseOf(context),
        ids,
        before,
        segments,
        arrays: [array],
      };
      let untrained: number | null = null;
      for await (const activations of halvedNetworks(task, halves))
        untrained = await probeAuc({ ...bench, input: { ...bench.input, activations } }, feature);
      const probe = await probeOf(bench, feature, null, untrained);
      if (probe !== null) {
        const { neuron: _none, ...told } = probe;
        return { array, ...told };
      }
      throw new InputError('nothing-to-test', {
        what: `No probe of "${feature.name}" can be judged on this text`,
        why: 'Too few of its documents have tokens with and without it',
        fix: 'Give more text, or another label',
      });
    });
  });
