/**
 * The index of the search and what is asked of it: every word of the question begins a word of the entry, or is a letter or two from
 * one. Built with the site, read in the browser. Pure.
 */
import MiniSearch, { type AsPlainObject, type SearchResult } from 'minisearch';
import { askedNumber, type Entry, type EntryKind, type NumberedNetwork, numberedEntries } from './entry.ts';

/** What stands first among entries that fit as well. */
const worth: Record<EntryKind, number> = {
  feature: 3,
  experiment: 2.2,
  neuron: 2,
  article: 2,
  term: 1.2,
  documentation: 1,
};

/** Words: an error's code is typed with its brackets, a feature with its dash. */
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words of a question that no answer hangs on; they count where nothing else was asked. */
const small = new Set(
  (
    'a an and are as at be by can could did do does for from has have how i in into is it its me my of on or should that the there ' +
    'this to was what when where which who why will with you your'
  ).split(' '),
);

const withoutSmall = (query: string): string => {
  const all = words(query);
  const telling = all.filter((word) => !small.has(word.toLowerCase()));
  return (telling.length > 0 ? telling : all).join(' ');
};

/** 'heldOut' is found by 'out' as well as by 'held'. */
const parts = (word: string): string[] => {
  const own = word.toLowerCase();
  return [...new Set([own, ...word.split(/(?<=\p{Ll})(?=\p{Lu})/u).map((part) => part.toLowerCase())])];
};

const options = {
  fields: ['title', 'about', 'text'],
  storeFields: ['kind', 'title', 'about', 'address', 'text'],
  tokenize: words,
  processTerm: parts,
  searchOptions: {
    tokenize: words,
    processTerm: (term: string) => term.toLowerCase(),
    prefix: true,
    // A slip of the finger, but no other word of a few letters.
    fuzzy: (term: string) => (term.length > 5 ? 0.2 : false),
    boost: { title: 4, about: 1.5 },
    boostDocument: (_id: unknown, _term: string, stored?: Record<string, unknown>) =>
      worth[stored?.kind as EntryKind] ?? 1,
  },
};

export type Index = MiniSearch<Entry>;

/** As it is published. */
export const indexOf = (entries: readonly Entry[]): AsPlainObject => {
  const index = new MiniSearch<Entry & { id: number }>(options);
  index.addAll(entries.map((entry, id) => ({ id, ...entry })));
  return index.toJSON();
};

export const openIndex = (index: AsPlainObject): Index => MiniSearch.loadJS<Entry>(index, options);

export interface SearchHit extends Entry {
  /** The words around the first match in its text, and the match itself between them; null where it has none. */
  excerpt: readonly [before: string, match: string, after: string] | null;
}

export interface Searched {
  index: Index;
  networks: readonly NumberedNetwork[];
}

/**
 * @returns what has every word of the question; where nothing has all, what has most of them; the best first. Nothing for a
 *   question without words. A neuron that is asked for by its number comes first.
 */
export function ask({ index, networks }: Searched, query: string): SearchHit[] {
  const question = withoutSmall(query);
  const number = askedNumber(query);
  const isOther = ({ kind, title }: SearchHit) => kind === 'neuron' && words(title)[1] !== String(number);
  const byAll = index.search(question, { combineWith: 'AND' });
  const found = (byAll.length > 0 ? byAll : index.search(question, { combineWith: 'OR' }))
    .map(asFound)
    .filter((hit) => number === null || !isOther(hit));
  const numbered = number === null ? [] : numberedEntries(number, networks);
  const isNeuron = ({ kind }: Entry) => number !== null && kind === 'neuron';
  const all = [
    ...found.filter(isNeuron),
    ...numbered.map((entry) => ({ ...entry, excerpt: null })),
    ...found.filter((hit) => !isNeuron(hit)),
  ];
  return [...new Map(all.map((hit) => [hit.address, hit])).values()];
}

function asFound(result: SearchResult): SearchHit {
  const { kind, title, about, address, text } = result as SearchResult & Entry;
  return { kind, title, about, address, excerpt: text ? excerptOf(text, result.terms) : null };
}

const around = 70;

/** The words around the first of the terms; words that it would cut are left out. Null where none of them is in the text. */
export function excerptOf(text: string, terms: readonly string[]): SearchHit['excerpt'] {
  const lower = text.toLowerCase();
  const places = terms.map((term) => ({ term, at: lower.indexOf(term) })).filter(({ at }) => at >= 0);
  const first = places.sort((a, b) => a.at - b.at)[0];
  if (first === undefined) return null;
  const end = first.at + first.term.length;
  const from = Math.max(0, first.at - around);
  const before = text.slice(from, first.at);
  const after = text.slice(end, end + around);
  return [
    from === 0 ? before : `… ${before.replace(/^\S*\s/, '')}`,
    text.slice(first.at, end),
    end + around >= text.length ? after : `${after.replace(/\s\S*$/, '')} …`,
  ];
}
