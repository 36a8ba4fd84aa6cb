/** What is done to a write-up before it is compiled, by the compiler that the site uses. */
import { satteri } from '@astrojs/markdown-satteri';
import { expect, test } from 'vitest';
import { writeUpMdx } from '../../../../../site/words/write-up/mdx.ts';

async function compiled(text: string, file = '/experiments/a.mdx'): Promise<string> {
  const processor = satteri({ mdastPlugins: [writeUpMdx('/atlas', new URL('file:///site/'))] });
  const renderer = await processor.createMdxRenderer?.({ syntaxHighlight: false }, { optimize: false });
  return (await renderer?.process(text, file, {}))?.code ?? '';
}

test('every component learns its line, and an expression becomes a function of what it names, inside another one too', async () => {
  const code = await compiled(
    "# Title\n\n<Highlight />\n\ntext {\n  fixed(lead('a best').neuron, 2)\n}\n\n<When is={!best}>\n\n<Highlight neuron={4} />\n\n{probe()}\n\n</When>\n",
  );
  expect([...code.matchAll(/_jsxs?\((?!_)(\w+), \{.*?at: "(\d+)"/gs)].map(([, name, line]) => [name, line])).toEqual([
    ['Highlight', '3'],
    ['Value', '5'],
    ['When', '9'],
    ['Highlight', '11'],
    ['Value', '13'],
  ]);
  const functions = [...code.matchAll(/source: (".*?"),\s+of: \((\{.*?\})\) => (.*)/g)].map(([, ...parts]) => parts);
  expect(functions).toEqual([
    [`"fixed(lead('a best').neuron, 2)"`, '{ lead, fixed }', 'fixed(lead("a best").neuron, 2)'],
    ['"!best"', '{ best }', '!best'],
    ['"4"', '{}', '4'],
    ['"probe()"', '{ probe }', 'probe()'],
  ]);
});

test('comments and strings stay as they are, and so do expressions in the texts of the site itself', async () => {
  const code = await compiled('a {/* what you ask */} b {"<unk>"} c');
  expect(code).not.toContain('Value');
  expect(code).toContain('"<unk>"');
  expect(await compiled('It has {props.n.units} units.', '/site/pages/a.mdx')).not.toContain('Value');
});

test('a component that nobody knows is told with its line, the values of before with what stands in their place', async () => {
  await expect(compiled('a\n\n<Heatmap />')).rejects.toThrow(
    /^line 3: there is no component <Heatmap>; there are Highlight/,
  );
  await expect(compiled('a <Value of="model.units" />')).rejects.toThrow(/a number is written \{fixed\(/);
  expect(await compiled("import Own from './own.astro'\n\n<Own /> <b class='c'>d</b>")).toContain('Own');
});

test('links and pictures of this site get its base path, and headings names of their own', async () => {
  const code = await compiled('## Data\n\n## Data\n\n[a](/methods/) [b](#data) [c](https://example.com/) ![d](/e.png)');
  for (const part of ['"/atlas/methods/"', '"#data"', '"https://example.com/"', '"/atlas/e.png"']) {
    expect(code).toContain(part);
  }
  expect([...code.matchAll(/id: "([^"]+)"/g)].map(([, id]) => id)).toEqual(['write-up-data', 'write-up-data-2']);
});
