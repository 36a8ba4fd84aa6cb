/**
 * From what a manifest names to texts: a corpus with a name of its own, or the user's files, folders and patterns. Texts come
 * a piece at a time, so that none need fit into memory.
 */
import { InputError } from '../../core/errors.ts';
import { joinParagraphs, ParagraphJoiner } from '../paragraphs.ts';
import type { Lines } from '../settings.ts';
import { agreement } from './agreement.ts';
import { brackets } from './brackets.ts';
import { brackets2 } from './brackets-2.ts';
import { counter } from './counter.ts';
import type { Language } from './generate.ts';
import { alice, stories } from './gutenberg.ts';
import { mode } from './mode.ts';
import { modulo } from './modulo.ts';
import { parity } from './parity.ts';
import { joined, openPath, type PathOptions } from './paths.ts';
import { quoted } from './quoted.ts';
import { shuffled } from './shuffle.ts';
import type { NamedCorpus, SourceText } from './source.ts';
import { speeches } from './speeches.ts';

/** A new corpus is one file and one line here. */
const namedCorpora = {
  stories,
  alice,
  speeches,
  counter,
  brackets,
  quoted,
  agreement,
  parity,
  modulo,
  'brackets-2': brackets2,
  shuffle: shuffled,
  mode,
} satisfies Record<string, NamedCorpus>;

export type CorpusName = keyof typeof namedCorpora;
const corpusNames = Object.keys(namedCorpora) as CorpusName[];
const isCorpusName = (name: string): name is CorpusName => Object.hasOwn(namedCorpora, name);

const languageNamed = (name: string): Language | undefined => {
  if (!isCorpusName(name)) return undefined;
  const corpus: NamedCorpus & { language?: Language } = namedCorpora[name];
  return corpus.language;
};

/** @throws InputError when it is no language whose lines can be longer. */
function checkLonger(name: string): void {
  if (languageNamed(name)?.longest !== undefined) return;
  const able = corpusNames.filter((each) => languageNamed(each)?.longest !== undefined);
  throw new InputError('no-longer-lines', {
    what: `observe.longest is given, and ${name} is no language whose lines the program can write longer`,
    fix: `Leave observe.longest out, or observe.source: one of ${able.join(', ')}`,
  });
}

/** The minimal pairs of a language that has some, as a file of JSON lines has them; null: of that name there are none. */
export function pairsNamed(name: string): string | null {
  const pairs = languageNamed(name)?.pairs?.();
  return pairs === undefined ? null : pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
}

export type SourceOptions = Omit<PathOptions, 'warn' | 'otherNames'> &
  Partial<Pick<PathOptions, 'warn'>> & {
    /** What else may be named in this place, for the error. */
    otherNames?: readonly string[];
    /** Of files: whether each line is kept, or those of a paragraph are joined. */
    lines?: Lines | undefined;
    /** Of a language that the program writes: what its lines have at most, where it is not the usual. */
    longest?: number | undefined;
  };

/**
 * The texts that `names` stand for, in order. All are looked for before any is read.
 * @param names of corpora (stories, alice, ...), or paths or patterns of paths.
 * @throws InputError when a name stands for nothing that can be read.
 */
export async function openSources(names: readonly string[], options: SourceOptions): Promise<SourceText[]> {
  const otherNames = [...corpusNames, ...(options.otherNames ?? [])];
  const pathOptions: PathOptions = { warn: () => undefined, ...options, otherNames };
  const sources: SourceText[] = [];
  for (const name of names) {
    if (options.longest !== undefined) checkLonger(name);
    if (isCorpusName(name)) {
      sources.push(...(await namedCorpora[name].open(options.longest)));
      continue;
    }
    const own = await openPath(name, pathOptions);
    sources.push(...(options.lines === 'joined' ? own.map(withParagraphsJoined) : own));
  }
  return sources;
}

const withParagraphsJoined = (source: SourceText): SourceText => ({
  ...source,
  texts: source.whole ? eachJoined(source.texts) : piecesJoined(source.texts),
});

async function* eachJoined(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield joinParagraphs(text);
}

async function* piecesJoined(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const joiner = new ParagraphJoiner();
  for await (const piece of pieces) yield joiner.push(piece);
  yield joiner.end();
}

/** The same with each source's text as a whole, for short ones. */
export async function readSources(
  names: readonly string[],
  options: SourceOptions,
): Promise<{ name: string; credit: string | null; text: string }[]> {
  const read: { name: string; credit: string | null; text: string }[] = [];
  for (const { name, credit, texts } of await openSources(names, options)) {
    read.push({ name, credit, text: await joined(texts, name) });
  }
  return read;
}
