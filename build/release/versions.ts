/**
 * Where a release's version and date stand, read and written as text so that nothing else in the files changes. Pure: takes
 * and gives the files' texts by their paths.
 */

/** Texts of the files by their paths in the project. */
export type Texts = Readonly<Record<string, string>>;

/** What a version looks like: that of semver, 1.2.3 or 1.2.3-rc.1. */
export const versionForm = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** The files of the packages as npm names them: `rnn-atlas-0.1.0.tgz`. */
const packed = /(?<=\brnn-atlas(?:-models)?-)\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+?)?(?=\.tgz)/g;

/** The places in each file; all of what a pattern finds is the version. */
const versionPlaces: Readonly<Record<string, readonly RegExp[]>> = {
  'package.json': [/(?<=^ {2}"version": ")[^"]+/m],
  // The project's own, above those of its packages.
  'package-lock.json': [
    /(?<=^ {2}"version": ")[^"]+/m,
    /(?<=^ {4}"": \{\n {6}"name": "rnn-atlas",\n {6}"version": ")[^"]+/m,
  ],
  'models/package.json': [/(?<=^ {2}"version": ")[^"]+/m],
  'CITATION.cff': [/(?<=^version: )\S+/m],
  'README.md': [packed],
  'docs/program.md': [packed],
};

const datePlace = { file: 'CITATION.cff', at: /(?<=^date-released: )\S+/m };
export const changelog = 'CHANGELOG.md';

/** The files that `released` reads and writes. */
export const releaseFiles: readonly string[] = [...Object.keys(versionPlaces), changelog];

const textOf = (texts: Texts, file: string): string => {
  const text = texts[file];
  if (text === undefined) throw new Error(`${file} is missing`);
  return text;
};

/** Every version that is told, by the file that tells it. @throws Error when a file or a place in it is missing. */
export function toldVersions(texts: Texts): { file: string; version: string }[] {
  return Object.entries(versionPlaces).flatMap(([file, places]) =>
    places.flatMap((place) => {
      const found = place.global ? textOf(texts, file).match(place) : place.exec(textOf(texts, file))?.slice(0, 1);
      if (!found?.length) throw new Error(`${file} tells no version where it should: ${place.source}`);
      return [...found].map((version) => ({ file, version }));
    }),
  );
}

/** The one version that all places tell. @throws Error when they tell several. */
export function agreedVersion(texts: Texts): string {
  const told = toldVersions(texts);
  const [first] = told;
  const other = told.find(({ version }) => version !== first?.version);
  if (first === undefined || other !== undefined) {
    throw new Error(
      `${first?.file} says ${first?.version} and ${other?.file} says ${other?.version}: npm run release:version sets them all`,
    );
  }
  return first.version;
}

const unreleased = /^## \S+, not yet released$/m;

/** What the changelog says of a version, without its heading; null when it has nothing. */
export function sectionOf(text: string, version: string): { dated: boolean; notes: string } | null {
  const sections = text.split(/^(?=## )/m).map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    return { heading, notes: lines.join('\n').trim() };
  });
  const found = sections.find(({ heading }) => heading.startsWith(`## ${version}, `));
  return found ? { dated: /, \d{4}-\d\d-\d\d$/.test(found.heading), notes: found.notes } : null;
}

/**
 * The same files at another version, with its date in the citation and in the heading of what was not yet released.
 * @throws Error when the version or the date has no such form, or nothing is there to be released.
 */
export function released(texts: Texts, { version, date }: { version: string; date: string }): Texts {
  if (!versionForm.test(version)) throw new Error(`"${version}" is no version such as 0.2.0`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date)))
    throw new Error(`"${date}" is no date such as 2026-12-31`);
  if (!unreleased.test(textOf(texts, changelog)))
    throw new Error(`${changelog} has no section "## <version>, not yet released": there is nothing to release`);
  toldVersions(texts);
  const after: Record<string, string> = { ...texts };
  for (const [file, places] of Object.entries(versionPlaces)) {
    for (const place of places) after[file] = textOf(after, file).replace(place, version);
  }
  after[datePlace.file] = textOf(after, datePlace.file).replace(datePlace.at, date);
  after[changelog] = textOf(after, changelog).replace(unreleased, `## ${version}, ${date}`);
  return after;
}
