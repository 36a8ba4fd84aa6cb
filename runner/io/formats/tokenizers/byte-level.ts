/**
 * Byte-level BPE from a `tokenizer.json` of the tokenizers library, as GPT-2 and GPT-NeoX have it (RWKV-4 Pile, Mamba, Pythia): added
 * tokens are cut out, the rest is cut into words, each word's bytes become letters, and pairs of letters are merged by rank. Whatever
 * cuts differently is refused by name. Source: huggingface/tokenizers (models/bpe, pre_tokenizers/byte_level). Pure.
 */
import { z } from 'zod';
import { at, item } from '../../../core/at.ts';
import { FormatError } from '../format-error.ts';
import { objectIn } from '../json.ts';
import { type Pieces, unknownByte } from './pieces.ts';

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

const no = z.literal(false).nullish();
const merge = z.union([
  z.string().regex(/^[^ ]+ [^ ]+$/),
  z.tuple([z.string(), z.string()]).transform((pair) => pair.join(' ')),
]);
/** What is read of a file; what would cut a text in another way is refused. */
const tokenizerFile = z.object({
  model: z.object({
    type: z.literal('BPE').optional(),
    vocab: z.record(z.string(), z.int().nonnegative()),
    /** The pairs, the first that is merged first. */
    merges: z.array(merge),
    continuing_subword_prefix: z.literal('').nullish(),
    end_of_word_suffix: z.literal('').nullish(),
    byte_fallback: no,
    ignore_merges: z.boolean().nullish(),
  }),
  added_tokens: z
    .array(
      z.object({
        id: z.int(),
        content: z.string().min(1),
        single_word: no,
        lstrip: no,
        rstrip: no,
        /** It is looked for in the text after that is normalized. */
        normalized: z.boolean().nullish(),
      }),
    )
    .nullish(),
  normalizer: z.object({ type: z.enum(['NFC', 'NFD', 'NFKC', 'NFKD']) }).nullish(),
  pre_tokenizer: z.object({
    type: z.literal('ByteLevel'),
    use_regex: z.literal(true).nullish(),
    /** Whether a space is put before each part of the text. */
    add_prefix_space: z.boolean().nullish(),
  }),
});

const readHere = 'Read are byte-level BPE, as GPT-2 and GPT-NeoX have it, and the vocabulary of RWKV World';

/** @throws FormatError when the text is no tokenizer of this kind. */
export function byteLevel(text: string): Pieces {
  const { data: file, error } = tokenizerFile.safeParse(objectIn(text, 'it', readHere));
  if (file === undefined) {
    const [issue] = error.issues;
    throw new FormatError(`its ${issue?.path.join('.')} is not what is read: ${issue?.message}`, readHere);
  }
  const vocab = new Map(Object.entries(file.model.vocab));
  const ranks = new Map(file.model.merges.map((pair, rank) => [pair, rank] as const).reverse());
  const added = file.added_tokens ?? [];
  const normalize = (part: string): string => (file.normalizer ? part.normalize(file.normalizer.type) : part);
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
    const parts = file.model.ignore_merges && vocab.has(joined) ? [joined] : merged(spelt, ranks);
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
              const spaced = file.pre_tokenizer.add_prefix_space && !piece.startsWith(' ') ? ` ${piece}` : piece;
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

/** Cuts a text at tokens: the numbers of those, and what stands between; of those that begin in one place the longest. */
function cutter(tokens: readonly { id: number; content: string }[]): (text: string) => (string | number)[] {
  if (tokens.length === 0) return (text) => [text];
  const ids = new Map(tokens.map(({ content, id }) => [content, id]));
  const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(${longestFirst.map((each) => each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})`,
  );
  return (text) => text.split(pattern).flatMap((part, index) => (index % 2 === 1 ? (ids.get(part) ?? []) : part || []));
}

/** Merges the pair of lowest rank, at all its places from left to right, until no pair has one. */
function merged(spelt: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  const none = Number.POSITIVE_INFINITY;
  const parts = [...spelt];
  const rankOf = (left: number): number =>
    (left + 1 < parts.length ? ranks.get(`${parts[left]} ${parts[left + 1]}`) : undefined) ?? none;
  /** Of each part and the next; NaN: to be looked up anew. A word of many thousand letters is merged in a second. */
  const known = parts.map((_, left) => rankOf(left));
  for (;;) {
    let lowest = none;
    for (const rank of known) if (rank < lowest) lowest = rank;
    if (lowest === none) return parts;
    let end = 0;
    for (let from = 0; from < parts.length; from++) {
      const merges = known[from] === lowest;
      known[end] = merges ? Number.NaN : at(known, from);
      if (merges && end > 0) known[end - 1] = Number.NaN;
      parts[end++] = merges ? item(parts, from) + item(parts, ++from) : item(parts, from);
    }
    parts.length = end;
    known.length = end;
    for (let left = 0; left < end; left++) if (Number.isNaN(known[left])) known[left] = rankOf(left);
  }
}
