/**
 * Finds every import that breaks a wall (arrows.ts) and every circle, with dependency-cruiser. It reads TypeScript only, so it is given a copy of the tree in which each Astro component is the
 * TypeScript of its front matter and scripts, and in which a file that a worker is started from counts as imported.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser';
import { type Exception, exceptions, liveModelMayImport, pureRooms, runnerRooms, shapes, siteRooms } from './arrows.ts';

export interface Broken {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Effects that a pure room may not reach. */
const effects = [
  ...['fs', 'fs/promises', 'child_process', 'worker_threads', 'net', 'http', 'https', 'tty', 'readline', 'os'],
].map((name) => `^(node:)?${name}$`);

/** A room or a file without its ending, as in arrows.ts. */
const below = (place: string): string => `^${place}(/|\\.)`;

/** Everything in the house that is neither the room itself nor one that it may import from. */
function roomRule(room: string, mayImport: readonly string[]): IForbiddenRuleType {
  return {
    name: `what ${room} may import`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: '^(runner|site)/', pathNot: [room, ...mayImport].map(below) },
  };
}

/** What holds for every import, of types too. */
function arrowRules(): IForbiddenRuleType[] {
  const inRunner = Object.entries(runnerRooms).map(([room, allowed]) =>
    roomRule(
      `runner/${room}`,
      allowed.map((name) => `runner/${name}`),
    ),
  );
  const inSite = Object.entries(siteRooms).map(([room, allowed]) =>
    roomRule(
      `site/${room}`,
      [...allowed, ...(room === 'browser' ? liveModelMayImport : [])].map((name) =>
        name.startsWith('runner/') ? name.replace(/\/$|\.ts$/, '') : `site/${name}`,
      ),
    ),
  );
  return [
    ...inRunner,
    ...inSite,
    {
      name: 'no circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'every room has its arrows',
      severity: 'error',
      from: {
        path: '^(runner|site)/[^/]+/',
        pathNot: [
          ...Object.keys(runnerRooms).map((room) => `^runner/${room}/`),
          ...Object.keys(siteRooms).map((room) => `^site/${room}/`),
        ],
      },
      to: {},
    },
    {
      name: 'what the shapes may import',
      severity: 'error',
      from: { path: below(`runner/${shapes}`) },
      to: { path: '^(runner|site)/', pathNot: [below(`runner/${shapes}`), '^runner/models/cells/'] },
    },
    {
      name: 'nothing imports the commands',
      severity: 'error',
      from: { pathNot: ['^runner/commands/', '^runner/start'] },
      to: { path: '^runner/commands/' },
    },
  ];
}

/** What holds for the imports that are left when the program runs. */
const purityRules = (): IForbiddenRuleType[] =>
  pureRooms.map((room) => ({
    name: `${room} is pure`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: [...effects, '^runner/(engines|terminal)/'], reachable: true },
  }));

/** The TypeScript of an Astro component: its front matter and its scripts. */
function scriptOf(component: string): string {
  const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(component)?.[1] ?? '';
  const scripts = [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  return [frontMatter, ...scripts].join('\n');
}

/** The file that a worker is started from, as an import. */
function withWorkers(source: string): string {
  const workers = [...source.matchAll(/new URL\('(\.[^']+-?worker\.ts)', import\.meta\.url\)/g)];
  return [source, ...workers.map((match) => `void import('${match[1]}');`)].join('\n');
}

/** Copies what is to be read, each component under its own name with `.ts` after it. */
function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'rnn-atlas-walls-'));
  for (const top of ['runner', 'site']) {
    for (const name of readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })) {
      const at = join(copy, top, name);
      if (/\.(ts|mjs|astro)$/.test(name)) {
        const source = readFileSync(join(root, top, name), 'utf8');
        mkdirSync(dirname(at), { recursive: true });
        if (name.endsWith('.astro')) writeFileSync(`${at}.ts`, withWorkers(scriptOf(source)));
        else writeFileSync(at, withWorkers(source));
      } else if (/\.(css|json|wasm)$/.test(name)) cpSync(join(root, top, name), at, { recursive: true });
    }
  }
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(copy, name));
  if (existsSync(join(root, 'node_modules')))
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return copy;
}

const matches = (known: Exception, { from, to }: Broken): boolean =>
  from.startsWith(known.from) && to.split(' -> ').some((step) => step.startsWith(known.to));

const isException = (broken: Broken): boolean => exceptions.some((known) => matches(known, broken));

/** The exceptions that no import needs any more. */
export const needlessExceptions = (broken: readonly Broken[]): string[] =>
  exceptions.filter((known) => !broken.some((one) => matches(known, one))).map(({ from, to }) => `${from} -> ${to}`);

const shown = (path: string): string => path.replace(/\.astro\.ts$/, '.astro');

async function broken(copy: string, forbidden: IForbiddenRuleType[], types: boolean): Promise<Broken[]> {
  const { output } = await cruise(
    ['runner', 'site'],
    {
      baseDir: copy,
      ruleSet: { forbidden },
      validate: true,
      tsPreCompilationDeps: types,
      doNotFollow: { path: 'node_modules' },
      // Made while building: virtual modules, and files that Vite reads as text.
      exclude: { path: ['^astro:', '\\?(raw|url|inline)$'] },
    },
    { extensions: ['.ts', '.mjs', '.js', '.json', '.css'] },
  );
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule, from, to, cycle, via }) => {
    const way = cycle ?? via;
    return {
      rule: rule.name,
      from: shown(from),
      to: way === undefined ? shown(to) : way.map(({ name }) => shown(name)).join(' -> '),
    };
  });
}

/** @param root of the project. Returns every broken wall; those that are known exceptions are marked. */
export async function brokenWalls(root: string): Promise<(Broken & { readonly known: boolean })[]> {
  const copy = copyOf(root);
  try {
    const all = [...(await broken(copy, arrowRules(), true)), ...(await broken(copy, purityRules(), false))];
    return all.map((one) => ({ ...one, known: isException(one) }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
