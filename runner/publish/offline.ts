/**
 * Runs in the reader's browser, before the page's own scripts, in a page that is one file: what those scripts would fetch
 * stands in the file, gzip in base64, and this hands it to them. Imports nothing; may use only what a browser has.
 */

/** Replaces `fetch` for the paths in `files`. Alone, because a worker gets its text. */
function answerFrom(files: ReadonlyMap<string, string>): void {
  const fetchElsewhere = globalThis.fetch;
  globalThis.fetch = async (input, options) => {
    const url = input instanceof Request ? input.url : String(input);
    // Under Windows an absolute path of the page resolves to one on the drive.
    const path = url.replace(/^file:\/\/(\/[A-Za-z]:)?/, '').replace(/[?#].*$/, '');
    const packed = files.get(path);
    if (packed === undefined) return fetchElsewhere(input, options);
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
  };
}

const files = new Map(
  [...document.querySelectorAll<HTMLScriptElement>('script[data-file]')].map((each) => [
    each.dataset.file ?? '',
    each.text,
  ]),
);
answerFrom(files);

/** Scripts of workers are not packed, because a worker starts at once. */
const programs = new Map(
  [...document.querySelectorAll<HTMLScriptElement>('script[data-program]')].map((each) => [
    each.dataset.program ?? '',
    each.text,
  ]),
);
const WorkerElsewhere = globalThis.Worker;
globalThis.Worker = class extends WorkerElsewhere {
  constructor(address: string | URL, options?: WorkerOptions) {
    const program = programs.get(String(address).replace(/^file:\/\/(\/[A-Za-z]:)?/, ''));
    if (program === undefined) {
      super(address, options);
      return;
    }
    const held = JSON.stringify([...files]);
    const source = [`(${answerFrom})(new Map(${held}));\n`, Uint8Array.from(atob(program), (c) => c.charCodeAt(0))];
    // Not as a module, which a page from the disk may not start; built workers import nothing.
    super(URL.createObjectURL(new Blob(source, { type: 'text/javascript' })));
  }
};

document.addEventListener('click', async (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[download]') : null;
  const path = link?.getAttribute('href') ?? '';
  if (link === null || !files.has(path)) return;
  event.preventDefault();
  const blob = await (await fetch(path)).blob();
  const made = document.createElement('a');
  made.href = URL.createObjectURL(blob);
  made.download = decodeURIComponent(path.split('/').at(-1) ?? '');
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
});
