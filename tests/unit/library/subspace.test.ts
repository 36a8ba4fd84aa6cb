/** Subspaces of a network that is wired by hand: what carries the answer is found, what does not is not, and an illusion is called one. */
import { describe, expect, it } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import type { Patch } from '../../../runner/library/patch.ts';
import type { Continued, SubspaceOptions } from '../../../runner/library/subspace.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import { fixture } from '../nn/engines/fixture.ts';
import { modern, opened } from '../nn/models/readers/reference-networks.ts';

const vocabulary = [...'abmnoxy'];
const units = 6;
/** A carrier that is read; one that carries the same, and nobody reads; and one that lies still, and is read. */
const [carrier, bystander, dormant] = [0, 1, 2];

/** An RNN of one-hot input: `a` sets the carriers to 1, `b` to -1, and all else leaves them; after `a` follows `x`, after `b` `y`. */
function wired(readsDormant: number): Checkpoint {
  const draw = random(4);
  const make = (rows: number, columns: number, value: (row: number, column: number) => number) => ({
    shape: [rows, columns],
    data: Float32Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
  });
  const none = { shape: [units], data: new Float32Array(units) };
  const noise = (row: number) => (row > dormant ? draw.normal() : 0);
  const size = vocabulary.length;
  return {
    architecture: { cell: 'rnn', layers: 1, units, embedding: 0, vocabulary: size },
    vocabulary,
    unit: 'character',
    weights: {
      'rnn.weight_ih_l0': make(units, size, (row, id) => {
        if (row < dormant && id < 2) return 8 * (1 - 2 * id);
        return id < 2 ? 0 : noise(row);
      }),
      'rnn.weight_hh_l0': make(units, units, (row, column) => {
        if (row < dormant) return 3 * Number(row === column);
        return column > dormant ? 0.5 * noise(row) : 0;
      }),
      'rnn.bias_ih_l0': none,
      'rnn.bias_hh_l0': none,
      // Of the other letters one is read from the carrier, one from what lies still.
      'decoder.weight': make(size, units, (id, unit) => {
        const letter = vocabulary[id] ?? '';
        const answers = unit === carrier ? 2 : unit === dormant ? readsDormant : 0;
        const side = { x: answers, y: -answers }[letter];
        const read = (letter === 'm' && unit === carrier) || (letter === 'n' && unit === dormant);
        return side ?? (read ? 0.5 : unit > dormant ? 0.1 * draw.normal() : 0);
      }),
      'decoder.bias': { shape: [size], data: new Float32Array(size) },
    },
  };
}

/** Pairs of which the letters that decide differ; then up to two that do not. @param next what follows each text. */
function pairs(next: (text: string) => string): [base: Continued[], source: Continued[]] {
  const draw = random(9);
  const text = (first: string): Continued => {
    const whole =
      'mno'[draw.below(3)] + first + Array.from({ length: draw.below(3) }, () => 'mno'[draw.below(3)]).join('');
    return { text: whole, next: next(whole), token: 1 };
  };
  const base = Array.from({ length: 60 }, (_, index) => text('ab'[index % 2] ?? ''));
  return [base, base.map((own) => text(String(own.text).includes('a') ? 'b' : 'a'))];
}
const [base, source] = pairs((text) => (text.includes('a') ? 'x' : 'y'));
const along = (...among: number[]) => Float32Array.from({ length: units }, (_, unit) => Number(among.includes(unit)));

async function found(options: Partial<SubspaceOptions>, { readsDormant = 0, texts = [base, source] as const } = {}) {
  const model = await opened(wired(readsDormant));
  const subspace = await model.subspace(...texts, { array: 'hidden.1', ...options });
  return subspace;
}

describe('a subspace', () => {
  it('is learned that carries what decides, and is judged on other pairs', async () => {
    const { directions, restored, whole, inside, turned, code, pairs: judged, sentence } = await found({ k: 1 });
    expect({ code, judged, turned }).toEqual({ code: 'found', judged: 30, turned: 1 });
    // The bystander says the same of the source: some of it helps.
    expect(Math.hypot(directions[carrier] ?? 0, directions[bystander] ?? 0)).toBeGreaterThan(0.95);
    expect(Math.abs(directions[carrier] ?? 0)).toBeGreaterThan(0.85);
    expect(restored.value).toBeGreaterThan(0.95);
    expect(inside.value).toBeGreaterThan(0.95);
    expect(whole.value).toBeCloseTo(1, 1);
    expect(sentence).toMatch(/^Found in 1 direction of hidden\.1: exchanged on 30 pairs .* \d+%.*by itself\.$/);
  });

  it('of two directions is orthonormal, and holds the carrier', async () => {
    const { directions, code } = await found({ k: 2, steps: 150 });
    const rows = [directions.subarray(0, units), directions.subarray(units)];
    const product = (a = rows[0], b = rows[0]) =>
      [...(a ?? [])].reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0);
    expect(
      [product(), product(rows[1], rows[1]), product(rows[0], rows[1])].map((each) => Math.round(each * 1e4) / 1e4),
    ).toEqual([1, 1, 0]);
    expect(Math.hypot(rows[0]?.[carrier] ?? 0, rows[1]?.[carrier] ?? 0)).toBeGreaterThan(0.9);
    expect(code).toBe('found');
  });

  it.each<[string, Partial<SubspaceOptions>, number, object]>([
    ['the carrier', { directions: along(carrier) }, 0, { code: 'found', restored: 1, inside: 1, outside: 0, read: 1 }],
    [
      'what nobody reads',
      { directions: along(bystander) },
      0,
      { code: 'nothing', restored: 0, inside: 0, outside: 0, read: 0 },
    ],
    [
      'what lies still',
      { directions: along(dormant) },
      2,
      { code: 'nothing', restored: 0, inside: 0, outside: 0, read: 1 },
    ],
    // What the bystander says moves what lies still.
    [
      'both together',
      { directions: along(bystander, dormant) },
      4,
      { code: 'illusion', restored: 1, inside: 0, outside: 0, read: 0.5 },
    ],
  ])('that is given is judged as what it is: %s', async (_name, options, readsDormant, expected) => {
    // What lies still is read at once, and not carried on.
    const last = (texts: readonly Continued[]) => texts.map((own) => ({ ...own, text: String(own.text).slice(0, 2) }));
    const { code, restored, inside, outside, read, sentence } = await found(options, {
      readsDormant,
      texts: [last(base), last(source)],
    });
    const rounded = ({ value }: { value: number }) => Math.abs(Math.round(value * 10) / 10);
    expect({
      code,
      restored: rounded(restored),
      inside: rounded(inside),
      outside: rounded(outside),
      read: Math.round(read * 100) / 100,
    }).toEqual(expected);
    expect(sentence).toMatch(
      { found: /^Found/, nothing: /^Nothing found/, illusion: /^An illusion .* moved by one/ }[code],
    );
  });

  const labels = random(1);
  it.each<[string, Partial<SubspaceOptions>, readonly [Continued[], Continued[]]]>([
    ['of labels that mean nothing', {}, pairs(() => 'xy'[labels.below(2)] ?? '')],
    [
      'before what decides is read',
      {},
      [base.map((own) => ({ ...own, token: 0 })), source.map((own) => ({ ...own, token: 0 }))],
    ],
  ])('is not found where there is none: %s', async (_name, options, texts) => {
    const { code, sentence } = await found(options, { texts });
    expect(code).toBe('nothing');
    expect(sentence).toMatch(/^Nothing found/);
  });

  it('brings what a reading with that patch gives, wherever in the text it is', async () => {
    const model = await opened(fixture('lstm-2-layers'));
    const [one, other] = [
      { text: [3, 1, 14, 22, 7, 10], next: 4, token: 2 },
      { text: [5, 21, 2, 9, 17], next: 8, token: 3 },
    ];
    const draw = random(7);
    const directions = Float32Array.from({ length: 2 * 10 }, () => draw.normal());
    const array = 'cell.1';
    const pairs = <T>(value: T) => Array.from({ length: 16 }, () => value);
    const told = await model.subspace(pairs(one), pairs(other), { array, directions });
    const margin = async (text: number[], patch: Patch[] = []) => {
      const { logits } = await model.read(text, { logits: true, patch });
      const last = logits.subarray((text.length - 1) * 24);
      return (last[8] ?? 0) - (last[4] ?? 0);
    };
    const set = (await model.read(other.text)).component(array).values.subarray(3 * 10, 4 * 10);
    const [base, source] = [await margin(one.text), await margin(other.text)];
    const share = async (patch: Patch) => ((await margin(one.text, [patch])) - base) / (source - base);
    expect(told.restored.value).toBeCloseTo(await share({ array, tokens: [2], set, project: directions }), 4);
    expect(told.whole.value).toBeCloseTo(await share({ array, tokens: [2], set }), 4);
    expect(Math.abs(told.whole.value)).toBeGreaterThan(0.01);
  });

  it('of a whole network: all of what its output reads is what the source says', async () => {
    const model = await opened(modern('rwkv4/rwkv4-float32.pth'));
    const draw = random(2);
    const texts = (from: number) =>
      Array.from({ length: 20 }, () => ({ text: [draw.below(80), draw.below(80), from + draw.below(20)], next: from }));
    const told = await model.subspace(texts(10), texts(40), { array: 'residual.2', k: 1, steps: 5 });
    expect(told.whole.value).toBeCloseTo(1, 4);
    expect(told.restored.value).toBeLessThan(1);
  });

  it.each<[string, Partial<SubspaceOptions>, readonly [Continued[], Continued[]], RegExp]>([
    ['an array that is not there', { array: 'hidden.2' }, [base, source], /no "hidden\.2"/],
    ['more directions than units', { k: 7 }, [base, source], /7 directions of hidden\.1, which has 6/],
    ['half a direction', { directions: new Float32Array(3) }, [base, source], /0\.5 directions/],
    ['fewer directions than it is told', { k: 2, directions: along(carrier) }, [base, source], /6 numbers, .* 12/],
    ['directions that point nowhere', { directions: along() }, [base, source], /all 0/],
    ['directions that are no numbers', { directions: along().fill(Number.NaN) }, [base, source], /NaN/],
    ['fewer sources than bases', {}, [base, source.slice(1)], /60 bases and 59 sources/],
    ['too few', {}, [base.slice(0, 9), source.slice(0, 9)], /9 pairs .* too few.*16 and more/],
    ['pairs that all say the same', {}, [base, base], /0 pairs .* too few/],
    ['two tokens', {}, [base.map((own) => ({ ...own, next: 'xy' })), source], /base 0, "xy", is no single token/],
    [
      'a token behind the end',
      {},
      [base, source.map((own) => ({ ...own, token: 5 }))],
      /source 0 has \d tokens, and none at place 5/,
    ],
    ['no text', {}, [base.map((own) => ({ next: own.next, text: '' })), source], /base 0 has 0 tokens/],
  ])('is refused with %s', async (_name, options, texts, says) => {
    await expect(found(options, { texts })).rejects.toThrow(says);
  });

  it('stops where it is told to, and says how far it is', async () => {
    await expect(found({ signal: AbortSignal.abort() })).rejects.toThrow(Interrupted);
    const shares: number[] = [];
    await found({ steps: 4, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
