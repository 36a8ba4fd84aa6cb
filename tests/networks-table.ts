/**
 * `node tests/networks-table.ts`: each file of tests/fixtures/networks as it is read, with the largest distances from what its
 * author's equations give: as a table of Markdown.
 */
import { open } from '../runner/open.ts';
import { cases, deviationsOf } from './unit/io/exchange/reference-files.ts';
import { distance, expectedIn, modern } from './unit/nn/models/readers/reference-networks.ts';

const say = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const shown = (deviation: number): string => deviation.toExponential(1);

say('file', 'holds', 'read as', 'logits', 'components');
say('---', '---', '---', '---', '---');
for (const each of cases) {
  const { cell, layers, logits, components } = await deviationsOf(each);
  const most = Math.max(...Object.values(components));
  say(`${each.dir}/${each.file}`, each.holds, `${cell}, ${layers} layers`, shown(logits), shown(most));
}

process.stdout.write('\nWhole networks; distances are shares of the largest value of an array.\n\n');
say('file', 'read as', 'logits', 'components');
say('---', '---', '---', '---');
const none = { shape: [], data: new Float32Array() };
for (const [file, values] of [
  ['rwkv4/rwkv4-float32.pth', 'rwkv4/expected.npz'],
  ['rwkv4/rwkv4-bfloat16.pth', 'rwkv4/expected-bfloat16.npz'],
  ['rwkv7/rwkv7-float32.pth', 'rwkv7/expected.npz'],
  ['rwkv7/rwkv7-bfloat16.pth', 'rwkv7/expected-bfloat16.npz'],
  ['mamba1/original', 'mamba1/expected.npz'],
  ['mamba2/hf', 'mamba2/expected.npz'],
  ['griffin', 'griffin/expected.npz'],
  ['gated-deltanet', 'gated-deltanet/expected.npz'],
  ['slstm', 'slstm/expected.npz'],
] as const) {
  const expected = await expectedIn(values);
  const model = await open(modern(file));
  const reading = await model.read([...(expected.tokens?.data ?? [])], { logits: true });
  const compared = reading.names.filter((name) => name in expected);
  const most = Math.max(...compared.map((name) => distance(reading.component(name).values, expected[name] ?? none)));
  const { architecture } = model;
  const family = 'family' in architecture ? architecture.family : architecture.cell;
  const components = compared.length === 0 ? '-' : `${shown(most)} (${compared.length} arrays)`;
  say(file, family, shown(distance(reading.logits, expected.logits ?? none)), components);
  await model.close();
}
