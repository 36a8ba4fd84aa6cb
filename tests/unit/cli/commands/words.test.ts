import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { descriptions } from '../../../../runner/cli/commands/commands.ts';
import {
  basePath,
  choice,
  flag,
  folder,
  modelName,
  needed,
  siteOrigin,
  whole,
} from '../../../../runner/cli/commands/keys.ts';
import { asksForHelp, type Description, helpOf, readWords, usageOf } from '../../../../runner/cli/commands/words.ts';
import { InputError } from '../../../../runner/core/errors.ts';

const ship = {
  command: 'npm run ship',
  summary: 'ships a `model`',
  subject: needed('<experiment>', 'the name of an experiment'),
  keys: {
    as: modelName('the name of the model'),
    models: folder('models', 'where it goes'),
    replace: flag('replaces'),
    size: whole(1, 9, 'how large'),
    kind: choice(['big', 'small'], 'which'),
  },
  others: { shown: 'map.<ours>=<theirs> ...', about: 'names', accepts: (word) => word.startsWith('map.') },
  example: 'npm run ship a as=b',
} satisfies Description;

describe('the words of a command', () => {
  it('are read in any order, with what is left out as usual', () => {
    const usual = { as: 'mine', models: 'models', replace: false, size: undefined, kind: undefined };
    expect(readWords(ship, ['as=mine', 'tiny', 'map.a=b=c'])).toEqual({
      subject: 'tiny',
      given: usual,
      others: ['map.a=b=c'],
    });
    // A subject may have "=" in it.
    expect(readWords(ship, 'a+seed=3.yaml as=mine models=a=b replace=true size=9 kind=big'.split(' '))).toEqual({
      subject: 'a+seed=3.yaml',
      others: [],
      given: { as: 'mine', models: 'a=b', replace: true, size: 9, kind: 'big' },
    });
  });

  it.each([
    ['tiny as=mine modle=z', 'unknown-word', 'Did you mean "models="?'],
    ['modle=z tiny as=mine', 'unknown-word', 'Did you mean "models="?'],
    ['tiny as=mine second', 'unknown-word', 'does not understand "second"'],
    ['tiny --as=mine', 'unknown-word', 'Words are plain, without dashes'],
    ['as=mine', 'missing-word', 'npm run ship takes the name of an experiment. For example: npm run ship a as=b.'],
    ['tiny', 'missing-word', 'npm run ship takes as=<name>, the name of the model.'],
    ['tiny as=a as=b', 'repeated-word', 'does not understand "as=a as=b". as= is given twice'],
    ['tiny as=../elsewhere', 'wrong-value', 'does not understand "as=../elsewhere"'],
    ['tiny as=', 'wrong-value', 'does not understand "as="'],
    ['tiny as=a models=', 'wrong-value', 'It takes models=<folder>, where it goes (models): it is empty'],
    ['tiny as=a replace=yes', 'wrong-value', 'true or false'],
    ['tiny as=a size=10', 'wrong-value', 'a whole number from 1 to 9'],
    ['tiny as=a size=1.5', 'wrong-value', 'a whole number from 1 to 9'],
    ['tiny as=a kind=medium', 'wrong-value', 'It takes kind=big|small, which. For example'],
  ])('are refused with a reason: %s', (words, code, message) => {
    const read = () => readWords(ship, words.split(' '));
    expect(read).toThrow(InputError);
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('have a usage and a help from the same description', () => {
    expect(usageOf(ship)).toBe(
      'npm run ship <experiment> as=<name> [models=<folder>] [replace=true] [size=<number>] [kind=big|small] [map.<ours>=<theirs> ...]',
    );
    const help = helpOf(ship);
    expect(help).toContain('Ships a model.');
    for (const each of Object.values(ship.keys)) expect(help).toContain(each.about);
    expect(['help', '--help', '-h'].map((word) => asksForHelp(['a', word]))).toEqual([true, true, true]);
    expect(asksForHelp(['helpful'])).toBe(false);
  });
});

it('the path of a site has both slashes, and an address is cut to its origin', () => {
  const { schema } = basePath('otherwise /');
  expect(['/past/', 'past', '/a/b', '/', ''].map((path) => schema.parse(path))).toEqual([
    '/past/',
    '/past/',
    '/a/b/',
    '/',
    '/',
  ]);
  expect(siteOrigin.schema.parse('https://you.github.io/past/')).toBe('https://you.github.io');
  for (const [key, text] of [
    [schema, 'https://a.b/'],
    [siteOrigin.schema, 'you.github.io'],
  ] as const)
    expect(key.safeParse(text).success).toBe(false);
});

describe('every command', () => {
  it('of those that the README has in its table describes itself so', async () => {
    const [, table = ''] = readFileSync('README.md', 'utf8').split('\n## Commands\n');
    const rows = [...table.matchAll(/^\| `(npm [^`]+)` \| (.+) \|$/gm)].map(([, command, summary]) => ({
      command,
      summary,
    }));
    expect(rows.length).toBeGreaterThan(5);
    const all = (await descriptions()).map(({ command, summary }) => ({ command, summary }));
    for (const row of rows) expect(all).toContainEqual(row);
  });

  it('has an example that it understands, and is a script of the package', async () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const description of await descriptions()) {
      expect(scripts).toHaveProperty([description.command.replace(/^npm (run )?/, '')]);
      expect(description.example.startsWith(description.command)).toBe(true);
      const words = description.example.slice(description.command.length).split(' ').filter(Boolean);
      expect(() => readWords(description, words)).not.toThrow();
    }
  });
});
