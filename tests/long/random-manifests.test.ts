/**
 * `MANIFESTS=300 MANIFEST_SEED=7 npx vitest run tests/long/random-manifests.test.ts`: experiments of manifests drawn by lot end with a
 * result, or with an error that is about what was asked; never with one that the program did not expect.
 */
import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { keepTable, showFound } from '../../runner/cli/commands/findings.ts';
import { jsonSchema } from '../../runner/cli/commands/reference.ts';
import { terminalReporter } from '../../runner/cli/terminal/reporter.ts';
import { AtlasError, InputError } from '../../runner/core/errors.ts';
import { random } from '../../runner/core/random.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { runEvidence, runExperiment } from '../../runner/experiment/run.ts';
import { workFolder } from '../cli/command.ts';
import { experimentHere } from '../cli/here.ts';
import { manifest, untested } from '../cli/texts.ts';
import { type Lots, lotsOf, writeTexts } from './random-texts.ts';

interface Schema {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  items?: Schema | readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  minimum?: number;
  maximum?: number;
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What runs, and soon. */
const base: Readonly<Record<string, unknown>> = {
  title: 'Drawn by lot',
  corpus: { source: 'prose.txt', minimumCount: 1, heldOut: 0.3, validation: 0.2 },
  model: { units: 8, embedding: 4 },
  train: { epochs: 1, batch: 8, window: 8 },
  sample: { prompt: 'the cat', length: 20 },
  observe: { segment: 64, warmUp: 8, tokens: 640 },
  evidence: 'quick',
  watch: 'none',
  atlas: 'none',
};

/** In the place of all that the schema allows, values that small texts have, by their keys. */
const pools: Readonly<Record<string, readonly unknown[]>> = parse(
  readFileSync(new URL('random-manifests.yaml', import.meta.url), 'utf8'),
);

/** The keys of a kind of feature; those behind `?` may be left out. */
const kinds = [
  'match',
  'partOfSpeech ?context',
  'words',
  'nesting ?depth',
  'position from ?to',
  'frequency',
  'wordLength',
  'previous',
  'count',
  'passage',
  'scope',
  'indentation',
  'labels ?label',
  'control ?meanLength',
  'control ?n',
  'nesting number',
  'position number',
  'wordLength number',
  'count number',
  'indentation number',
  'labels number',
];
/** Of the machine, not of an experiment; or of files that there are none of. */
const leftOut = /^(?:engine|device|executor|slurm|runs|results|tagger|corpus\.(?:encoding|path|column))$/;

const schema: Schema = jsonSchema('manifest');
/** A schema with those of which it is made. */
const partsOf = (whole: Schema): Schema[] => [whole, ...[whole.anyOf ?? [], whole.items ?? []].flat().flatMap(partsOf)];
const feature = partsOf(schema.properties?.features ?? {}).find(({ properties }) => properties?.match);

/**
 * Settings of a small experiment, some with other values that the schema allows, whatever keys there are: they may ask for too much
 * of a small text, or contradict each other. @param checkpoint a model that is there.
 */
function randomManifest({ chance, one, whole }: Lots, checkpoint: string): Record<string, unknown> {
  const rate = one([0.05, 0.12, 0.25]);

  function drawnOf(schema: Schema, path: string): unknown {
    const { type, enum: listed, anyOf: others = schema.oneOf, items = {}, minimum = 0, maximum = 1 } = schema;
    const pool = pools[path] ?? listed;
    if (pool !== undefined) return one(pool);
    if (others !== undefined) return drawnOf(one(others), path);
    if (type === 'object') return keysOf(schema, path);
    if (type === 'array')
      return (Array.isArray(items) ? items : Array(whole(1, 3)).fill(items)).map((each) => drawnOf(each, path));
    if (type === 'integer') return whole(minimum, Math.min(maximum, minimum + 15));
    if (type === 'number') return minimum + (maximum - minimum) * one([0, 0.1, 0.5, 0.9]);
    if (type === 'boolean') return schema.const ?? chance(0.5);
    return schema.const ?? (type === 'null' ? null : 'it is so');
  }
  const entriesOf = ({ properties = {} }: Schema, path: string, isDrawn: (key: string) => boolean) =>
    Object.fromEntries(
      Object.entries(properties)
        .map(([key, each]) => [key, each, path === '' ? key : `${path}.${key}`] as const)
        .filter(([key, , place]) => !leftOut.test(place) && isDrawn(key))
        .map(([key, each, place]) => [key, drawnOf(each, place)]),
    );
  const keysOf = (schema: Schema, path: string): Record<string, unknown> =>
    entriesOf(schema, path, (key) => schema.required?.includes(key) || chance(rate));
  /** Some features, now and then one within another, or all of the catalogue. */
  function featuresOf(): unknown {
    if (chance(0.03)) return 'catalogue';
    const own = Array.from({ length: whole(1, 3) }, () => {
      const keys = ['name', ...one(kinds).split(' '), '?among', '?says'].flatMap((key) =>
        key.startsWith('?') ? (chance(0.3) ? key.slice(1) : []) : key,
      );
      return entriesOf(feature ?? {}, 'features', (key) => keys.includes(key));
    });
    const several = [...new Map(own.map((each) => [each.name, each])).values()];
    const [first, ...others] = several;
    return chance(0.3) ? [first, ...others.map((each) => ({ ...each, among: first?.name }))] : several;
  }

  const drawn: Record<string, unknown> = keysOf(schema, '');
  if (chance(0.9)) drawn.features = featuresOf();
  const several = Array.isArray(drawn.pairs) ? drawn.pairs : [];
  if (several.length > 0) drawn.pairs = several.map((each, place) => ({ ...each, name: `pairs ${place}` }));
  // Neurons are given where none are looked for.
  if (drawn.neurons !== undefined) drawn.detect = { by: 'none' };
  const merged = Object.entries({ ...base, ...drawn }).map(([key, value]) => {
    const below = base[key];
    return [key, isGroup(value) && isGroup(below) ? { ...below, ...value } : value];
  });
  const given = chance(0.1) && { model: { checkpoint }, seeds: undefined, preset: undefined };
  return { ...Object.fromEntries(merged), ...given };
}

const count = Number(process.env.MANIFESTS ?? 100);
const first = Number(process.env.MANIFEST_SEED ?? 0);
const stream = { write: () => true, columns: 100 };

it(
  `${count} manifests from seed ${first} run, or are refused with a reason`,
  async () => {
    const folder = workFolder();
    writeTexts(folder, lotsOf(random(1)));
    folder.write(
      'base.yaml',
      manifest({ ...untested, corpus: { source: 'prose.txt', minimumCount: 1, heldOut: 0.3, validation: 0.2 } }),
    );
    expect(await experimentHere(folder, ['base.yaml'])).toMatchObject({ code: 0 });
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const unexpected: string[] = [];
    const refusals: string[] = [];
    for (let seed = first; seed < first + count; seed++) {
      const written = stringify(randomManifest(lotsOf(random(seed, 2)), 'runs/base/checkpoint'));
      folder.write(`m${seed}.yaml`, written);
      try {
        const loaded = await loadManifest(`m${seed}.yaml`, [], folder.path);
        const reporter = terminalReporter({ stream, interactive: true, level: 3, now: () => performance.now() });
        const host = { cwd: folder.path, reporter };
        const outcome = await runExperiment(loaded, host);
        const { theme } = loaded.manifest;
        await keepTable(outcome, theme);
        await showFound(outcome, { theme, tableOf: outcome });
        if (seed % 5 === 0) await showFound(await runEvidence(loaded, host), { theme });
      } catch (error) {
        const isOfInput = error instanceof InputError || (error instanceof AtlasError && /-diverged$/.test(error.code));
        if (isOfInput) refusals.push(error.code);
        else unexpected.push(`seed ${seed}: ${(error as Error).stack}\n${written}`);
      }
    }
    spy.mockRestore();
    console.log(`${refusals.length} of ${count} refused: ${refusals.sort().join(', ')}`);
    expect(unexpected.join('\n\n')).toBe('');
    // Most must run, or what is drawn asks nothing of the program. Of some 3 in 10 that are refused a few can be half by chance.
    if (count >= 40) expect(refusals.length).toBeLessThan(count / 2);
  },
  3 * 3_600_000,
);
