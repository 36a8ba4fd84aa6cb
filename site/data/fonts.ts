/**
 * The site's two typefaces, cut down to the letters, weights and features that the pages use, so that both together weigh some
 * 45 KB. Node only; writes the files into a cache, once.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

/** Latin letters, small ones with their accents, and the signs that pages and figures use; the rest takes the system's fonts. */
const characters = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
  ...Array.from({ length: 32 }, (_, index) => String.fromCharCode(0xa0 + index)),
  ...Array.from({ length: 33 }, (_, index) => String.fromCharCode(0xdf + index)),
  ...'ÄÉÖÜ×œšž€™–—‘’‚“”„•…†‡′″←↑→↓−×÷≤≥≈≠±½¼¾·∙',
].join('');

const weights = { min: 400, max: 700 };

/** `cut`: what is kept of a font: of its axes a range, or one value; and of its features distances, ligatures, digits of one width. */
const typefaces = [
  {
    name: 'Source Serif 4',
    cssVariable: '--font-text',
    file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2',
    cut: { variationAxes: { wght: weights, opsz: 20 }, keepFeatures: ['kern', 'liga'] },
    fallbacks: ['text without it', 'Georgia', 'serif'],
  },
  {
    name: 'Inter',
    cssVariable: '--font-label',
    file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    cut: { variationAxes: { wght: weights }, keepFeatures: ['kern', 'tnum'] },
    fallbacks: ['labels without it', 'Arial', 'sans-serif'],
  },
] as const;

/**
 * @param cache folder for the files.
 * @returns for each typeface its file, and how the style sheets call it.
 */
export async function cutTypefaces(cache: string) {
  await mkdir(cache, { recursive: true });
  return Promise.all(
    typefaces.map(async ({ name, cssVariable, file, cut, fallbacks }) => {
      const bytes = await readFile(createRequire(import.meta.url).resolve(file));
      const key = createHash('sha256').update(bytes).update(characters).update(JSON.stringify(cut)).digest('hex');
      const path = join(cache, `${name.toLowerCase().replaceAll(' ', '-')}-${key.slice(0, 16)}.woff2`);
      if (!existsSync(path)) {
        const subset = await subsetFont(bytes, characters, { targetFormat: 'woff2', ...cut });
        // Two builds at once write the same bytes.
        const temporary = `${path}.${process.pid}.tmp`;
        await writeFile(temporary, subset);
        await rename(temporary, path);
      }
      return { name, cssVariable, path, fallbacks: [...fallbacks], weights: `${weights.min} ${weights.max}` as const };
    }),
  );
}
