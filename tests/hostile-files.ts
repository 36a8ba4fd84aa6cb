/**
 * Pickles and zip archives made by their grammar: each step is one that may stand there, with numbers, names and places drawn
 * at random, so that they get further into a reader than damaged ones do.
 */
import type { Random } from '../runner/core/random.ts';
import { type ZipEntry, zipOf } from './unit/io/formats/zip/zip-of.ts';

const oneOf = <T>(items: readonly T[], { below }: Random): T => items[below(items.length)] as T;
const little = (bytes: number, value: number): string =>
  Array.from({ length: bytes }, (_, i) => String.fromCharCode(Math.floor(value / 256 ** i) % 256)).join('');

/** What stands for data everywhere; some only in a file of PyTorch's, or of gensim's. Then what is refused. */
const names = {
  plain: [
    ...['collections\nOrderedDict', 'collections\nCounter', 'collections\ndefaultdict', '_codecs\nencode'],
    ...['numpy\nndarray', 'numpy\ndtype', 'numpy.core.multiarray\n_reconstruct', 'copyreg\n_reconstructor'],
    ...['builtins\nobject', 'builtins\nset'],
  ],
  torch: [
    ...['torch._utils\n_rebuild_tensor_v2', 'torch._utils\n_rebuild_parameter', 'torch\nFloatStorage'],
    ...['torch\nHalfStorage', 'torch\nSize', 'torch\nfloat32'],
  ],
  gensim: ['gensim.models.keyedvectors\nKeyedVectors', 'gensim.models.word2vec\nWord2Vec'],
  refused: ['os\nsystem', '__proto__\nconstructor', 'builtins\neval'],
};
export type PickleOf = Exclude<keyof typeof names, 'refused'>;
const texts = [...'a 0 weight storage cpu model wv index_to_key vectors __proto__ é < f4'.split(' '), ''];

/** What lies on the stack, as far as the next step asks. */
type Kind = 'value' | 'list' | 'dict' | 'set' | 'name' | 'mark';

class Writer {
  readonly #draw: Random;
  readonly #stack: Kind[] = [];
  readonly #remembered: Kind[] = [];
  readonly #names: readonly string[];
  text = '\x80\x02';

  constructor(draw: Random, of: PickleOf) {
    this.#draw = draw;
    this.#names = [...names.plain, ...names[of]];
  }

  /** Values above the last mark. */
  #free(): number {
    return this.#stack.length - 1 - this.#stack.lastIndexOf('mark');
  }

  #put(text: string, kind: Kind): void {
    this.text += text;
    this.#stack.push(kind);
  }

  #drop(count: number): void {
    this.#stack.length -= count;
  }

  #value(): void {
    const draw = this.#draw;
    const count = oneOf([0, 1, 2, 255, 65_535, 2 ** 31 - 1, 2 ** 32 - 1], draw);
    const text = Buffer.from(oneOf(texts, draw)).toString('latin1');
    const sound = [
      ...['N', '\x88', '\x89', `K${little(1, count)}`, `M${little(2, count)}`, `J${little(4, count)}`, ')'],
      ...[
        `X${little(4, text.length)}${text}`,
        `\x8c${little(1, text.length)}${text}`,
        `C${little(1, text.length)}${text}`,
      ],
      ...[`G${little(8, draw.bits())}`, `I${count}\n`, `L${count}L\n`, `F${count}.5\n`, `V${text}\n`, `S'${text}'\n`],
      `\x8a${little(1, 8)}${little(8, draw.bits())}`,
    ];
    const lying = [`X${little(4, count)}`, `\x8d${little(8, count)}`];
    this.#put(oneOf(draw.below(300) === 0 ? [...sound, ...lying] : sound, draw), 'value');
  }

  #name(): void {
    const drawn = this.#draw.below(200) === 0 ? names.refused : this.#names;
    this.#put(`c${oneOf(drawn, this.#draw)}\n`, 'name');
  }

  /** A tensor as PyTorch writes it, of any storage, place and shape. */
  tensor(): void {
    const draw = this.#draw;
    const sizes = () =>
      Array.from({ length: draw.below(4) }, () => `J${little(4, oneOf([0, 1, 2, 10, 500, 2 ** 31 - 1], draw))}`);
    const type = oneOf(['Float', 'Half', 'BFloat16', 'Double', 'Long', 'Int'], draw);
    const storage = `(Vstorage\nctorch\n${type}Storage\nV${oneOf(['0', 'a', '0'], draw)}\nVcpu\nK\x01tQ`;
    const place = `K${little(1, draw.below(5))}(${sizes().join('')}t(${sizes().join('')}t`;
    this.#put(`ctorch._utils\n_rebuild_tensor_v2\n(${storage}${place}\x89NtR`, 'value');
  }

  /** A dict of tensors. */
  stateDict(): void {
    this.#put('}', 'dict');
    for (let i = 1 + this.#draw.below(9); i > 0; i--) {
      this.#value();
      this.tensor();
      this.#replace(2, 's', null);
    }
  }

  /** Steps on the topmost values: what they leave, by what they need. */
  #onTop(): (() => void)[] {
    const { below } = this.#draw;
    const [free, top] = [this.#free(), this.#stack.at(-1) ?? 'value'];
    const remember = () => {
      this.text += `r${little(4, this.#remembered.length)}`;
      this.#remembered.push(top);
    };
    const to = (count: number, text: string, kind: Kind | null) => () => this.#replace(count, text, kind);
    const call = () => this.#called();
    const steps: [may: boolean, ...(() => void)[]][] = [
      [free > 0, remember, to(1, '\x85', 'value'), to(1, '0', null), () => this.#put('2', top)],
      [free > 0 && below(20) === 0, to(1, 'Q', 'value')],
      [free > 1, to(2, '\x86', 'value'), to(1, 'b', null)],
      [free > 1 && this.#stack.at(-2) === 'list', to(1, 'a', null)],
      [free > 1 && below(100) === 0, to(2, oneOf(['R', '\x81', '\x93', 's'], this.#draw), 'value')],
      [free > 2, to(3, '\x87', 'value')],
      [free > 2 && this.#stack.at(-3) === 'dict', to(2, 's', null)],
      [top === 'name', call, call],
    ];
    return steps.flatMap(([may, ...these]) => (may ? these : []));
  }

  /** Steps on all values above the last mark. */
  #onMarked(): (() => void)[] {
    if (!this.#stack.includes('mark')) return [];
    const free = this.#free();
    const under = this.#stack.at(-2 - free);
    const steps: [may: boolean, text: string, kind: Kind | null][] = [
      [true, 't', 'value'],
      [true, 'l', 'list'],
      [free % 2 === 0, 'd', 'dict'],
      [free % 2 === 0 && under === 'dict', 'u', null],
      [under === 'list', 'e', null],
      [under === 'set', '\x90', null],
    ];
    return steps.flatMap(([may, text, kind]) => (may ? () => this.#replace(free + 1, text, kind) : []));
  }

  /** One step of those that may come now. */
  step(): void {
    const known = this.#remembered.length;
    const recall = () => {
      const place = this.#draw.below(known);
      this.#put(`j${little(4, place)}`, this.#remembered[place] ?? 'value');
    };
    const value = () => this.#value();
    const opened: readonly [string, Kind][] = [
      [']', 'list'],
      ['}', 'dict'],
      ['\x8f', 'set'],
      ['(', 'mark'],
    ];
    const steps = [value, value, ...opened.map((each) => () => this.#put(...each)), () => this.#name()];
    const recalled = known > 0 ? [recall, recall] : [];
    oneOf([...steps, ...recalled, ...this.#onTop(), ...this.#onMarked()], this.#draw)();
  }

  #replace(count: number, text: string, kind: Kind | null): void {
    this.text += text;
    this.#drop(count);
    if (kind !== null) this.#stack.push(kind);
  }

  /** The name on top, called with up to four values. */
  #called(): void {
    this.#put('(', 'mark');
    for (let i = this.#draw.below(5); i > 0; i--) this.#value();
    this.#replace(this.#free() + 1, 't', 'value');
    this.#replace(2, 'R', 'value');
  }

  /** Closes what is open, so that the whole is one value. */
  end(): string {
    while (this.#stack.includes('mark')) this.#replace(this.#free() + 1, 't', 'value');
    return `${this.text}.`;
  }
}

/** A pickle of up to so many steps, now and then repeated in itself. */
export function hostilePickle(draw: Random, of: PickleOf, steps = 400): Buffer {
  const writer = new Writer(draw, of);
  const count = 1 + draw.below(steps);
  if (of === 'torch' && draw.below(2) === 0) {
    writer.stateDict();
    return Buffer.from(writer.end(), 'latin1');
  }
  for (let i = 0; i < count; i++) {
    writer.step();
    if (draw.below(200) === 0)
      writer.text += oneOf(['}0', '(1', ']0', 'h\0h\0\x86q\x000', '}(('], draw).repeat(draw.below(50_000));
  }
  return Buffer.from(writer.end(), 'latin1');
}

const fileNames = ['m/data.pkl', 'm/data/0', 'm/data/a', 'm/byteorder', 'config.json', 'model.weights.h5', 'm/', '.x'];
const badNames = ['../x', '/x', 'm\\x', 'a'.repeat(60_000), '\0'];

/** An archive whose headers say what they like of sizes, places, kinds and names. */
export function hostileZip(draw: Random): Buffer {
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
