/**
 * Part of `npm run check`: says which imports break a wall of the house (arrows.ts) and which files import one another in a circle;
 * exit code 1 when one does. Of an Astro component the front matter and the scripts are read; a file that a worker is started
 * from counts as imported.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadedLate, pureRooms, runnerRooms, shapes, siteRooms } from './arrows.ts';

interface Import {
  readonly from: string;
  /** A path in the house, or the name of a package. */
  readonly to: string;
  /** Gone when the program runs. */
  readonly type: boolean;
  /** Loaded when it is needed. */
  readonly dynamic: boolean;
}

/** Every import of runner and site, by the file that it stands in. */
type Imports = ReadonlyMap<string, readonly Import[]>;

/** How a file names another, and whether it is loaded only when it is needed. What stands in `type` says that it is gone by then. */
const forms = [
  // At the beginning of a line.
  { dynamic: false, names: /^\s*(?:import|export)\s+(?<type>type\s)?(?:[^'"`;=]*?\sfrom\s+)?'(?<to>[^']+)'/gm },
  { dynamic: false, names: /^\/{3} <(?<type>reference) path="(?<to>[^"]+)"/gm },
  { dynamic: true, names: /(?<type>typeof\s+)\bimport\('(?<to>[^']+)'\)/g },
  { dynamic: true, names: /(?<!typeof\s+)\bimport\('(?<to>[^']+)'\)(?<type>\.[A-Z])?/g },
  { dynamic: true, names: /new URL\('(?<to>\.[^']+-?worker\.ts)', import\.meta\.url\)/g },
];

function importsOf(file: string, source: string): Import[] {
  return forms.flatMap(({ dynamic, names }) =>
    [...source.matchAll(names)].map(({ groups = {} }) => {
      // Vite reads some files as text: 'colours.css?raw'.
      const to = (groups.to ?? '').replace(/\?.*/, '').replace(/^node:/, '');
      const place = to.startsWith('.') ? posix.join(dirname(file), to) : to;
      return { from: file, to: place, type: groups.type !== undefined, dynamic };
    }),
  );
}

/** The TypeScript of an Astro component: its front matter and its scripts. */
function scriptOf(component: string): string {
  const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(component)?.[1] ?? '';
  const scripts = [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  return [frontMatter, ...scripts].join('\n');
}

function importsIn(root: string): Imports {
  const files = ['runner', 'site'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs|astro)$/.test(name))
      .map((name) => `${top}/${name.replaceAll('\\', '/')}`),
  );
  return new Map(
    files.sort().map((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return [file, importsOf(file, file.endsWith('.astro') ? scriptOf(source) : source)];
    }),
  );
}

/** Places with spaces between them, each with what stands before it but for those that name their room of the house. */
const placesOf = (named: string, before = ''): string[] =>
  named
    .split(' ')
    .filter((place) => place !== '')
    .map((place) => (place.startsWith('runner/') ? place : `${before}${place}`));

/** Whether a path lies in one of these rooms, or is one of these files, which are named without their endings. */
const liesIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => new RegExp(`^${place}(/|\\.)`).test(path));

const inHouse = (path: string): boolean => /^(runner|site)\//.test(path);

/** What each room, and each shape, may import of the house. */
const allowed: readonly (readonly [string, readonly string[]])[] = [
  ...Object.entries(runnerRooms).map(([room, may]) => [`runner/${room}`, placesOf(may, 'runner/')] as const),
  ...Object.entries(siteRooms).map(([room, may]) => [`site/${room}`, placesOf(may, 'site/')] as const),
];

/** What holds for every import, of types too. */
const arrowRules: readonly { readonly name: string; breaks(arrow: Import): boolean }[] = [
  // A room may import from itself, and from those that are named.
  ...allowed.map(([room, may]) => ({
    name: `what ${room} may import`,
    breaks: ({ from, to }: Import) => from.startsWith(`${room}/`) && inHouse(to) && !liesIn(to, [room, ...may]),
  })),
  {
    name: 'every room has its arrows',
    breaks: ({ from }) =>
      /^(runner|site)\/[^/]+\//.test(from) && !allowed.some(([room]) => from.startsWith(`${room}/`)),
  },
  {
    name: 'what the shapes may import',
    breaks: ({ from, to }) =>
      liesIn(from, [`runner/${shapes}`]) &&
      inHouse(to) &&
      !liesIn(to, placesOf(`${shapes} core nn/models/networks`, 'runner/')),
  },
  {
    name: 'nothing imports the commands',
    breaks: ({ from, to }) => to.startsWith('runner/cli/commands/') && !/^runner\/(cli\/commands\/|start)/.test(from),
  },
];

/** The shortest ways from a file along some of the imports to all that they lead to, each the files one after the other. */
function waysFrom(file: string, imports: Imports, along: (arrow: Import) => boolean): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  const open = [[file]];
  for (const way of open) {
    for (const { to } of (imports.get(way.at(-1) ?? '') ?? []).filter(along)) {
      if (ways.has(to)) continue;
      ways.set(to, [...way, to]);
      open.push([...way, to]);
    }
  }
  return ways;
}

/** 'no circle: one.ts -> two.ts -> one.ts' */
const brokenBy = (rule: string, way: readonly string[]): string => `${rule}: ${way.join(' -> ')}`;

/** One circle for each group of files that lead to one another. */
function circles(imports: Imports): string[] {
  const told = new Set<string>();
  return [...imports.keys()].flatMap((file) => {
    const way = told.has(file) ? undefined : waysFrom(file, imports, ({ dynamic }) => !dynamic).get(file);
    for (const each of way ?? []) told.add(each);
    return way === undefined ? [] : [brokenBy('no circle', way)];
  });
}

/** Effects that a pure room may not reach. */
const isEffect = (to: string): boolean =>
  /^(fs|fs\/promises|child_process|worker_threads|net|http|https|tty|readline|os)$/.test(to) ||
  /^runner\/(nn\/engines\/(?!plain|reference)|cli\/terminal\/)/.test(to);

/** What holds for the imports that are left when the program runs. */
const impurities = (imports: Imports): string[] =>
  placesOf(pureRooms).flatMap((room) =>
    [...imports.keys()]
      .filter((file) => file.startsWith(`${room}/`))
      .flatMap((from) => [...waysFrom(from, imports, ({ type }) => !type)])
      .filter(([to]) => isEffect(to))
      .map(([, way]) => brokenBy(`${room} is pure`, way)),
  );

/** What comes along with a command that was to wait. */
function early(imports: Imports): string[] {
  const [places, packages] = [placesOf(loadedLate.places, 'runner/'), placesOf(loadedLate.packages)];
  return [...waysFrom(loadedLate.by, imports, ({ type, dynamic }) => !type && !dynamic)]
    .filter(([to]) => packages.includes(to) || liesIn(to, places))
    .map(([, way]) => brokenBy('loaded when it is needed', way));
}

/** @param root of the project. @returns every broken wall, with the imports that break it. */
export function brokenWalls(root: string): string[] {
  const imports = importsIn(root);
  const arrows = [...imports.values()].flat();
  const byRule = arrowRules.flatMap(({ name, breaks }) =>
    arrows.filter(breaks).map(({ from, to }) => brokenBy(name, [from, to])),
  );
  return [...byRule, ...circles(imports), ...impurities(imports), ...early(imports)];
}

if (import.meta.main) {
  const broken = brokenWalls(fileURLToPath(new URL('../..', import.meta.url)));
  for (const wall of broken) console.error(wall);
  console.log(`Walls: ${broken.length} broken.`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
