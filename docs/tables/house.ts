/** The table of rooms in docs/how-it-works.md, from what `node tests/walls/sizes.ts` kept. Pure. */
import { markdownTable } from './markdown.ts';

export interface Size {
  files: number;
  lines: number;
}

export interface HouseSize {
  commit: string;
  date: string;
  rooms: Readonly<Record<string, Size>>;
}

export interface HouseTable {
  before: HouseSize;
  now: HouseSize;
}

const none: Size = { files: 0, lines: 0 };
const whole = (value: number): string => value.toLocaleString('en');
const sum = (sizes: readonly Size[]): Size =>
  sizes.reduce((all, each) => ({ files: all.files + each.files, lines: all.lines + each.lines }), none);

/** A row for each room, and one for each part: the program, the site, the tests. */
export function houseTable({ before, now }: HouseTable): string {
  const rooms = [...new Set([...Object.keys(before.rooms), ...Object.keys(now.rooms)])].sort();
  const parts = Map.groupBy(rooms, (room) => room.split('/')[0] ?? '');
  const row = (name: string, own: readonly string[]): string[] => [
    name,
    ...[before, now].flatMap(({ rooms: sizes }) => {
      const { files, lines } = sum(own.map((room) => sizes[room] ?? none));
      return files === 0 ? ['–', '–'] : [whole(files), whole(lines)];
    }),
  ];
  const rows = [...parts].flatMap(([part, own]) => [
    row(`all of \`${part}\``, own),
    ...own.map((room) => row(room === part ? `\`${part}\` itself` : `\`${room}\``, [room])),
  ]);
  const headings = ['room', 'files before', 'lines before', 'files', 'lines'];
  return `${markdownTable(headings, rows)}\n\nBefore: ${before.date}, \`${before.commit}\`; now: ${now.date}, \`${now.commit}\`.`;
}
