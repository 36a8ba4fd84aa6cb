/** Whether a text is a program, in which language, and what is asked of one. Looks at the disk. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { presets } from '../../experiment/manifest/presets.ts';
import { endingOf, kindOf } from '../../io/formats/texts/kinds.ts';
import { type CodeLanguage, scopeNames } from '../../text/labels/code-scopes.ts';
import { type Feature, featureSchema, resolvedFeatureSchema } from '../../text/labels/features.ts';
import { filesInFolder, filesOfPattern, isPattern } from '../../text/sources/paths.ts';

/** Grammars by the endings of files; of the others what a program is made of is still asked, but not its scopes. */
const languageOf: Readonly<Record<string, CodeLanguage>> = {
  ...{ '.js': 'javascript', '.mjs': 'javascript', '.cjs': 'javascript', '.jsx': 'jsx' },
  ...{ '.ts': 'typescript', '.mts': 'typescript', '.tsx': 'typescript', '.py': 'python', '.c': 'c', '.h': 'c' },
  ...{ '.cc': 'cpp', '.cpp': 'cpp', '.hpp': 'cpp', '.cs': 'csharp', '.java': 'java', '.go': 'go', '.rs': 'rust' },
  ...{ '.swift': 'swift', '.kt': 'kotlin', '.scala': 'scala', '.rb': 'ruby', '.lua': 'lua', '.r': 'r', '.jl': 'julia' },
  ...{
    '.hs': 'haskell',
    '.sh': 'bash',
    '.sql': 'sql',
    '.css': 'css',
    '.yaml': 'yaml',
    '.yml': 'yaml',
    '.tex': 'latex',
  },
};

export interface ProgramText {
  /** Null: there is no grammar of it. */
  language: CodeLanguage | null;
}

/** @param text a path or a pattern, or the name of a corpus. @returns null where it is no program, or is not there. */
export async function programIn(text: string, cwd: string): Promise<ProgramText | null> {
  const files = await filesOf(text, cwd);
  const code = files.filter((file) => kindOf(file) === 'code');
  if (code.length === 0 || code.length < files.length) return null;
  const counts = Map.groupBy(code, endingOf);
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  return { language: languageOf[most?.[0] ?? ''] ?? null };
}

async function filesOf(text: string, cwd: string): Promise<string[]> {
  if (isPattern(text)) return (await filesOfPattern(text, cwd)).flatMap(({ files }) => files);
  const found = await stat(resolve(cwd, text)).catch(() => null);
  if (found?.isDirectory() === true) return (await filesInFolder(text, cwd)).groups.flatMap(({ files }) => files);
  return found?.isFile() === true ? [text] : [];
}

/** Documents in which braces are looked for, at least so many. */
const fewestBraces = 60;

/** What the preset of programs asks, in the program's language; braces where it has some. */
export function featuresOfProgram({ language }: ProgramText, text: string): Feature[] {
  const braces = text.split('{').length - 1;
  return presets.code.features.flatMap((feature): Feature[] => {
    if ('nesting' in feature) return braces < fewestBraces ? [] : [parsed(feature)];
    if (!('scope' in feature)) return [parsed(feature)];
    const known = language === null ? [] : scopeNames(language);
    const scope = [feature.scope].flat().filter((name) => known.includes(name));
    return language === null || scope.length === 0 ? [] : [parsed({ ...feature, scope, language })];
  });
}

const parsed = (feature: object): Feature => resolvedFeatureSchema.parse(featureSchema.parse(feature));
