/**
 * A manifest's text as plain data, with the place of every key in it. Pure; imports the YAML reader. Broken YAML and
 * what YAML allows but no manifest needs (aliases without end, tags) are InputErrors with line and column.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { InputError } from '../../core/errors.ts';
import { isObject, type KeyPath, type Problem } from './problem.ts';

export interface ManifestSource {
  data: Record<string, unknown>;
  /** 'experiments/a.yaml:3:5', where a key or its value stands; null when it does not. */
  place(path: KeyPath, about: Problem['about']): string | null;
}

/** Far more than a hand-written manifest repeats, far less than it takes to fill the memory. */
const maxAliases = 100;

export function readManifestSource(text: string, name: string): ManifestSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    throw new InputError('manifest-not-yaml', {
      what: `${at(fault.pos[0])}: this is not valid YAML: ${faultWords(fault, text)}`,
    });
  }
  const data = plainData(document, name);
  if (data === null || data === undefined) {
    throw new InputError('manifest-empty', { what: `The manifest ${name} is empty` });
  }
  if (!isObject(data)) {
    throw new InputError('manifest-not-keys', {
      what: `The manifest ${name} is ${Array.isArray(data) ? 'a list' : 'a single value'}`,
    });
  }
  return { data, place: (path, about) => placeOf(document, path, about, at) };
}

function faultWords({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const [key = ''] = /^[^\s:]*/.exec(text.slice(pos[0])) ?? [];
    return `the key ${key} stands twice in the same group`;
  }
  if (code === 'MULTIPLE_DOCS') return 'the file holds several documents (---), a manifest is one';
  return message;
}

function plainData(document: Document.Parsed, name: string): unknown {
  try {
    const data: unknown = document.toJS({ maxAliasCount: maxAliases });
    // Fails for an alias inside of what it names, which nothing further on expects.
    JSON.stringify(data);
    return data;
  } catch (error) {
    throw new InputError('manifest-not-yaml', {
      what: `The manifest ${name} cannot be read`,
      why: `Its YAML aliases (*name) do not work out: ${faultOf(error)}`,
      fix: 'Write the values out',
    });
  }
}

function faultOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('Converting circular') ? 'one stands inside of what it names' : message;
}

function placeOf(
  document: Document.Parsed,
  path: KeyPath,
  about: Problem['about'],
  at: (offset: number) => string,
): string | null {
  let node: unknown = document.contents;
  let place: string | null = null;
  for (const [depth, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return null;
      node = pair.value;
      const wanted = about === 'value' && depth === path.length - 1 && isNode(node) ? node : pair.key;
      place = isNode(wanted) && wanted.range ? at(wanted.range[0]) : place;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      if (!isNode(node)) return null;
      place = node.range ? at(node.range[0]) : place;
    } else {
      return null;
    }
  }
  return place;
}
