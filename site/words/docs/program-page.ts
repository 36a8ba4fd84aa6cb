/** The reference of what programs can import, in Markdown. Pure. */
import { fence, plain } from './markdown.ts';

export interface Declaration {
  name: string;
  kind: 'function' | 'type' | 'class' | 'value';
  /** The room of the house that it comes from: 'analysis'. */
  room: string;
  /** As it is declared, without its body. */
  code: string;
  /** The comment above it, with its tags. */
  doc: string;
}

/** What programs find in each room. A room that is not here goes by its own name. */
const rooms: Readonly<Record<string, string>> = {
  open: 'Opening a model',
  library: 'An open model',
  experiment: 'Experiments: manifests, runs, results',
  nn: 'Networks, their training and engines',
  io: 'Models of other programs, and their tokenizers',
  text: 'Text and its labels',
  analysis: 'Analysis: reading, sampling, statistics, minimal pairs',
  words: 'Words for what was found',
  core: 'Errors and random numbers',
};

/** '@throws InputError when ...' -> '**Throws** InputError when ...', each on a line of its own. */
function withoutTags(doc: string): string {
  const names = { throws: 'Throws', returns: 'Returns' } as const;
  return plain(doc)
    .replace(/^@param (\w+)/gm, '\n- `$1`:')
    .replace(/^@typeParam (\w+)/gm, '\n- `$1`:')
    .replace(/^@(throws|returns)/gm, (_, tag: keyof typeof names) => `\n**${names[tag]}**`)
    .trim();
}

function section({ name, code, doc }: Declaration): string {
  return [`### ${name}`, ...(doc === '' ? [] : [withoutTags(doc)]), fence('ts', code)].join('\n\n');
}

const rank = { function: 0, class: 1, value: 2, type: 3 } as const;

export function programPage(declarations: readonly Declaration[]): string {
  const present = [...new Set(declarations.map(({ room }) => room))];
  const ordered = [
    ...Object.keys(rooms).filter((room) => present.includes(room)),
    ...present.filter((room) => !(room in rooms)),
  ];
  return ordered
    .flatMap((room) => [
      `## ${rooms[room] ?? room}`,
      ...declarations
        .filter((each) => each.room === room)
        .sort((a, b) => rank[a.kind] - rank[b.kind])
        .map(section),
    ])
    .join('\n\n');
}
