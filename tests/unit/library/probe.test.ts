/** Probes of a network that is wired by hand (tests/cli/wired.ts): what it carries is read from its layer, and what it does not is not. */
import { expect, it } from 'vitest';
import { units, vocabulary, warmUp, wiredDocuments, wiredWeights } from '../../cli/wired.ts';
import { opened } from '../nn/models/readers/reference-networks.ts';

const text = wiredDocuments(60, 3).map((document) => document.text);
const architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length } as const;
const wired = { architecture, vocabulary, unit: 'word', weights: wiredWeights(1) } as const;
const observe = { segment: 64, warmUp, heldOut: true } as const;
const inside = { name: 'inside quotes', passage: '“(?<inside>[^”]*)', among: 'words' } as const;

it('tells the label on other documents, beside a label that means nothing and a layer that never learnt', async () => {
  const model = await opened(wired);
  const probe = await model.probe(inside, { array: 'hidden.1', text, observe });
  expect(probe).toMatchObject({ array: 'hidden.1', feature: 'inside quotes' });
  expect(probe.localAuc).toBeGreaterThan(0.97);
  expect(probe.interval[0]).toBeGreaterThan(0.95);
  // A control label is told by token types, all of which are met when the probe is made.
  for (const area of [probe.untrained ?? 1, probe.control ?? 0]) expect(area).toBeGreaterThan(0.4);
  expect(probe.untrained).toBeLessThan(0.95);
}, 120_000);

it('does not tell what is drawn anew at each token, and is refused where there is nothing to tell', async () => {
  const model = await opened(wired);
  const asked = { array: 'hidden.1', text, observe };
  const { localAuc } = await model.probe({ name: 'nothing', control: 'runs' }, asked);
  expect(Math.abs(localAuc - 0.5)).toBeLessThan(0.1);
  await expect(model.probe({ mach: 'a' } as never, asked)).rejects.toThrow(/features\.0\.mach/);
  await expect(model.probe(inside, { ...asked, array: 'hidden.2' })).rejects.toThrow(/no "hidden\.2".*hidden\.1/);
}, 120_000);
