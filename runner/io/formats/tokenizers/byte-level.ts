/**
 * Byte-level BPE from a `tokenizer.json` of the tokenizers library, as GPT-2 and GPT-NeoX have it (RWKV-4 Pile, Mamba, Pythia): added
 * tokens are cut out, the rest is cut into words, each word's bytes become letters, and pairs of letters are merged by rank. Whatever
 * cuts differently is refused by name. Source: huggingface/tokenizers (models/bpe, pre_tokenizers/byte_level). Pure.
 */
import { item } from '../../../core/at.ts';
import { FormatError } from '../refusals.ts';
import { type Pieces, unknownByte } from './pieces.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words that are merged once and remembered. */
const mostRemembered = 100_000;

/** White space as Unicode has it: JavaScript's \s has one more sign and one less. */
const words =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Bytes as letters: those of Latin-1 that are printed stand for themselves, the others for U+0100 on, in order. */
const letters: readonly string[] = (() => {
  const isPrinted = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let others = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrinted(byte) ? byte : others++));
})();
const byteOf = new Map(letters.map((letter, byte) => [letter, byte]));

interface Added {
  id: number;
  content: string;
  /** Looked for in the text after it is normalized. */
  normalized: boolean;
}

function fail(why: string): never {
  throw new FormatError(
    why,
    'Read are byte-level BPE, as GPT-2 and GPT-NeoX have it, and the vocabulary of RWKV World',
  );
}

/** @throws FormatError when the text is no tokenizer of this kind. */
export function byteLevel(text: string): Pieces {
  const file = parsed(text);
  const { vocab, ranks, ignoreMerges } = modelOf(file.model);
  const added = addedOf(file.added_tokens);
  const normalize = normalizerOf(file.normalizer);
  const prefix = prefixOf(file.pre_tokenizer);
  const contents = new Map<number, string>([...vocab].map(([token, id]) => [id, token]));
  const whole = new Map(added.map(({ id, content }) => [id, Buffer.from(content)]));
  const idOf = (token: string): number => vocab.get(token) ?? missing(token);
  const missing = (token: string): never => {
    throw unknownByte(byteOf.get(token[0] ?? '') ?? 0);
  };
  const remembered = new Map<string, readonly number[]>();
  const ofWord = (word: string): readonly number[] => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const spelt = Array.from(Buffer.from(word), (byte) => letters[byte] ?? '');
    const joined = spelt.join('');
    const parts = ignoreMerges && vocab.has(joined) ? [joined] : merged(spelt, ranks);
    const ids = parts.map(idOf);
    if (remembered.size < mostRemembered) remembered.set(word, ids);
    return ids;
  };
  const raw = cutter(added.filter(({ normalized }) => !normalized));
  const afterwards = cutter(added.filter(({ normalized }) => normalized));
  return {
    encode: (given) =>
      raw(given).flatMap((part) =>
        typeof part === 'number'
          ? [part]
          : afterwards(normalize(part)).flatMap((piece) => {
              if (typeof piece === 'number') return [piece];
              const spaced = prefix && !piece.startsWith(' ') ? ` ${piece}` : piece;
              return (spaced.match(words) ?? []).flatMap(ofWord);
            }),
      ),
    bytesOf(id) {
      const content = contents.get(id);
      if (whole.has(id) || content === undefined) return whole.get(id);
      return Uint8Array.from(Array.from(content, (letter) => byteOf.get(letter) ?? 0));
    },
  };
}

/** Of what should be a name. */
const shown = (value: unknown): string => (typeof value === 'object' ? 'no name' : `${JSON.stringify(value)}`);

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below: it is no object either way.
  }
  return fail('it is no JSON object');
}

function modelOf(model: unknown) {
  if (!isObject(model) || !isObject(model.vocab) || !Array.isArray(model.merges))
    return fail('its model is no BPE with a vocabulary and merges');
  if (model.type !== undefined && model.type !== 'BPE') fail(`its model is of the type ${shown(model.type)}`);
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix'])
    if (typeof model[key] === 'string' && model[key] !== '') fail(`its model has a ${key}`);
  if (model.byte_fallback === true) fail('its model has byte_fallback');
  const vocab = new Map<string, number>();
  for (const [token, id] of Object.entries(model.vocab)) {
    if (!Number.isSafeInteger(id) || Number(id) < 0) fail(`its vocabulary gives ${JSON.stringify(token)} no number`);
    vocab.set(token, Number(id));
  }
  const ranks = new Map<string, number>();
  for (const [rank, merge] of model.merges.entries()) {
    const [a, b, ...more]: unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
    if (typeof a !== 'string' || typeof b !== 'string' || more.length > 0) return fail(`its merge ${rank} is no pair`);
    if (!ranks.has(`${a} ${b}`)) ranks.set(`${a} ${b}`, rank);
  }
  return { vocab, ranks, ignoreMerges: model.ignore_merges === true };
}

function addedOf(list: unknown): Added[] {
  return (Array.isArray(list) ? list : []).map((each: unknown) => {
    if (!isObject(each) || typeof each.content !== 'string' || each.content === '' || !Number.isSafeInteger(each.id))
      return fail('one of its added tokens has no text or number');
    for (const key of ['single_word', 'lstrip', 'rstrip'])
      if (each[key] === true) fail(`its added token ${JSON.stringify(each.content)} has ${key}`);
    return { id: Number(each.id), content: each.content, normalized: each.normalized === true };
  });
}

function normalizerOf(normalizer: unknown): (text: string) => string {
  if (normalizer === null || normalizer === undefined) return (text) => text;
  const type = isObject(normalizer) ? normalizer.type : undefined;
  const form = (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).find((each) => each === type);
  return form === undefined ? fail(`its normalizer is ${shown(type)}`) : (text) => text.normalize(form);
}

/** Whether a space is put before each part of the text. */
function prefixOf(given: unknown): boolean {
  if (!isObject(given) || given.type !== 'ByteLevel' || given.use_regex === false)
    return fail(`its pre_tokenizer is ${shown(isObject(given) ? given.type : null)}, not ByteLevel by words`);
  return given.add_prefix_space === true;
}

/** Cuts a text at tokens: the numbers of those, and what stands between; of those that begin in one place the longest. */
function cutter(tokens: readonly Added[]): (text: string) => (string | number)[] {
  if (tokens.length === 0) return (text) => [text];
  const ids = new Map(tokens.map(({ content, id }) => [content, id]));
  const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(${longestFirst.map((each) => each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})`,
  );
  return (text) => text.split(pattern).flatMap((part, index) => (index % 2 === 1 ? (ids.get(part) ?? []) : part || []));
}

interface Part {
  text: string;
  /** Of its first letter. */
  place: number;
  before: Part | undefined;
  /** Undefined also of a part that was merged into another. */
  behind: Part | undefined;
}

/**
 * Merges the pair of lowest rank, at all its places from left to right, until no pair has one. Pairs wait by their rank, so that a
 * word of n letters takes n log n steps.
 */
function merged(spelt: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  const parts = spelt.map((text, place): Part => ({ text, place, before: undefined, behind: undefined }));
  const rankOf = ({ text, behind }: Part) => behind && ranks.get(`${text} ${behind.text}`);
  /** The left ones of the pairs that wait. */
  const waiting = new Map<number, Part[]>();
  /** Their ranks, the lowest last. */
  const waitingRanks: number[] = [];
  const offer = (part: Part | undefined) => {
    const rank = part && rankOf(part);
    if (part === undefined || rank === undefined) return;
    const others = waiting.get(rank);
    others?.push(part);
    if (others !== undefined) return;
    waiting.set(rank, [part]);
    waitingRanks.splice(placeOf(rank, waitingRanks), 0, rank);
  };
  for (const [index, part] of parts.entries()) {
    part.before = parts[index - 1];
    part.behind = parts[index + 1];
  }
  parts.forEach(offer);
  for (let rank = waitingRanks.pop(); rank !== undefined; rank = waitingRanks.pop()) {
    const lefts = waiting.get(rank) ?? [];
    waiting.delete(rank);
    for (const part of lefts.sort((a, b) => a.place - b.place)) {
      const { behind } = part;
      // Otherwise one of the two has become part of another since.
      if (behind === undefined || rankOf(part) !== rank) continue;
      part.text += behind.text;
      part.behind = behind.behind;
      if (part.behind !== undefined) part.behind.before = part;
      behind.behind = undefined;
      behind.text = '';
      offer(part.before);
      offer(part);
    }
  }
  return parts.flatMap(({ text }) => text || []);
}

/** Where a number belongs in a list that falls. */
function placeOf(number: number, falling: readonly number[]): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (item(falling, middle) > number) low = middle + 1;
    else high = middle;
  }
  return low;
}
