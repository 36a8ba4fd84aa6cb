/**
 * Finds every import that breaks a wall (arrows.ts) and every circle. Of an Astro component the front matter and the scripts
 * are read; a file that a worker is started from counts as imported.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import {
  type Exception,
  exceptions,
  liveModelMayImport,
  loadedLate,
  pureRooms,
  runnerRooms,
  shapes,
  siteRooms,
} from './arrows.ts';

export interface Broken {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Import {
  readonly from: string;
  /** A path in the house, or the name of a package. */
  readonly to: string;
  /** Gone when the program runs. */
  readonly type: boolean;
  /** Loaded when it is needed. */
  readonly dynamic: boolean;
}

/** `import ... from 'x'`, `export ... from 'x'` and `import 'x'`, each at the beginning of a line. */
const statements = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;=]*?\sfrom\s+)?'([^']+)'/gm;
/** `import('x')`; a type where a name of the module follows, or `typeof` stands before. */
const calls = /(typeof\s+)?\bimport\('([^']+)'\)(\.[A-Z])?/g;
const workers = /new URL\('(\.[^']+-?worker\.ts)', import\.meta\.url\)/g;

const references = /^\/\/\/ <reference path="([^"]+)"/gm;

function importsOf(file: string, source: string): Import[] {
  const all = [
    ...[...source.matchAll(statements)].map(([, type, to = '']) => ({ to, type: type !== undefined, dynamic: false })),
    ...[...source.matchAll(calls)].map(([, before, to = '', name]) => ({
      to,
      type: (before ?? name) !== undefined,
      dynamic: true,
    })),
    ...[...source.matchAll(references)].map(([, to = '']) => ({ to, type: true, dynamic: false })),
    ...[...source.matchAll(workers)].map(([, to = '']) => ({ to, type: false, dynamic: true })),
  ];
  return (
    all
      // Vite reads some files as text: 'colours.css?raw'.
      .map(({ to, ...how }) => ({ to: to.replace(/\?.*/, ''), ...how }))
      .map(({ to, ...how }) => ({
        from: file,
        to: to.startsWith('.') ? posix.join(dirname(file), to) : to.replace(/^node:/, ''),
        ...how,
      }))
  );
}

/** The TypeScript of an Astro component: its front matter and its scripts. */
function scriptOf(component: string): string {
  const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(component)?.[1] ?? '';
  const scripts = [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  return [frontMatter, ...scripts].join('\n');
}

/** Every import of runner and site, by the file that it stands in. */
function importsIn(root: string): Map<string, Import[]> {
  const names = ['runner', 'site'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(top, name).replaceAll('\\', '/'),
    ),
  );
  const files = names.filter((name) => /\.(ts|mjs|astro)$/.test(name)).sort();
  return new Map(
    files.map((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return [file, importsOf(file, file.endsWith('.astro') ? scriptOf(source) : source)];
    }),
  );
}

interface Rule {
  readonly name: string;
  breaks(arrow: Import): boolean;
}

/** Whether a path lies in one of these rooms, or is one of these files, which are named without their endings. */
const liesIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => new RegExp(`^${place}(/|\\.)`).test(path));

const inHouse = (path: string): boolean => /^(runner|site)\//.test(path);

/** A room may import from itself, and from those that are named. */
const roomRule = (room: string, allowed: readonly string[]): Rule => ({
  name: `what ${room} may import`,
  breaks: ({ from, to }) => from.startsWith(`${room}/`) && inHouse(to) && !liesIn(to, [room, ...allowed]),
});

const rooms = [
  ...Object.keys(runnerRooms).map((room) => `runner/${room}`),
  ...Object.keys(siteRooms).map((room) => `site/${room}`),
];

/** What holds for every import, of types too. */
const arrowRules: readonly Rule[] = [
  ...Object.entries(runnerRooms).map(([room, allowed]) =>
    roomRule(
      `runner/${room}`,
      allowed.map((name) => `runner/${name}`),
    ),
  ),
  ...Object.entries(siteRooms).map(([room, allowed]) =>
    roomRule(
      `site/${room}`,
      [...allowed, ...(room === 'browser' ? liveModelMayImport : [])].map((name) =>
        name.startsWith('runner/') ? name.replace(/\/$|\.ts$/, '') : `site/${name}`,
      ),
    ),
  ),
  {
    name: 'every room has its arrows',
    breaks: ({ from }) => /^(runner|site)\/[^/]+\//.test(from) && !rooms.some((room) => from.startsWith(`${room}/`)),
  },
  {
    name: 'what the shapes may import',
    breaks: ({ from, to }) =>
      liesIn(from, [`runner/${shapes}`]) &&
      inHouse(to) &&
      !liesIn(to, [`runner/${shapes}`, 'runner/core', 'runner/nn/models/networks']),
  },
  {
    name: 'nothing imports the commands',
    breaks: ({ from, to }) => to.startsWith('runner/cli/commands/') && !/^runner\/(cli\/commands\/|start)/.test(from),
  },
];

/** Effects that a pure room may not reach. */
const effects = new Set([
  ...['fs', 'fs/promises', 'child_process', 'worker_threads', 'net', 'http', 'https', 'tty', 'readline', 'os'],
]);

/** The shortest ways from a file along some of the imports to all that they lead to, each the files one after the other. */
function waysFrom(file: string, imports: ReadonlyMap<string, readonly Import[]>, along: (arrow: Import) => boolean) {
  const ways = new Map<string, string[]>();
  let last: [string, string[]][] = [[file, [file]]];
  while (last.length > 0) {
    const next: typeof last = [];
    for (const [at, way] of last) {
      for (const { to } of (imports.get(at) ?? []).filter(along)) {
        if (ways.has(to)) continue;
        ways.set(to, [...way, to]);
        next.push([to, [...way, to]]);
      }
    }
    last = next;
  }
  return ways;
}

/** One circle for each group of files that lead to one another. */
function circles(imports: ReadonlyMap<string, readonly Import[]>): Broken[] {
  const told = new Set<string>();
  return [...imports.keys()].flatMap((file) => {
    const way = told.has(file) ? undefined : waysFrom(file, imports, ({ dynamic }) => !dynamic).get(file);
    for (const each of way ?? []) told.add(each);
    return way === undefined ? [] : [{ rule: 'no circle', from: file, to: way.slice(1).join(' -> ') }];
  });
}

/** What holds for the imports that are left when the program runs. */
function impurities(imports: ReadonlyMap<string, readonly Import[]>): Broken[] {
  return pureRooms.flatMap((room) =>
    [...imports.keys()]
      .filter((file) => file.startsWith(`${room}/`))
      .flatMap((from) =>
        [...waysFrom(from, imports, ({ type }) => !type)]
          .filter(([to]) => effects.has(to) || /^runner\/(nn\/engines|cli\/terminal)\//.test(to))
          .map(([, way]) => ({ rule: `${room} is pure`, from, to: way.slice(1).join(' -> ') })),
      ),
  );
}

/** What comes along with a command that was to wait. */
function early(imports: ReadonlyMap<string, readonly Import[]>): Broken[] {
  const { by, places, packages } = loadedLate;
  const late = places.map((place) => `runner/${place}`);
  return [...waysFrom(by, imports, ({ type, dynamic }) => !type && !dynamic)]
    .filter(([to]) => packages.includes(to) || liesIn(to, late))
    .map(([, way]) => ({ rule: 'loaded when it is needed', from: by, to: way.slice(1).join(' -> ') }));
}

const matches = (known: Exception, { from, to }: Broken): boolean =>
  from.startsWith(known.from) && to.split(' -> ').some((step) => step.startsWith(known.to));

const isException = (broken: Broken): boolean => exceptions.some((known) => matches(known, broken));

/** The exceptions that no import needs any more. */
export const needlessExceptions = (broken: readonly Broken[]): string[] =>
  exceptions.filter((known) => !broken.some((one) => matches(known, one))).map(({ from, to }) => `${from} -> ${to}`);

/** @param root of the project. Returns every broken wall; those that are known exceptions are marked. */
export function brokenWalls(root: string): (Broken & { readonly known: boolean })[] {
  const imports = importsIn(root);
  const arrows = [...imports.values()].flat();
  const byRule = arrowRules.flatMap(({ name, breaks }) =>
    arrows.filter(breaks).map(({ from, to }) => ({ rule: name, from, to })),
  );
  return [...byRule, ...circles(imports), ...impurities(imports), ...early(imports)].map((one) => ({
    ...one,
    known: isException(one),
  }));
}
