/**
 * What the parts of a program are, by the grammars of the package prismjs: comments, strings, keywords. A grammar is made of
 * patterns and knows nothing of what the program means. The grammars are loaded when they are first needed.
 */
import { createRequire } from 'node:module';
import type Prism from 'prismjs';

export const codeLanguages = [
  'javascript',
  'typescript',
  'jsx',
  'python',
  'c',
  'cpp',
  'csharp',
  'java',
  'go',
  'rust',
  'swift',
  'kotlin',
  'scala',
  'ruby',
  'lua',
  'r',
  'julia',
  'haskell',
  'bash',
  'sql',
  'css',
  'json',
  'yaml',
  'latex',
  'markup',
] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

/** What a grammar has names for, those within others too. @throws RangeError when there is no such language. */
export function scopeNames(language: CodeLanguage): string[] {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (grammar: unknown): void => {
    if (typeof grammar !== 'object' || grammar === null || seen.has(grammar)) return;
    seen.add(grammar);
    for (const [name, value] of Object.entries(grammar)) {
      if (name !== 'rest') names.add(name);
      for (const rule of [value].flat()) {
        if (typeof rule !== 'object' || rule === null || rule instanceof RegExp) continue;
        const { alias = [], inside } = rule as { alias?: string | string[]; inside?: unknown };
        for (const other of [alias].flat()) names.add(other);
        walk(name === 'rest' ? rule : inside);
      }
    }
  };
  walk(grammarOf(language));
  names.delete(apart);
  return [...names].sort();
}

/** Grammars that come with the package itself; each of the others stands behind those that it is made of. */
const included: readonly string[] = ['javascript', 'css', 'markup'];

let loaded: typeof Prism | null = null;

/** All are CommonJS modules, which can be had at once. */
function prism(): typeof Prism {
  if (loaded !== null) return loaded;
  const require = createRequire(import.meta.url);
  loaded = require('prismjs') as typeof Prism;
  for (const name of codeLanguages) if (!included.includes(name)) require(`prismjs/components/prism-${name}.js`);
  return loaded;
}

function grammarOf(language: CodeLanguage): Prism.Grammar {
  const grammar = prism().languages[language];
  if (grammar === undefined) throw new RangeError(`there is no grammar of ${language}`);
  return grammar;
}

export interface Scope {
  /** In characters (UTF-16), the end not included. */
  start: number;
  end: number;
  /** What the grammar calls it and what it stands in: `string` within `template-string`. */
  names: ReadonlySet<string>;
}

/** What is written in the midst of a string and is none. */
const apart = 'interpolation';

/** The stretches of a text in order; what has no name is in none. @throws RangeError when there is no such language. */
export function scopesOf(text: string, language: CodeLanguage): Scope[] {
  const grammar = grammarOf(language);
  const scopes: Scope[] = [];
  let place = 0;
  const walk = (stream: Prism.TokenStream, around: readonly string[]): void => {
    if (typeof stream === 'string') {
      if (around.length > 0) scopes.push({ start: place, end: place + stream.length, names: new Set(around) });
      place += stream.length;
      return;
    }
    for (const part of Array.isArray(stream) ? stream : [stream]) {
      if (typeof part === 'string' || Array.isArray(part)) walk(part, around);
      else walk(part.content, part.type === apart ? [] : [...around, part.type, ...[part.alias ?? []].flat()]);
    }
  };
  walk(prism().tokenize(text, grammar), []);
  return scopes;
}
