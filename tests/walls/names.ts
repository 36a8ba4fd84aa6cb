/** Exported types by their names: which are declared in more than one file of the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const declarations = /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) ([A-Za-z_]\w*)/gm;

/** @param root of the project. Returns each shared name with the files that declare it, in their order. */
export function sharedNames(root: string): Record<string, string[]> {
  const places = new Map<string, string[]>();
  for (const top of ['runner', 'site']) {
    for (const name of readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.(ts|astro)$/.test(name)) continue;
      const file = `${top}/${name.replaceAll('\\', '/')}`;
      for (const [, declared = ''] of readFileSync(join(root, file), 'utf8').matchAll(declarations)) {
        places.set(declared, [...(places.get(declared) ?? []), file]);
      }
    }
  }
  return Object.fromEntries([...places].filter(([, files]) => files.length > 1));
}
