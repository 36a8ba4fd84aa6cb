import { describe, expect, it } from 'vitest';
import { reference } from '../../../../../runner/cli/commands/reference.ts';
import * as program from '../../../../../runner/index.ts';
import { cellNames } from '../../../../../runner/nn/models/cells/cells.ts';
import { exportedDeclarations } from '../../../../../site/data/docs/declarations.ts';
import {
  cellsPage,
  commandsPage,
  manifestPage,
  type ProgramReference,
  programPage,
  valueWords,
} from '../../../../../site/words/docs/reference-pages.ts';

const asked = reference().then((each) => JSON.parse(JSON.stringify(each)) as ProgramReference);

describe('the page of manifests', () => {
  it('has every key of the schema', async () => {
    const { manifest, defaults } = await asked;
    const page = manifestPage({ ...(await asked), manifest, defaults });
    for (const [key, { properties = {} }] of Object.entries(manifest.properties ?? {})) {
      expect(page).toMatch(new RegExp(`^(\\| \`${key.replace('$', '\\$')}\` \\||#+ ${key}$)`, 'm'));
      for (const inner of Object.keys(properties)) expect(page).toContain(`| \`${inner}\` |`);
    }
  });

  it('says defaults that hang on other keys as well, and keeps what looks like HTML as text', async () => {
    const page = manifestPage(await asked);
    expect(page).toContain('`component` | Component that is analysed and published.');
    expect(page).toMatch(/`clipNorm` \|.*; `1` unless set/);
    expect(page).toContain('Rarer tokens become &lt;unk>.');
  });

  it('says in words what a key may be', () => {
    expect(valueWords({ enum: ['lstm', 'gru'] })).toBe('`lstm`, `gru`');
    expect(valueWords({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER })).toBe('whole number from 1');
    expect(valueWords({ type: 'number', minimum: 0, exclusiveMaximum: 1 })).toBe('number from 0 below 1');
    expect(valueWords({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toBe('text');
    expect(valueWords({ type: 'array', items: [{ type: 'number' }, { type: 'number' }] })).toBe('[number, number]');
  });
});

describe('the page of commands and errors', () => {
  it('has every command with its words, and every error with its code', async () => {
    const all = await asked;
    const page = commandsPage(all);
    for (const { usage } of all.commands) expect(page).toContain(usage);
    for (const code of Object.keys(all.errors)) expect(page).toContain(`### ${code}\n`);
    expect(page).toContain('Exit code 2: the input is wrong.');
  });
});

describe('the page of the library', () => {
  const declarations = exportedDeclarations('.');

  it('has everything that can be imported, with its comment', () => {
    const names = declarations.map(({ name }) => name);
    for (const name of Object.keys(program)) expect(names).toContain(name);
    const page = programPage(declarations);
    for (const { name } of declarations) expect(page).toContain(`### ${name}\n`);
    expect(page.startsWith('## Opening a model\n\n### open\n')).toBe(true);
    expect(page.match(/^## .*/gm)?.filter((heading) => /^## [a-z]/.test(heading))).toEqual([]);
    expect(page).toContain('**Throws** InputError when there is no such model, or it cannot be read.');
    expect(page).toContain("'&lt;' and '>' are tokens of their own");
  });

  it('shows declarations without their bodies', () => {
    const codeOf = (name: string) => declarations.find((each) => each.name === name)?.code;
    expect(codeOf('open')).toBe(
      'function open(from: string | Checkpoint<Readable>, options?: OpenOptions): Promise<Model>;',
    );
    expect(codeOf('errorCatalogue')).toBe('const errorCatalogue;');
    expect(codeOf('Model')).not.toContain('private');
    expect(codeOf('AtlasError')).toContain('readonly code: ErrorCode;');
    expect(codeOf('AtlasError')).not.toContain('super(');
  });
});

it('lists every cell with what it is and what is recorded of it', () => {
  const rows = cellsPage().split('\n');
  expect(rows).toHaveLength(cellNames.length + 2);
  const row = rows.find((line) => line.startsWith('| `mingru` |'));
  expect(row).toContain('minGRU. One gate mixes');
  expect(row).toContain('`hidden`: `h = (1 − z) ⊙ h′ + z ⊙ n`');
});
