/** An experiment on layers of unequal width: what is published and told of an array has the width of that array. */
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readActivations, readResult } from '../../runner/experiment/results/read.ts';
import { workFolder } from './command.ts';
import { commandHere } from './here.ts';
import { firstUnits, twoLayers } from './two-layers.ts';
import { units, wiredDocuments, wiredSettings, writeDocuments, writeWired } from './wired.ts';

const first = { layer: 1, component: 'hidden' };
const second = { layer: 2, component: 'cell' };
const published = 'public/results/stops';

describe('an experiment on two layers of unequal width', () => {
  const folder = workFolder();
  let ended: Awaited<ReturnType<typeof commandHere>>;
  beforeAll(async () => {
    const documents = [...wiredDocuments(70, 1), ...wiredDocuments(63, 2)];
    writeDocuments(folder, 'text.jsonl', documents);
    await writeWired(folder, 'two', twoLayers(5), documents, { layers: 2, units: [firstUnits, units] });
    const { features, ...settings } = wiredSettings('text.jsonl');
    // The first layer tells the first feature, so pages begin with it; what gets furthest is in the second.
    const more = { features: features.toReversed(), model: { checkpoint: 'two' }, record: [first, second] };
    folder.write('stops.yaml', stringify({ ...settings, ...more, evidence: 'quick', atlas: 'none' }));
    ended = await commandHere(folder, 'experiment', ['stops.yaml'], { FORCE_COLOR: '1' });
  }, 120_000);

  it('ends with the summary, though its leading neuron is of another layer than pages begin with', async () => {
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const { record, evidence } = await readResult(folder.at(published));
    const lead = evidence?.claims.find(({ feature, lead }) => lead && feature === 'inside quotes');
    expect([record, lead]).toMatchObject([first, second]);
    const named = `euron ${lead?.neuron} of the cell state of layer 2`;
    expect(ended.stdout).toContain(`N${named}`);
    // Below the passage in its colours.
    expect(ended.stdout).toContain(`Orange: n${named}`);
  });

  it.each([
    [firstUnits, first],
    [units, second],
  ])('publishes activations of %s neurons, which read back as such: %j', async (neurons, array) => {
    const result = await readResult(folder.at(published));
    for (const text of ['observed', 'sampled'] as const) {
      const read = await readActivations(folder.at(published), result, { text, ...array });
      expect([read.neurons, read.tokens]).toEqual([neurons, result.texts[text].tokens.length]);
    }
  });
});
