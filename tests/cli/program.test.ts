/** The package as programs use it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { API } from 'typescript-native/unstable/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { readSources } from '../../runner/text/sources/index.ts';
import { example, expectPrinted, notebookCells, project, projectElsewhere } from '../notebook.ts';
import { start } from './command.ts';

const elsewhere = projectElsewhere();

const reference = join(project, 'tests/fixtures/reference/lstm');
const tiny = {
  title: 'A tiny question',
  model: { checkpoint: reference },
  evidence: 'none',
  atlas: 'none',
  observe: { source: join(reference, 'text.txt'), segment: 'none' },
  sample: { prompt: 'the cat', length: 5 },
  features: [{ name: 'sentence end', match: '[.?!]' }],
};

/** The difference of the logits without the vectors of the tokens, and with them. */
const margins = `
for (const scale of [0, 1]) {
  const { logits } = await model.read(reading.ids, { logits: true, patch: [{ array: 'embedding', scale }] });
  const last = logits.subarray((tokens - 1) * model.vocabulary.length);
  console.log('margin', last[model.vocabulary.indexOf('were')] - last[model.vocabulary.indexOf('was')]);
}
await model.close();
`;

/** Programs by their names: the page's examples, with more that they print or less that they read, and others. */
const programs = {
  look: example('An example'),
  lens: example('The logit lens'),
  steering: example('Steering'),
  patching: example('Patching'),
  shares: example('Integrated gradients').replace('await model.close();\n', margins),
  train: example('Testing, writing and training')
    .replace('documents: 64', 'documents: 64, tokens: 16384, segment: 128')
    .concat('console.log(epochs[0]?.validationLoss);'),
  open: `
import { open } from 'rnn-atlas';
const model = await open('models/stories-lstm');
console.log((await (await model.read('It was a dark night. '.repeat(40))).top(1)).length);
`,
  tiny: `
import { loadManifest, manifestOf, readResult, runExperiment } from 'rnn-atlas';
const { result, directory } = await runExperiment(await loadManifest('tiny.yaml'));
const other = await runExperiment(await manifestOf(${JSON.stringify(tiny)}, 'made'));
const known = await readResult(directory);
console.log(result.id, other.result.id, known.provenance.command, Object.keys(known.provenance.versions).length);
console.log(JSON.stringify(result.features) === JSON.stringify(other.result.features), result.features[0].positions.observed.length > 0);
`,
};
const names = Object.keys(programs) as (keyof typeof programs)[];
const printed = {} as Record<(typeof names)[number], string>;

/** They run there one after the other in one process, which begins and loads the package once. */
beforeAll(async () => {
  const network = join(project, 'tests/fixtures/networks/modern');
  cpSync(join(network, 'rwkv4/rwkv4-float32.pth'), elsewhere.at('rwkv-4/rwkv4.pth'));
  cpSync(join(network, 'tokenizers/tokenizer.json'), elsewhere.at('rwkv-4/tokenizer.json'));
  const [{ text = '' } = {}] = await readSources(['alice'], { cwd: project });
  elsewhere.write('novel.txt', text.slice(0, 50_000));
  elsewhere.write('tiny.yaml', JSON.stringify(tiny));
  const end = '--- end of a program';
  for (const name of names) elsewhere.write(`${name}.ts`, programs[name]);
  const all = names.map((name) => `await import('./${name}.ts');\nconsole.log('${end}');`).join('\n');
  const words = [elsewhere.write('all.ts', all)];
  const { stdout, ...ended } = await start(process.execPath, words, elsewhere.path).ended;
  expect(ended).toEqual({ code: 0, signal: null, stderr: '' });
  const texts = stdout.split(`${end}\n`);
  Object.assign(printed, Object.fromEntries(names.map((name, index) => [name, texts[index]])));
});

const said =
  /^36 tokens; inside quotation marks neuron 408 is lower than elsewhere: AUC 0\.02\nclamped to 0, the loss goes from 1\.96\d to 2\.00\d nats a token\n$/;

it("the documentation's example runs in a project that links to the package", () => {
  expect(printed.look).toMatch(said);
});

it('a program ends that does not close its model, whatever it has read', () => {
  expect(printed.open).toBe('440\n');
});

it('what else an open model does runs there too: it tests, writes and is trained', async () => {
  const lines = printed.train.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^\[aeiou\]: Neuron \d+ .*(remembers|tells|mark) .* On other documents: passed\.$/);
  expect(lines[1]).toMatch(/^inside quotes: Neuron \d+ .* On other documents: (passed|failed)\.$/);
  expect(lines.slice(2, -2).join('\n')).toMatch(/^She said[\s\S]{60}$/);
  const loss = Number(/^validation loss (.*) nats a character$/.exec(lines.at(-2) ?? '')?.[1]);
  expect(loss).toBeLessThan(Number(lines.at(-1)) - 0.02);
  const { architecture, training } = await loadCheckpoint(elsewhere.at('models/mine'));
  expect([architecture.units, training?.epoch]).toEqual([224, 9]);
});

describe('in as few lines as the page says', () => {
  it.each(Object.entries({ 'The logit lens': 6, Steering: 8, 'Integrated gradients': 12, Patching: 6 }))(
    '%s',
    (section, most) => {
      expect(example(section).trim().split('\n').length).toBeLessThanOrEqual(most);
    },
  );

  it('the logit lens of a whole network', () => {
    expect(printed.lens).toMatch(/^residual\.1 \[ '.*', '.*', '.*' \]\nresidual\.2 \[ '.*', '.*', '.*' \]\n$/);
  });

  it('steering: along the direction she is spoken of, and nobody else', () => {
    const texts = printed.steering.split(/^(?=That night)/m);
    const told = texts.map((text) => text.toLowerCase().match(/\b(she|her|he|him|his)\b/g));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('him');
    expect(told[1]).toEqual(['she', 'she', 'she', 'she']);
  });

  it('integrated gradients: the shares add up to what the logits change by', () => {
    const numbers = printed.shares
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ').at(-1)));
    const [without = 0, withAll = 0] = numbers.splice(-2);
    expect(Math.abs(withAll - without)).toBeGreaterThan(0.5);
    expect(numbers.reduce((sum, share) => sum + share, 0)).toBeCloseTo(withAll - without, 1);
  });

  it('patching: the last token brings all back, and what is before the first difference nothing', () => {
    const titles = [...elsewhere.read('patching.svg').matchAll(/<title>(.*?) after (.*?): (.*?)<\/title>/g)];
    const [hidden = [], cell = []] = ['hidden.1', 'cell.1'].map((array) => titles.filter(([, own]) => own === array));
    expect([hidden.length, cell.length]).toEqual([12, 12]);
    expect(hidden.at(-1)?.slice(2)).toEqual(['␣', '1.000']);
    expect(Number(hidden[0]?.[3])).toBeGreaterThan(0.1);
  });
});

it("the notebook's cells run one after the other under Node, and print what stands in it", async () => {
  const cells = notebookCells();
  const lines = cells.flatMap(({ code }) => code.split('\n')).filter((line) => line.trim() !== '');
  expect(lines.length).toBeLessThanOrEqual(20);
  // The last one tests on documents, for half a minute: it is typed here, and tests/long/notebook.test.ts runs it.
  const quick = cells.slice(0, -1);
  expect(cells.at(-1)?.code).toContain('model.test(');
  await expectPrinted(elsewhere, quick, '\nawait model.close();');
});

it('all of that is typed, and what is not like it is not', () => {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: 'nodenext',
    target: 'esnext',
    lib: ['esnext', 'dom'],
    types: ['node'],
    typeRoots: [join(project, 'node_modules/@types')],
  };
  const sections = ['An example', 'Testing, writing and training', 'Minimal pairs', 'The logit lens', 'Steering'];
  const more = ['Patching', 'Probes and subspaces', 'Integrated gradients'];
  const sound = [...sections, ...more].map((section) => [`${section}.ts`, [example(section), null]] as const);
  const look = example('An example');
  const notebook = notebookCells().map(({ code }) => code);
  const cases = {
    ...Object.fromEntries<readonly [code: string, says: string | null]>(sound),
    'whole-notebook.ts': [notebook.join('\n'), null],
    'losses.ts': [look.replace('reading.nll', 'reading.losses'), "Property 'losses' does not exist on type 'Reading'"],
    'nestling.ts': [look.replace("nesting: 'quotes'", "nestling: 'quotes'"), "'nestling' does not exist"],
    'slow.ts': [example('Testing, writing and training').replace("'quick'", "'slow'"), "evidence: 'slow'"],
  } as const;
  const files = Object.entries(cases).map(([name, [code]]) => elsewhere.write(name, code));
  const config = elsewhere.at(elsewhere.write('tsconfig.json', JSON.stringify({ compilerOptions, files })));
  const compiler = new API();
  const [{ program } = {}] = compiler.updateSnapshot({ openProjects: [config] }).getProjects();
  for (const [name, [, says]] of Object.entries(cases)) {
    const errors = program?.getSemanticDiagnostics(elsewhere.at(name)).map(({ text }) => text);
    expect(errors).toEqual(says === null ? [] : [expect.stringContaining(says)]);
  }
  compiler.close();
});

it('an experiment runs from a program that brings nothing but a manifest, from a file or made on the spot', () => {
  expect(printed.tiny).toBe('tiny made runExperiment(manifest) 3\ntrue true\n');
});
