import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { isShown, originAndBase } from '../../../runner/experiment/results/site-settings.ts';
import { readSiteSettings } from '../../../runner/publish/read-site-settings.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const [some, bare] = [temporaryFolder(), temporaryFolder()];

const read = (text: string, folder = some) => {
  folder.write('site.yaml', text);
  return readSiteSettings(folder.path);
};

describe('the settings of a site', () => {
  it('come from the package.json where there is no site.yaml, and are as usual where neither says anything', async () => {
    expect(await readSiteSettings(bare.path)).toMatchObject({ title: 'RNN Atlas', author: null, experiments: ['*'] });
    bare.write('package.json', '{"rnn-atlas":{"author":"Ada"}}');
    expect((await readSiteSettings(bare.path)).author).toBe('Ada');
    expect((await read('author: Grace\ntitle: Mine\n', bare)).author).toBe('Grace');
    expect((await read('', bare)).author).toBe(null);
  });

  it.each([
    ['titel: x', /unknown key "titel".*Did you mean "title"/],
    ['experiments: []', /"experiments"/],
    ['experiments: [../x]', /"experiments\.0" is "\.\.\/x"\. It must be a name of an experiment/],
    ['address: you.github.io', /"address" is "you\.github\.io"\. It must be an address as/],
    ['title: [', /site\.yaml: this is not valid YAML: .* at line 1/],
    ['- a', /site\.yaml/],
  ])('are refused with their place: %s', async (text, says) => {
    const error = await read(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(says);
  });

  it.each([
    [['*'], ['lstm-dots', 'mine'], []],
    [['mine'], ['mine'], ['lstm-dots', 'mine-2']],
    [['mine*'], ['mine', 'mine-2'], ['lstm-dots']],
    [['!lstm-*'], ['mine', 'quotes'], ['lstm-dots']],
    [['*', '!lstm-*', 'lstm-dots'], ['quotes', 'lstm-dots'], ['lstm-spaces']],
    [['a.b+c'], ['a.b+c'], ['axb+c', 'a.bbc']],
  ])('%j shows %j and not %j', (patterns, shown, hidden) => {
    for (const id of shown) expect(isShown(id, patterns)).toBe(true);
    for (const id of hidden) expect(isShown(id, patterns)).toBe(false);
  });

  it.each([
    ['goes with its base experiment', ['mine-*'], { 'a/mine-a.yaml': true, 'a/quoted.yaml': false }],
    ['is left out with its base', ['*', '!quoted'], { 'experiments/quoted.yaml': false, 'a\\b\\mine.yml': true }],
    ['is shown by its own name', ['!quoted', 'sizes'], { 'quoted.yaml': true }],
    ['is left out by its own name', ['mine-*', '!sizes'], { 'mine-a.yaml': false }],
  ])('a sweep %s', (_, patterns, bases) => {
    for (const [base, shown] of Object.entries(bases)) expect(isShown('sizes', patterns, base)).toBe(shown);
  });

  it('a folder that begins with a dot is shown by no pattern', () => {
    for (const patterns of [['*'], ['!x'], ['.mine.tmp']]) expect(isShown('.mine.tmp', patterns)).toBe(false);
  });

  it('an address has an origin and a path', () => {
    expect(originAndBase('https://you.github.io/past')).toEqual({ site: 'https://you.github.io', base: '/past/' });
    expect(originAndBase('https://you.example')).toEqual({ site: 'https://you.example', base: '/' });
  });
});
