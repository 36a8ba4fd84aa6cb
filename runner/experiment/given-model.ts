/** The model that a manifest names, as experiments ask it: with names for its tokens; and whether it knows those of the text that it is to read. */
import { resolve } from 'node:path';
import type { TokenizedText } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { modelFolder, modelNameOf, noSuchModel } from '../core/find-model.ts';
import { integer, percent } from '../core/format.ts';
import { wholeNetworkAt, withPieces } from '../io/convert/whole-networks.ts';
import { type Checkpoint, loadModel } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import { type ObserveSettings, usualUnknown } from '../text/settings.ts';
import type { Text } from '../text/text.ts';
import type { Unit } from '../text/tokens.ts';
import type { Vocabulary } from '../text/vocabulary.ts';

const fileOfModel = /\.(?:pt|pth|bin|h5|keras|safetensors|onnx|ckpt)$/i;

/**
 * @param path a checkpoint's folder, the name of a model that ships, or the file or folder of a whole network.
 * @throws InputError when there is none, it was not imported, cannot be read or has no tokenizer.
 */
export async function givenModel(path: string, cwd: string): Promise<Checkpoint<Readable>> {
  const found = modelFolder(path, cwd);
  if (found === null && modelNameOf(path) !== null)
    throw noSuchModel(path, { home: cwd, otherwise: ', or train one: model.checkpoint=' });
  const place = found ?? resolve(cwd, path);
  const whole = await wholeNetworkAt(place);
  if (whole === null && fileOfModel.test(path))
    throw new InputError('not-imported', { what: `${path} is a model file, not a checkpoint of this program` });
  return whole === null ? loadModel(place) : withPieces(whole, path);
}

const worthSaying = 0.02;
const namedTokens = 5;

interface Asked {
  vocabulary: Pick<Vocabulary, 'idOf' | 'size' | 'tokens'>;
  unit: Unit;
  /** Whether the texts that the model reads are tokenized already. */
  tokenized?: TokenizedText | undefined;
  observe: Pick<ObserveSettings, 'unknown'>;
}

export interface UnknownTokens {
  counts: ReadonlyMap<string, number>;
  total: number;
}

const numberOf = ({ counts }: UnknownTokens): number => counts.values().reduce((sum, count) => sum + count, 0);

/**
 * @returns what the author should know of the tokens that read as <unk>; null where they are few.
 * @throws InputError when they are a larger share than `observe.unknown`.
 */
export function checkKnown({
  text: { tokens, unknown },
  ...asked
}: Asked & { text: Pick<Text, 'tokens' | 'unknown'> }): string | null {
  const counts = new Map<string, number>();
  for (const position of unknown) {
    const token = tokens[position] ?? '';
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const found = { counts, total: tokens.length };
  if (!(numberOf(found) / found.total > worthSaying)) return null;
  return judged(found, 'the observed tokens', asked);
}

/**
 * The same of a text that is only looked at, however few they are.
 * @throws InputError as `checkKnown`.
 */
export function knownOf(found: UnknownTokens, asked: Asked): string {
  const { total } = found;
  const number = numberOf(found);
  if (number === 0) return `The model knows all of the ${integer(total)} tokens.`;
  if (number / total > worthSaying) return judged(found, `the ${integer(total)} tokens`, asked);
  return `The model does not know ${integer(number)} of the ${integer(total)} tokens; most often ${mostFrequent(found)}.`;
}

function judged(found: UnknownTokens, of: string, { observe, vocabulary, unit, tokenized }: Asked): string {
  const share = numberOf(found) / found.total;
  const what = `${percent(share, 0)} of ${of} are unknown to the model`;
  const lacksSpace = unit === 'word' && tokenized === undefined && vocabulary.idOf(' ') === undefined;
  const why = `Its vocabulary of ${vocabulary.size} tokens most often lacks ${mostFrequent(found)}${lacksSpace ? '. Texts are cut into words, spaces and marks, each a token, and its vocabulary has no space' : ''}`;
  const limit = observe.unknown ?? usualUnknown;
  if (share <= limit) return `${what}. ${why}.`;
  const other = lacksSpace
    ? 'If it was trained on words between white space, as those of PTB and WikiText, import it again with tokens=whitespace, and give it a text that is tokenized as its training text was'
    : asTrained(vocabulary, tokenized);
  throw new InputError('too-much-unknown', {
    what,
    why: `${why}. Above ${percent(limit, 0)}, what is found are mostly reactions to ${unit}s that the model cannot tell apart`,
    fix: `${other}; observe.unknown=1 reads this one all the same`,
  });
}

function asTrained({ tokens }: Pick<Vocabulary, 'tokens'>, tokenized: TokenizedText | undefined): string {
  if (tokenized === undefined)
    return 'Observe a text written like the one that the model was trained on (language, case)';
  const small = tokens.filter((token) => /\p{Lu}\p{Ll}/u.test(token)).length < tokens.length / 1000;
  return `Observe a text tokenized like the one that the model was trained on, with its marks between spaces${small ? ', all in lower case' : ''}`;
}

/** '" " (1200 times), "The" (40 times)' */
const mostFrequent = ({ counts }: UnknownTokens): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, namedTokens)
    .map(([token, count]) => `${JSON.stringify(token)} (${count} times)`)
    .join(', ');
