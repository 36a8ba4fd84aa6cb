/** What the site's search finds: one entry a thing that has an address. Pure; runs in the browser too. */

export const kinds = ['feature', 'neuron', 'experiment', 'article', 'term', 'documentation'] as const;
export type EntryKind = (typeof kinds)[number];

/** What an entry is, beside its title; and as the heading of a list of such. */
export const kindNames: Record<EntryKind, { one: string; many: string }> = {
  feature: { one: 'feature', many: 'Features' },
  neuron: { one: 'neuron', many: 'Neurons with a claim' },
  experiment: { one: 'experiment', many: 'Experiments' },
  article: { one: 'article', many: 'Articles' },
  term: { one: 'glossary', many: 'Glossary' },
  documentation: { one: 'docs', many: 'Documentation' },
};

export interface Entry {
  kind: EntryKind;
  title: string;
  /** One line beneath the title. */
  about: string;
  address: string;
  /** What else a word is looked for in: a section of the documentation. Shown as an excerpt around the word. */
  text?: string;
}

/** A network whose neurons are found by their numbers. */
export interface NumberedNetwork {
  /** The experiment's. */
  title: string;
  neurons: number;
  /** Of neuron 0 and so on: a number comes behind it. */
  address: string;
  /** Neurons that have an entry of their own. */
  listed: readonly number[];
}

/** '408' or 'neuron 408' -> 408; null for any other question. */
export function askedNumber(query: string): number | null {
  const number = /^\s*(?:neuron\s+|#)?(\d{1,6})\s*$/i.exec(query)?.[1];
  return number === undefined ? null : Number(number);
}

/** That neuron in every network that has so many, apart from those that are entries by themselves. */
export const numberedEntries = (neuron: number, networks: readonly NumberedNetwork[]): Entry[] =>
  networks
    .filter(({ neurons, listed }) => neuron < neurons && !listed.includes(neuron))
    .map(({ title, address }) => ({
      kind: 'neuron',
      title: `Neuron ${neuron} of ${title}`,
      about: 'Its profile; no claim about it was tested.',
      address: address + neuron,
    }));
