/** What readers throw. Imports nothing: pages read files too, and need no catalogue of errors for that. */

/** Of bytes that are not what they should be: why, and what to do where the catalogue does not say it. */
export class FormatError extends Error {
  readonly fix: string | undefined;

  constructor(why: string, fix?: string) {
    super(why);
    this.fix = fix;
  }
}
