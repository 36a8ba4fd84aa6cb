/** Small sites by hand, each in a folder of its own. */
import { join } from 'node:path';
import { temporaryFolder } from '../text/temporary-folder.ts';

/** @returns what writes a site and gives its folder. */
export function handmadeSites(): (files: Readonly<Record<string, string>>) => string {
  const { path, write } = temporaryFolder();
  let count = 0;
  return (files) => {
    const name = String(count++);
    for (const [file, content] of Object.entries(files)) write(join(name, file), content);
    return join(path, name);
  };
}
