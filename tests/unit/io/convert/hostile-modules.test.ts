/** PyTorch's files and folders of arrays made to harm: nothing in them runs, and each ends in a reason, soon and in little memory. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../../../runner/io/convert/contents.ts';
import type { Folder } from '../../../../runner/io/convert/layouts/layout.ts';
import { recognise } from '../../../../runner/io/convert/layouts/layouts.ts';
import { FormatError } from '../../../../runner/io/formats/format-error.ts';
import { readPytorch } from '../../../../runner/io/formats/torch/torch.ts';
import { readVocabulary } from '../../../../runner/io/formats/vocabulary/vocabulary.ts';
import { processorTime } from '../../../processor-time.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();
const ran = join(folder.path, 'ran');
const word = (value: number): string => Buffer.from(Int32Array.of(value).buffer).toString('latin1');
const text = (value: string): string => `X${word(value.length)}${value}`;
const number = (value: number): string => `J${word(value)}`;

// What Python's pickle.dumps gives at protocol 2.
const magic = '\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.';
const protocol = '\x80\x02M\xe9\x03.';
const machine = `\x80\x02}${text('little_endian')}\x88s.`;
const system = `cos\nsystem\n(${text(`touch ${ran}`)}tR`;
/** Calls os.system and drops what it gives. */
const attack = `${system}0`;
const after = (pickle: string, added: string): string => pickle.slice(0, 2) + added + pickle.slice(2);

const storage = (key: string, length: number, view = 'N') =>
  `(${text('storage')}ctorch\nFloatStorage\n${text(key)}${text('cpu')}${number(length)}${view}tQ`;
interface Place {
  key?: string;
  length?: number;
  offset?: number;
  shape?: string;
  stride?: string;
  view?: string;
}
const tensor = ({ key = '0', length = 1, offset = 0, shape, stride, view }: Place = {}) =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${storage(key, length, view)}${number(offset)}${shape ?? 'K\x01\x85'}${stride ?? 'K\x01\x85'}\x89NtR`;
const dict = (...entries: string[]) => `}(${entries.join('')}u`;
const module = (parameters: string, modules: string, more = '') =>
  `cmodel\nNet\n)\x81}(${text('_parameters')}${parameters}${text('_modules')}${modules}${more}ub`;

function storages(lengths: readonly bigint[], numbers = lengths): Buffer {
  const stored = (length: bigint, i: number) => [BigInt64Array.of(length), new Float32Array(Number(numbers[i] ?? 0n))];
  return Buffer.concat(lengths.flatMap(stored).map(({ buffer }) => Buffer.from(buffer)));
}

interface Parts {
  header?: readonly [string, string, string];
  object?: string;
  keys?: string;
  behind?: Buffer;
}
function old({ header = [magic, protocol, machine], object, keys, behind }: Parts): Uint8Array {
  const pickles = [...header, `\x80\x02${object ?? dict(text('w'), tensor())}.`, keys ?? `\x80\x02]${text('0')}a.`];
  return Buffer.concat([Buffer.from(pickles.join(''), 'latin1'), behind ?? storages([1n])]);
}

const plain = { map: new Map<string, string>(), ignore: new Set<string>() };
/** Without storages. */
const none = { keys: '\x80\x02].', behind: Buffer.alloc(0) };
const read = async (bytes: Uint8Array) => recognise(await contentsOf(bytes), plain);

async function refused(attempt: () => Promise<unknown>, why: RegExp): Promise<void> {
  const [began, before] = [processorTime(), process.memoryUsage().rss];
  await expect(attempt()).rejects.toThrow(FormatError);
  await expect(attempt()).rejects.toThrow(why);
  expect(processorTime() - began).toBeLessThan(2000);
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  expect(existsSync(ran)).toBe(false);
}

it('the sound file that the others are made of gives its tensor', async () => {
  expect(await contentsOf(old({}))).toMatchObject({ tensors: { w: { shape: [1] } } });
  const whole = module(dict(text('weight'), tensor()), '}', `${text('mode')}${text('LSTM')}`);
  const contents = await contentsOf(old({ object: whole }));
  expect(contents).toMatchObject({ className: 'model.Net', tensors: { weight: { shape: [1] } } });
  expect(contents.kind === 'arrays' && contents.settings.get('mode')).toBe('LSTM');
});

const builtin = (name: string) => `c__builtin__\n${name}\n`;
const callsSystem = /asks for os\.system, which is more than data/;
const holdsNothing = /holds no state dict and no module/;
const object = (of: string): Parts => ({ object: of });
/** Named and never called: it is looked up nowhere. */
const named = (of: string): Parts => ({ ...none, object: of });

it.each<[string, Parts, RegExp]>([
  ['before its magic', { header: [`\x80\x02cos\nsystem\n(tR0${magic.slice(2)}`, protocol, machine] }, callsSystem],
  ['in its protocol', { header: [magic, after(protocol, attack), machine] }, callsSystem],
  ['in what it says of its machine', { header: [magic, protocol, after(machine, attack)] }, callsSystem],
  ['beside its tensors', object(`${attack}${dict(text('w'), tensor())}`), callsSystem],
  ['in the list of its storages', { keys: `\x80\x02${attack}]${text('0')}a.` }, callsSystem],
  ['as an attribute', object(module(dict(text('w'), tensor()), '}', `${text('a')}${system}`)), callsSystem],
  ['of eval', object(`${builtin('eval')}(${text('1')}tR`), /__builtin__\.eval/],
  ['of a function of PyTorch', object(`ctorch.hub\nload\n(${text('a')}tR`), /asks for torch\.hub\.load/],
  ['of the class of a model', object('cmodel\nNet\n(tR'), /asks for model\.Net/],
  ['of what getattr gave', object(`${builtin('getattr')}(cmodel\nNet\n${text('x')}tR)R`), /pickle is broken/],
  ['of another reference', object(`(${text('file')}${text('/etc/passwd')}tQ`), /no type, name or place/],
  ['to getattr', named(`${builtin('getattr')}(cos\nsystem\n${text('x')}tR`), holdsNothing],
  ['to copyreg', named(`ccopy_reg\n_reconstructor\n(cos\nsystem\n${builtin('object')}NtR`), holdsNothing],
  ['in an object that is made without one', named(`cos\nsystem\n(${text('true')}t\x81`), holdsNothing],
])('a call in an old PyTorch file is refused: %s', (_what, parts, why) => refused(async () => read(old(parts)), why));

it('a call in a vocabulary that such a file is is refused', () =>
  refused(() => readVocabulary(old({ object: `${attack}]` }), 'words.data'), /asks for os\.system/));

const huge = number(2 ** 31 - 1);
/** A module in a module, and so on. */
const nested = (levels: number, around: (inner: string, level: number) => string) =>
  Array.from({ length: levels }).reduce<string>(
    (inner, _, level) => module('}', around(inner, level)),
    module(dict(text('w'), tensor()), '}'),
  );
const deeper = (inner: string) => dict(text('m'), inner);
/** The same module under two names. */
const twice = (inner: string, level: number) => {
  const place = String.fromCharCode(100 + level);
  return dict(text('a'), `${inner}q${place}`, text('b'), `h${place}`);
};
const inItself = `cmodel\nNet\n)\x81q\0}(${text('_parameters')}}${text('_modules')}}${text('a')}h\0sub`;
const lies = (place: Place, behind?: Buffer): Parts => ({
  object: dict(text('w'), tensor(place)),
  ...(behind && { behind }),
});
it.each<[string, Parts, RegExp]>([
  ['of another protocol', { header: [magic, '\x80\x02M\xea\x03.', machine] }, /protocol 1001/],
  ['with the numbers of another machine', { header: [magic, protocol, '\x80\x02}.'] }, /little endian/],
  ['whose header is endless', { header: [magic, protocol, `\x80\x02]q\0(${'h\0'.repeat(4e6)}e.`] }, /ends too early/],
  ['that is cut off', { behind: Buffer.alloc(5) }, /cut off before its storage "0"/],
  ['whose storage is cut off', { behind: storages([1n], [0n]) }, /claims 1 numbers/],
  ['whose storage claims another number', lies({ length: 7 }), /claims 1 numbers; its tensors say 7/],
  ['whose storage claims gigabytes', lies({ length: 2 ** 31 - 1 }, storages([2n ** 31n - 1n], [1n])), /claims 2147/],
  ['whose storage claims less than nothing', lies({}, storages([-1n], [1n])), /claims -1 numbers/],
  ['whose tensor begins beyond its storage', lies({ offset: 1 }), /needs more numbers than the file has/],
  ['whose tensor is larger than its storage', lies({ shape: `${huge}\x85` }), /needs more numbers/],
  ['whose tensor repeats without end', lies({ shape: `${huge}${huge}\x86`, stride: 'K\0K\0\x86' }), /needs more/],
  ['with a negative shape', lies({ shape: `${number(-1)}\x85` }), /no valid shape/],
  ['with a negative stride', lies({ stride: `${number(-1)}\x85` }), /no valid shape/],
  ['with a negative offset', lies({ offset: -1 }), /no valid shape/],
  ['whose view begins beyond its storage', lies({ view: `(${text('v')}K\x09K\x01t` }), /needs more numbers/],
  ['whose view begins before its storage', lies({ view: `(${text('v')}${number(-3)}K\x01t` }), /no type, name or p/],
  ['that lists a storage of no tensor', { keys: `\x80\x02]${text('1')}a.` }, /storage that no tensor/],
  ['that lacks a storage', { keys: '\x80\x02].' }, /lacks its storage "0"/],
  ['whose module lies in itself', named(inItself), /without end/],
  ['whose modules lie too deep in each other', named(nested(80, deeper)), /without end/],
  ['whose few modules are a million by name', { object: nested(20, twice) }, /more than 200000 parts/],
])('an old PyTorch file is refused %s', (_what, parts, why) => refused(async () => read(old(parts)), why));

describe('the tensors of a PyTorch archive', () => {
  const million = 1_000_000;
  const numbers = new Uint8Array(Float32Array.from({ length: million }, (_, i) => i).buffer);
  const archive = (object: string) => {
    const pickle = Buffer.from(`\x80\x02${object}.`, 'latin1');
    const read = async (name: string) => (name === 'm/data.pkl' ? pickle : numbers);
    return readPytorch({ names: ['m/data.pkl', 'm/data/0'], read });
  };
  /** So many tensors over one storage of a million numbers. */
  const over = (count: number, place: (index: number) => Place) =>
    archive(dict(...Array.from({ length: count }, (_, i) => text(`${i}`) + tensor({ length: million, ...place(i) }))));
  const whole = () => ({ shape: `${number(million)}\x85` });
  const turned = { shape: 'M\xe8\x03M\xe8\x03\x86', stride: 'K\x01M\xe8\x03\x86' };

  it('that are one storage hold it once, whole or in part', async () => {
    const { tensors } = await over(4, whole);
    expect(new Set(Object.values(tensors).map(({ data }) => data.buffer)).size).toBe(1);
    expect(tensors['3']?.data[999_999]).toBe(999_999);
    const { tensors: parts } = await over(3, (i) => ({
      offset: 7 + i,
      shape: 'K\x02K\x03\x86',
      stride: 'K\x03K\x01\x86',
    }));
    expect(parts['1']).toEqual({ shape: [2, 3], data: Float32Array.of(8, 9, 10, 11, 12, 13) });
  });

  it('that are turned have numbers in their own order', async () => {
    const { tensors } = await over(1, () => ({ offset: 4, shape: 'K\x02K\x03\x86', stride: 'K\x01K\x02\x86' }));
    expect(tensors['0']).toEqual({ shape: [2, 3], data: Float32Array.of(4, 6, 8, 5, 7, 9) });
  });

  it.each([
    ['five times one storage', 5, whole],
    ['a hundred layers of one storage', 100, whole],
    ['a hundred turned views of one storage', 100, () => turned],
  ])('that are %s are refused before they are made', (_what, count, place) =>
    refused(() => over(count, place), /more than four times the numbers/),
  );

  it('that are a list of a billion items are refused at once', () => {
    const place = (i: number) => String.fromCharCode(i);
    const levels = Array.from({ length: 25 }, (_, i) => `h${place(i)}h${place(i)}\x86q${place(i + 1)}`).join('');
    return refused(() => archive(`)q\0${levels}}h${place(25)}K\x01s`), /no state dict and no module but an object/);
  });
});

describe('a folder of raw arrays is refused', () => {
  const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): Folder => ({
    kind: 'folder',
    names: Object.keys(files),
    read: async (name) => Buffer.from(files[name] ?? ''),
  });
  const manifest = (entry: object) =>
    folderOf({ 'manifest.json': JSON.stringify({ embedding: entry }), embedding: 'abcd' });

  const thesis = (matrix: string) =>
    folderOf({ 'W.txt': matrix, 'V.txt': '1', 'U.txt': '1', 'b.txt': '1', 'c.txt': '1' });

  const of = (shape: readonly number[], filename = 'embedding') => manifest({ filename, shape });
  it.each<[string, Folder, RegExp]>([
    ['whose manifest is no JSON', folderOf({ 'manifest.json': '{' }), /is not JSON/],
    ['whose array is of a file elsewhere', of([1], '../../etc/passwd'), /no file of this folder/],
    ['whose array claims gigabytes', of([2 ** 30, 4]), /4 bytes, not those of its shape/],
    ['whose shape is negative', of([-1]), /no valid shape/],
    ['whose shape is a fraction', of([0.5]), /no valid shape/],
    ['without a cell', of([1, 1]), /no basic_lstm_cell/],
    ['whose matrix has uneven rows', thesis('1,2\n3'), /W\.txt: its row 2 is not 2 numbers/],
    ['whose matrix holds no number', thesis('1,,2'), /W\.txt: its row 1 is not 3 numbers/],
    ['whose matrix is empty', thesis(''), /W\.txt: it holds no numbers/],
  ])('%s', (_what, given, why) => refused(async () => recognise(given, plain), why));

  const npy = (shape: string, { type = '<f4', turned = 'False', bytes = 4 } = {}) => {
    const header = `{'descr': '${type}', 'fortran_order': ${turned}, 'shape': (${shape}), }`;
    const length = Buffer.alloc(2);
    length.writeUInt16LE(header.length);
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      length,
      Buffer.from(header),
      Buffer.alloc(bytes),
    ]);
  };
  it.each<[string, Uint8Array, RegExp]>([
    ['of Python objects', npy('1,', { type: '|O', bytes: 0 }), /numbers are \|O/],
    ['stored by columns', npy('1, 1', { turned: 'True' }), /column after column/],
    ['that claims gigabytes', npy('65536, 65536', { bytes: 0 }), /0 bytes behind its header/],
    ['whose header is cut off', npy('1,').subarray(0, 9), /no whole \.npy file/],
    ['of other shapes', npy('1, 1'), /1 token vectors/],
  ])('for an array %s', (_what, first, why) => {
    const files = Array.from({ length: 15 }, (_, i) => [`${i}.npy`, i === 0 ? first : npy('1,')]);
    return refused(async () => recognise(folderOf(Object.fromEntries(files)), plain), why);
  });
});
