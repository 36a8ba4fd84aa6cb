/**
 * Every reader of pickles and zip archives, given such as are made by their grammar: each step is one that may stand there, with
 * numbers, names and places drawn at random, so that they get further into a reader than damaged ones do.
 */
import type { Random } from '../runner/core/random.ts';
import { contentsOf } from '../runner/io/convert/contents.ts';
import { recognise } from '../runner/io/convert/layouts/layouts.ts';
import { readPickle } from '../runner/io/formats/pickle/pickle.ts';
import { readPytorch } from '../runner/io/formats/torch/torch.ts';
import { openKeyedVectors } from '../runner/io/formats/vectors/keyed-vectors.ts';
import { readVocabulary } from '../runner/io/formats/vocabulary/vocabulary.ts';
import { filesInZip } from '../runner/io/formats/zip/zip.ts';
import { type ZipEntry, zipOf } from './unit/io/formats/zip/zip-of.ts';

const oneOf = <T>(items: readonly T[], { below }: Random): T => items[below(items.length)] as T;
const little = (bytes: number, value: number): string =>
  Array.from({ length: bytes }, (_, i) => String.fromCharCode(Math.floor(value / 256 ** i) % 256)).join('');

/** What stands for data everywhere; some only in a file of PyTorch's, or of gensim's. Then what is refused. */
const names = {
  plain: [
    'collections\nOrderedDict',
    'collections\nCounter',
    'collections\ndefaultdict',
    '_codecs\nencode',
    'numpy\nndarray',
    'numpy\ndtype',
    'numpy.core.multiarray\n_reconstruct',
    'copyreg\n_reconstructor',
    'builtins\nobject',
    'builtins\nset',
  ],
  torch: [
    'torch._utils\n_rebuild_tensor_v2',
    'torch._utils\n_rebuild_parameter',
    'torch\nFloatStorage',
    'torch\nHalfStorage',
    'torch\nSize',
    'torch\nfloat32',
  ],
  gensim: ['gensim.models.keyedvectors\nKeyedVectors', 'gensim.models.word2vec\nWord2Vec'],
  refused: ['os\nsystem', '__proto__\nconstructor', 'builtins\neval'],
};
type PickleOf = Exclude<keyof typeof names, 'refused'>;
const texts = [...'a 0 weight storage cpu model wv index_to_key vectors __proto__ é < f4'.split(' '), ''];

/** What lies on the stack, as far as the next step asks. */
type Kind = 'value' | 'list' | 'dict' | 'set' | 'name' | 'mark';

/** What may be written now, of which one is drawn. */
function pickleWriter(draw: Random, of: PickleOf) {
  const stack: Kind[] = [];
  const remembered: Kind[] = [];
  let text = '\x80\x02';
  /** Values above the last mark. */
  const free = () => stack.length - 1 - stack.lastIndexOf('mark');
  const put = (written: string, kind: Kind): void => {
    text += written;
    stack.push(kind);
  };
  const replace = (count: number, written: string, kind: Kind | null): void => {
    text += written;
    stack.length -= count;
    if (kind !== null) stack.push(kind);
  };

  function value(): void {
    const count = oneOf([0, 1, 2, 255, 65_535, 2 ** 31 - 1, 2 ** 32 - 1], draw);
    const own = Buffer.from(oneOf(texts, draw)).toString('latin1');
    const sound = [
      'N',
      '\x88',
      '\x89',
      `K${little(1, count)}`,
      `M${little(2, count)}`,
      `J${little(4, count)}`,
      ')',
      `X${little(4, own.length)}${own}`,
      `\x8c${little(1, own.length)}${own}`,
      `C${little(1, own.length)}${own}`,
      `G${little(8, draw.bits())}`,
      `I${count}\n`,
      `L${count}L\n`,
      `F${count}.5\n`,
      `V${own}\n`,
      `S'${own}'\n`,
      `\x8a${little(1, 8)}${little(8, draw.bits())}`,
    ];
    const lying = [`X${little(4, count)}`, `\x8d${little(8, count)}`];
    put(oneOf(draw.below(300) === 0 ? [...sound, ...lying] : sound, draw), 'value');
  }

  const name = () => {
    const drawn = draw.below(200) === 0 ? names.refused : [...names.plain, ...names[of]];
    put(`c${oneOf(drawn, draw)}\n`, 'name');
  };

  /** The name on top, called with up to four values. */
  function called(): void {
    put('(', 'mark');
    for (let i = draw.below(5); i > 0; i--) value();
    replace(free() + 1, 't', 'value');
    replace(2, 'R', 'value');
  }

  /** A tensor as PyTorch writes it, of any storage, place and shape. */
  function tensor(): void {
    const sizes = () =>
      Array.from({ length: draw.below(4) }, () => `J${little(4, oneOf([0, 1, 2, 10, 500, 2 ** 31 - 1], draw))}`);
    const type = oneOf(['Float', 'Half', 'BFloat16', 'Double', 'Long', 'Int'], draw);
    const storage = `(Vstorage\nctorch\n${type}Storage\nV${oneOf(['0', 'a', '0'], draw)}\nVcpu\nK\x01tQ`;
    const place = `K${little(1, draw.below(5))}(${sizes().join('')}t(${sizes().join('')}t`;
    put(`ctorch._utils\n_rebuild_tensor_v2\n(${storage}${place}\x89NtR`, 'value');
  }

  /** Steps on what lies there: whether they may come now, how many values they take, their text, and what they leave. */
  function onStack(): (() => void)[] {
    const [above, top, second, third] = [free(), stack.at(-1) ?? 'value', stack.at(-2), stack.at(-3)];
    const isMarked = stack.includes('mark');
    const under = stack.at(-2 - above);
    const odd = oneOf(['R', '\x81', '\x93', 's'], draw);
    const steps: readonly [may: boolean, count: number, text: string, kind: Kind | null][] = [
      [above > 0, 0, '2', top],
      [above > 0, 1, '\x85', 'value'],
      [above > 0, 1, '0', null],
      [above > 0 && draw.below(20) === 0, 1, 'Q', 'value'],
      [above > 1, 2, '\x86', 'value'],
      [above > 1, 1, 'b', null],
      [above > 1 && second === 'list', 1, 'a', null],
      [above > 1 && draw.below(100) === 0, 2, odd, 'value'],
      [above > 2, 3, '\x87', 'value'],
      [above > 2 && third === 'dict', 2, 's', null],
      [isMarked, above + 1, 't', 'value'],
      [isMarked, above + 1, 'l', 'list'],
      [isMarked && above % 2 === 0, above + 1, 'd', 'dict'],
      [isMarked && above % 2 === 0 && under === 'dict', above + 1, 'u', null],
      [isMarked && under === 'list', above + 1, 'e', null],
      [isMarked && under === 'set', above + 1, '\x90', null],
    ];
    const remember = () => {
      text += `r${little(4, remembered.length)}`;
      remembered.push(top);
    };
    return [
      ...steps.flatMap(([may, ...step]) => (may ? () => replace(...step) : [])),
      ...(above > 0 ? [remember] : []),
      ...(above > 0 && top === 'name' ? [called, called] : []),
    ];
  }

  function recall(): void {
    const place = draw.below(remembered.length);
    put(`j${little(4, place)}`, remembered[place] ?? 'value');
  }

  return {
    /** One step of those that may come now, now and then repeated in itself. */
    step(): void {
      const opened = { ']': 'list', '}': 'dict', '\x8f': 'set', '(': 'mark' } as const;
      const open = Object.entries(opened).map((each) => () => put(...each));
      const recalled = remembered.length > 0 ? [recall, recall] : [];
      oneOf([value, value, name, ...open, ...recalled, ...onStack()], draw)();
      if (draw.below(200) === 0)
        text += oneOf(['}0', '(1', ']0', 'h\0h\0\x86q\x000', '}(('], draw).repeat(draw.below(50_000));
    },
    /** A dict of tensors. */
    stateDict(): void {
      put('}', 'dict');
      for (let i = 1 + draw.below(9); i > 0; i--) {
        value();
        tensor();
        replace(2, 's', null);
      }
    },
    /** Closes what is open, so that the whole is one value. */
    end(): Buffer {
      while (stack.includes('mark')) replace(free() + 1, 't', 'value');
      return Buffer.from(`${text}.`, 'latin1');
    },
  };
}

/** A pickle of up to so many steps. */
function hostilePickle(draw: Random, of: PickleOf, steps = 400): Buffer {
  const writer = pickleWriter(draw, of);
  const count = 1 + draw.below(steps);
  if (of === 'torch' && draw.below(2) === 0) writer.stateDict();
  else for (let i = 0; i < count; i++) writer.step();
  return writer.end();
}

const fileNames = ['m/data.pkl', 'm/data/0', 'm/data/a', 'm/byteorder', 'config.json', 'model.weights.h5', 'm/', '.x'];
const badNames = ['../x', '/x', 'm\\x', 'a'.repeat(60_000), '\0'];

/** An archive whose headers say what they like of sizes, places, kinds and names. */
function hostileZip(draw: Random): Buffer {
  const { below, bits } = draw;
  const entry = (): ZipEntry => ({
    content:
      below(3) === 0 ? hostilePickle(draw, 'torch', 50) : Buffer.alloc(below(below(20) === 0 ? 3e6 : 3000), below(256)),
    ...(below(6) === 0 ? { claimed: oneOf([0, 1, 2 ** 31, 2 ** 32 - 1, below(1e6)], draw) } : {}),
    ...(below(20) === 0 ? { mode: 0o120777 } : {}),
    ...(below(20) === 0 ? { flags: 1 << below(16) } : {}),
  });
  const files = Array.from(
    { length: 1 + below(8) },
    () => [oneOf(below(30) === 0 ? badNames : fileNames, draw), entry()] as const,
  );
  const bytes = zipOf(Object.fromEntries(files));
  for (let i = below(3); i > 0; i--) {
    const signature = Buffer.from(oneOf(['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06'], draw), 'latin1');
    const at = bytes.indexOf(signature, below(bytes.length));
    const field = at + 4 + 2 * below(20);
    if (at >= 0 && field + 4 <= bytes.length)
      bytes.writeUInt32LE(oneOf([0, 1, 0xffff, 2 ** 32 - 1, bits() >>> 0], draw), field);
  }
  return bytes;
}

const plain = { map: new Map<string, string>(), ignore: new Set<string>() };

export const hostileReaders: Record<string, (draw: Random) => Promise<unknown>> = {
  'pickles by their grammar': async (draw) => readPickle(hostilePickle(draw, 'plain'), {}),
  'PyTorch files with such a pickle': async (draw) => {
    const pickle = hostilePickle(draw, 'torch');
    const read = async (name: string) => (name.endsWith('.pkl') ? pickle : new Uint8Array(4000));
    const file = await readPytorch({ names: ['m/data.pkl', 'm/data/0', 'm/data/a'], read });
    return recognise({ kind: 'arrays', format: 'a', ...file }, plain);
  },
  'vocabularies by their grammar': (draw) => readVocabulary(hostilePickle(draw, 'gensim'), 'a.pkl'),
  'gensim files by their grammar': (draw) => openKeyedVectors(hostilePickle(draw, 'gensim'), 'a.kv', async () => null),
  'zip archives by their grammar': async (draw) => {
    const bytes = hostileZip(draw);
    const { names, read } = await filesInZip(bytes);
    for (const name of names) if (!name.endsWith('/')) await read(name);
    return recognise(await contentsOf(bytes), plain);
  },
};
