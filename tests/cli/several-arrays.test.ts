/**
 * One experiment on two layers, of which only the second knows what lasts (two-layers.ts): its claims must name the right layer
 * and component, and say of it what an experiment on the network that the second layer is says.
 */

import { readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { untrainedCriteria } from '../../runner/analysis/findings/untrained.ts';
import { kept } from '../../runner/core/disk-cache.ts';
import { silentReporter } from '../../runner/core/reporter.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import type { Evidence } from '../../runner/experiment/results/evidence-schema.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { runExperiment } from '../../runner/experiment/run.ts';
import { workFolder } from './command.ts';
import { commandHere, evidenceOf, experimentHere, refusalOf, resultOf } from './here.ts';
import { firstUnits, twoLayers } from './two-layers.ts';
import * as wired from './wired.ts';

const { bystander, carrier, marker, units } = wired;
const documents = [...wired.wiredDocuments(70, 1), ...wired.wiredDocuments(63, 2)];
const folder = workFolder();
wired.writeDocuments(folder, 'text.jsonl', documents);
await wired.writeWired(folder, 'one', wired.wiredWeights(5), documents);
await wired.writeWired(folder, 'two', twoLayers(5), documents, { layers: 2, units: [firstUnits, units] });

const cellOfFirst = { layer: 1, component: 'cell' };
const cellOfSecond = { layer: 2, component: 'cell' };
const hiddenOfFirst = { layer: 1, component: 'hidden' };
const manifest = (name: string, checkpoint: string, record: unknown, more = {}) =>
  folder.write(
    `${name}.yaml`,
    stringify({ ...wired.wiredSettings('text.jsonl'), model: { checkpoint }, record, ...more }),
  );
manifest('one', 'one', cellOfFirst, { atlas: 'none' });
manifest('several', 'two', [hiddenOfFirst, cellOfSecond]);

let one: Result;
let result: Result;
let alone: Evidence;
let several: Evidence;
/** What the experiment on several said that it does, in order. */
const heard: string[] = [];
beforeAll(async () => {
  one = await resultOf(folder, ['one.yaml']);
  const loaded = await loadManifest('several.yaml', [], folder.path);
  const reporter = {
    ...silentReporter,
    step: (title: string) => void heard.push(title),
    progress: ({ text }: { text: string }) => void heard.push(text),
  };
  const { directory } = await runExperiment(loaded, { cwd: folder.path, reporter });
  result = await readResult(directory);
  [alone, several] = [evidenceOf(one), evidenceOf(result)];
});

const on = ({ claims }: Evidence, name: string) => claims.filter(({ feature }) => feature === name);

describe('claims among the neurons of several layers and components', () => {
  it('are of the layer and component that know: what lasts is in the cell of the second layer alone', () => {
    const chosen = on(several, 'inside quotes').filter((claim) => claim.chosen === 'effect');
    expect(chosen.map(({ neuron }) => neuron).sort((a, b) => a - b)).toEqual([carrier, bystander]);
    for (const claim of chosen) expect(claim).toMatchObject(cellOfSecond);
    expect(on(several, 'inside quotes').find(({ lead }) => lead)).toMatchObject({ ...cellOfSecond, neuron: carrier });
    // A single token is told by the first layer as well as by the second.
    const stop = wired.vocabulary.indexOf('.');
    const stops = on(several, 'full stop').filter((claim) => claim.chosen === 'effect');
    for (const claim of stops) expect(claim.neuron).toBe(claim.layer === 1 ? stop : marker);
  });

  it('say of the second layer what an experiment on it alone says, held neurons too', () => {
    for (const claim of on(several, 'inside quotes').filter((each) => each.layer === 2)) {
      const same = on(alone, 'inside quotes').find(({ neuron }) => neuron === claim.neuron);
      expect(claim.effect?.localAuc ?? 0).toBeCloseTo(same?.effect?.localAuc ?? 0, 3);
      expect(claim.rungs.used.status).toBe(same?.rungs.used.status);
      const flip = claim.rungs.used.measured?.flip;
      expect(flip ?? 0).toBeCloseTo(same?.rungs.used.measured?.flip ?? 0, 3);
    }
    expect(on(several, 'inside quotes').find(({ lead }) => lead)?.verdict).toEqual(
      on(alone, 'inside quotes').find(({ lead }) => lead)?.verdict,
    );
  });

  it('are corrected over all: as many tests as all arrays have neurons that change, and a threshold no lower', () => {
    const chance = (evidence: Evidence) => on(evidence, 'inside quotes')[0]?.chance;
    expect(chance(several)?.tests).toBeGreaterThan(chance(alone)?.tests ?? Number.POSITIVE_INFINITY);
    expect(chance(several)?.threshold).toBeGreaterThanOrEqual(chance(alone)?.threshold ?? Number.POSITIVE_INFINITY);
    expect([several.neurons, alone.neurons]).toEqual([firstUnits + units, units]);
  });

  it('stand in a result that says which arrays they are chosen among, and begins with that of the leading claim', () => {
    expect([result.record, result.recorded]).toEqual([cellOfSecond, [hiddenOfFirst, cellOfSecond]]);
    expect(result.model.units).toBe(units);
    const detected = result.features[0]?.windows.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron));
    expect(detected).toContain(carrier);
    expect(result.atlases?.map(({ component, layer }) => ({ layer, component }))).toEqual([
      cellOfSecond,
      hiddenOfFirst,
    ]);
    expect(result.manifest.record).toEqual(result.recorded);
  });

  it('have untrained networks beside them that are read once for all, atlases too', async () => {
    const untrained = 'Reading with untrained networks';
    const profiles = heard.flatMap((each, place) => (each.startsWith('Measuring each') ? [place] : []));
    expect(profiles).toHaveLength(2);
    expect(heard.slice(0, profiles[0])).toContainEqual(expect.stringContaining(untrained));
    expect(heard.slice(profiles[0])).not.toContainEqual(expect.stringContaining(untrained));
    // What they have of an array is what they have where it is recorded alone, which is read by the time that rivals are looked at.
    const progress = ({ text }: { text: string }) => {
      if (text.startsWith('Comparing')) throw new Error('read');
    };
    const loaded = await loadManifest(manifest('second', 'two', cellOfSecond), [], folder.path);
    const stopped = runExperiment(loaded, { cwd: folder.path, reporter: { ...silentReporter, progress } });
    await expect(stopped).rejects.toThrow('read');
    const [own, expected] = await Promise.all(
      ['several', 'second'].map(async (id) => {
        const path = folder.at(`runs/${id}/untrained/cell.2.bin`);
        const { key } = JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? '') as { key: string };
        const networks = await kept({ path, key, schema: z.array(z.looseObject({ discovery: z.array(z.any()) })) });
        // Claims among fewer neurons may be decided by fewer networks; only where one array is recorded is it probed.
        return networks?.slice(0, untrainedCriteria.networks).map(({ probes: _, ...each }) => each);
      }),
    );
    expect(own).toEqual(expected);
    expect(own?.[0]?.discovery.flatMap((effects) => [...effects]).some((effect) => effect !== 0)).toBe(true);
  });

  it('of a group name the array of each member', () => {
    const [group] = several.groups.filter(({ feature }) => feature === 'inside quotes');
    expect(group?.members.map(({ neuron, layer, component }) => ({ neuron, layer, component }))).toEqual([
      { neuron: carrier, ...cellOfSecond },
    ]);
    expect(group).toMatchObject(cellOfSecond);
  });
});

it('a list of one is that one', async () => {
  const asked = manifest('list', 'one', [cellOfFirst], { atlas: 'none', evidence: 'none' });
  const { record, recorded, manifest: written } = await resultOf(folder, [asked]);
  expect([record, recorded, written.record]).toEqual([cellOfFirst, undefined, cellOfFirst]);
  // Nothing else is asked of it, so nothing else can be found.
  expect({ ...written, evidence: 'full' }).toEqual(one.manifest);
});

it.each([
  ['a list of arrays', [hiddenOfFirst, cellOfSecond], {}],
  [
    'a text to observe beside the corpus',
    cellOfSecond,
    { observe: { ...wired.wiredSettings('').observe, source: 'other.jsonl' } },
  ],
])(
  'npm run evidence, given the name of an experiment on a checkpoint with %s, gathers what was stopped',
  async (_, record, more) => {
    wired.writeDocuments(folder, 'other.jsonl', wired.wiredDocuments(70, 3));
    manifest('later', 'two', record, { atlas: 'none', evidence: 'quick', ...more });
    const interrupted = () => folder.has('public/results/later/result.json');
    expect((await experimentHere(folder, ['later.yaml'], { interrupted })).code).toBe(130);
    const { code, stderr } = await commandHere(folder, 'evidence', ['later']);
    expect([code, stderr]).toEqual([0, '']);
    const { evidence, evidencePending } = await readResult(folder.at('public/results/later'));
    expect([evidence?.steps.done, evidencePending]).toEqual([evidence?.steps.of, undefined]);
    for (const name of ['runs', 'public/results']) rmSync(folder.at(name, 'later'), { recursive: true });
  },
);

it.each([
  [[cellOfSecond, cellOfSecond], '"record.1" is cell of layer 2, as "record.0" is'],
  [[cellOfSecond, { layer: 3, component: 'cell' }], '"record.1.layer" is 3 and the checkpoint two has 2 layers'],
  [[cellOfSecond, { layer: 1, component: 'update' }], '"record.1.component" is update'],
  [[], '"record" is []'],
  ['hidden.1', '"record" must be a layer and its component, or a list of them'],
])('what is wrong with a list is said with its place: %j', async (record, words) => {
  manifest('wrong', 'two', record);
  expect(await refusalOf(folder, ['wrong.yaml'])).toContain(words);
});
