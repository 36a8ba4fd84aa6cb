/** The pictures of the documentation. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { APIRoute } from 'astro';
import { docsFolder } from '../../../data/places.ts';

const types: Readonly<Record<string, string>> = { '.webp': 'image/webp', '.png': 'image/png', '.svg': 'image/svg+xml' };

export async function getStaticPaths() {
  const folder = docsFolder();
  if (folder === null) return [];
  const pictures = join(folder, 'images');
  if (!existsSync(pictures)) return [];
  const names = (await readdir(pictures)).filter((name) => extname(name) in types);
  return names.map((image) => ({ params: { image }, props: { file: join(pictures, image) } }));
}

export const GET: APIRoute<{ file: string }> = async ({ props: { file } }) =>
  new Response(new Uint8Array(await readFile(file)), { headers: { 'Content-Type': types[extname(file)] ?? '' } });
