/** The package as programs use it. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageProgram } from '../../runner/cli/commands/program.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { open } from '../../runner/open.ts';
import { readSources } from '../../runner/text/sources/index.ts';
import { expectPrinted, notebookCells, project, projectElsewhere } from '../notebook.ts';
import { start } from './command.ts';

const elsewhere = projectElsewhere();

/** What a program prints there. */
async function printed(code: string, cwd = elsewhere.path): Promise<string> {
  const words = [elsewhere.at(elsewhere.write('look.ts', code))];
  const { stdout, ...ended } = await start(process.execPath, words, cwd).ended;
  expect(ended).toEqual({ code: 0, signal: null, stderr: '' });
  return stdout;
}

/** The first block of code of a section of docs/program.md. */
function example(section: string): string {
  const page = readFileSync(join(project, 'docs/program.md'), 'utf8');
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [, code] = /```ts\n(.*?)```/s.exec(text) ?? [];
  if (code === undefined) throw new Error(`docs/program.md has no code under ${section}`);
  return code;
}

const said =
  /^36 tokens; inside quotation marks neuron 408 is lower than elsewhere: AUC 0\.02\nheld at 0, the loss goes from 1\.96\d to 2\.00\d nats a token\n$/;

it("the documentation's example runs in a project that links to the package", async () => {
  expect(await printed(example('An example'), project)).toMatch(said);
});

it('a program ends that does not close its model, whatever it has read', async () => {
  const read = "const reading = await model.read('It was a dark night. '.repeat(40));\n";
  const code = `import { open } from 'rnn-atlas';\nconst model = await open('models/stories-lstm');\n${read}`;
  expect(await printed(`${code}console.log((await reading.top(1)).length);\n`)).toBe('440\n');
});

it('what else an open model does runs there too: it tests, writes and is trained', async () => {
  const [{ text = '' } = {}] = await readSources(['alice'], { cwd: project });
  // A part of it: the whole takes half a minute.
  elsewhere.write('novel.txt', text.slice(0, 80_000));
  const before = '\nconsole.log(epochs[0]?.validationLoss);';
  const lines = (await printed(example('Testing, writing and training') + before)).trimEnd().split('\n');
  expect(lines[0]).toMatch(/^\[aeiou\]: Neuron \d+ .*(remembers|tells|mark) .* On other documents: passed\.$/);
  expect(lines[1]).toMatch(/^inside quotes: Neuron \d+ .* On other documents: (passed|failed)\.$/);
  expect(lines.slice(2, -2).join('\n')).toMatch(/^She said[\s\S]{60}$/);
  const loss = Number(/^validation loss (.*) nats a character$/.exec(lines.at(-2) ?? '')?.[1]);
  expect(loss).toBeLessThan(Number(lines.at(-1)) - 0.02);
  const { architecture, training } = await loadCheckpoint(elsewhere.at('models/mine'));
  expect([architecture.units, training?.epoch]).toEqual([224, 9]);
}, 240_000);

describe('in as few lines as the page says', () => {
  const run = async (section: string, most: number): Promise<string> => {
    const code = example(section);
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(most);
    return printed(code);
  };

  it('the logit lens of a whole network', async () => {
    const network = join(project, 'tests/fixtures/networks/modern');
    cpSync(join(network, 'rwkv4/rwkv4-float32.pth'), elsewhere.at('rwkv-4/rwkv4.pth'));
    cpSync(join(network, 'tokenizers/tokenizer.json'), elsewhere.at('rwkv-4/tokenizer.json'));
    expect(await run('The logit lens', 6)).toMatch(
      /^residual\.1 \[ '.*', '.*', '.*' \]\nresidual\.2 \[ '.*', '.*', '.*' \]\n$/,
    );
  });

  it('steering: along the direction she is spoken of, and nobody else', async () => {
    const texts = (await run('Steering', 8)).split(/^(?=That night)/m);
    const told = texts.map((text) => text.toLowerCase().match(/\b(she|her|he|him|his)\b/g));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('him');
    expect(told[1]).toEqual(['she', 'she', 'she', 'she']);
  });

  it('integrated gradients: the shares add up to what the logits change by', async () => {
    const shares = (await run('Integrated gradients', 12))
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ').at(-1)));
    const model = await open(join(project, 'models/stories-lstm'));
    const marginAt = async (scale: number) => {
      const patch = [{ array: 'embedding', scale }];
      const { logits, ids } = await model.read('The boys who saw the old king ', { logits: true, patch });
      const last = logits.subarray((ids.length - 1) * model.vocabulary.length);
      const [were = 0, was = 0] = ['were', 'was'].map((word) => last[model.vocabulary.indexOf(word)]);
      return were - was;
    };
    const change = (await marginAt(1)) - (await marginAt(0));
    expect(Math.abs(change)).toBeGreaterThan(0.5);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(change, 1);
    await model.close();
  });

  it('patching: the last token brings all back, and what is before the first difference nothing', async () => {
    await run('Patching', 6);
    const titles = [...elsewhere.read('patching.svg').matchAll(/<title>(.*?) after (.*?): (.*?)<\/title>/g)];
    const [hidden = [], cell = []] = ['hidden.1', 'cell.1'].map((array) => titles.filter(([, own]) => own === array));
    expect([hidden.length, cell.length]).toEqual([12, 12]);
    expect(hidden.at(-1)?.slice(2)).toEqual(['␣', '1.000']);
    expect(Number(hidden[0]?.[3])).toBeGreaterThan(0.1);
  });
});

it('what is asked of an array runs there: a probe, and a subspace that carries what decides', async () => {
  const code = example('Probes and subspaces');
  const lines = code.split('\n');
  const [probe, subspace] = [
    lines.findIndex((line) => line.startsWith('const asked')),
    lines.findIndex((line) => line.startsWith('const nouns')),
  ];
  expect(subspace - 1 - probe).toBeLessThanOrEqual(3);
  expect(lines.indexOf('console.log(found.sentence);') - subspace).toBeLessThan(10);
  const {
    code: exit,
    stdout,
    stderr,
  } = await start(process.execPath, [elsewhere.write('array.ts', code)], elsewhere.path).ended;
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const [auc = '', sentence] = stdout.split('\n');
  const [trained = 0, untrained = 1, control = 1] = [...auc.matchAll(/(0?\.\d+|1\.00)/g)].map(([each]) => Number(each));
  expect(trained).toBeGreaterThan(0.9);
  expect([untrained, control].every((each) => each < trained - 0.05)).toBe(true);
  expect(sentence).toMatch(/^Found in 1 direction of cell\.1: exchanged on 12 pairs/);
}, 240_000);

it("the notebook's cells run one after the other under Node, and print what stands in it", async () => {
  const cells = notebookCells();
  const lines = cells.flatMap(({ code }) => code.split('\n')).filter((line) => line.trim() !== '');
  expect(lines.length).toBeLessThanOrEqual(20);
  // The last one tests on documents, for half a minute: it is typed here, and tests/long/notebook.test.ts runs it.
  const quick = cells.slice(0, -1);
  expect(cells.at(-1)?.code).toContain('model.test(');
  await expectPrinted(elsewhere, quick, '\nawait model.close();');
});

it('and all are typed', async () => {
  const options = '--noEmit --strict --module nodenext --target esnext --lib esnext,dom --allowImportingTsExtensions';
  const types = ['--types', 'node', '--typeRoots', join(project, 'node_modules/@types'), '--singleThreaded'];
  const words = [packageProgram('typescript-native', 'tsc'), ...options.split(' '), '--skipLibCheck', ...types];
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
  const { stdout } = await start(process.execPath, [...words, ...files], elsewhere.path).ended;
  for (const [name, [, says]] of Object.entries(cases)) {
    const own = stdout.split('\n').filter((line) => line.startsWith(name));
    expect(own.length).toBe(says === null ? 0 : 1);
    if (says !== null) expect(own[0]).toContain(says);
  }
}, 120_000);

it('an experiment runs from a program that brings nothing but a manifest, from a file or made on the spot', async () => {
  const settings = {
    title: 'A tiny question',
    model: { checkpoint: join(project, 'tests/fixtures/reference/lstm') },
    observe: { source: join(project, 'tests/fixtures/reference/lstm/text.txt'), segment: 'none' },
    sample: { prompt: 'the cat', length: 5 },
    features: [{ name: 'sentence end', match: '[.?!]' }],
    evidence: 'none',
    atlas: 'none',
  };
  elsewhere.write('tiny.yaml', JSON.stringify(settings));
  const code = `
import { loadManifest, manifestOf, readResult, runExperiment } from 'rnn-atlas';
const { result, directory } = await runExperiment(await loadManifest('tiny.yaml'));
const other = await runExperiment(await manifestOf(${JSON.stringify(settings)}, 'made'));
const known = await readResult(directory);
console.log(result.id, other.result.id, known.provenance.command, Object.keys(known.provenance.versions).length);
console.log(JSON.stringify(result.features) === JSON.stringify(other.result.features), result.features[0].positions.observed.length > 0);
`;
  expect(await printed(code)).toBe('tiny made runExperiment(manifest) 3\ntrue true\n');
}, 120_000);
