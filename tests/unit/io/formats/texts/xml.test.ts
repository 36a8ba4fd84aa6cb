import { expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { readXml } from '../../../../../runner/io/formats/texts/xml.ts';
import { processorTime } from '../../../../processor-time.ts';
import { all, piecesOf } from './read-text.ts';

const talks = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY lol "lol">]>
<xml language="en"><file id="1"><head><title>No</title></head>
<content>One &amp; <i>two</i> &#233;<![CDATA[ <3 ]]></content></file>
<file id="2"><content/></file><file id="3"><other>x</other><content>Three
</content></file></xml>`;
const read = (path?: string, text = talks, length?: number) => all(readXml(piecesOf(text, length), path));

it.each([
  // As //content/text() of lxml does.
  ['their own text', undefined, ['One &  é <3 ', '', 'Three\n']],
  ['all their text without text()', '//content', ['One & two é <3 ', '', 'Three\n']],
  ['that of a whole path', '/xml/file/head', ['No']],
  ['that of any one between', '/xml/*/other', ['x']],
  ['that of any below', '//head//*', ['No']],
])('the elements of XML give %s', async (_, path, texts) => {
  for (const length of [1, 7, 1000]) expect(await read(path, talks, length)).toEqual(texts);
});

it.each([
  ['//p', talks, 'it holds no element //p; its elements are called xml, file, head, title, content, i, other'],
  ['/content', talks, 'no element /content'],
  ['//a', '<a>\n<b></a>', /it is not well-formed XML: line 2, column \d+: /],
  ['//a', '<a>', 'not well-formed'],
  ['//a', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'undefined entity'],
  ['//a', 'plain text', 'not well-formed'],
])('the elements of XML are refused where they are not there or not sound: %s in %j', async (path, text, why) => {
  await expect(read(path, text)).rejects.toThrow(why);
});

it('the elements of XML are those that the path names as a pattern of places, in any tree', async () => {
  const draw = random(49);
  const names = ['a', 'b', 'c'];
  const name = () => names[draw.below(3)] ?? 'a';
  for (let tree = 0; tree < 300; tree++) {
    const steps = Array.from({ length: 1 + draw.below(4) }, () => [
      draw.below(2) === 0 ? '/' : '//',
      draw.below(4) === 0 ? '*' : name(),
    ]);
    const pattern = steps.map(
      ([slash, each]) => `${slash === '//' ? '(?:/[^/]+)*/' : '/'}${each === '*' ? '[^/]+' : each}`,
    );
    const place = new RegExp(`^${pattern.join('')}$`, 'u');
    const wanted: string[] = [];
    const grow = (above: string, inside: boolean, depth: number): string => {
      const own = `${above}/${name()}`;
      const tag = own.slice(own.lastIndexOf('/') + 1);
      const begins = !inside && place.test(own);
      const number = begins ? wanted.push('') - 1 : -1;
      const children = Array.from({ length: depth > 4 ? 0 : draw.below(3) }, () =>
        grow(own, inside || begins, depth + 1),
      );
      const text = `${own} ${children.map((child) => child.replace(/<[^>]*>/g, '')).join('')}`;
      if (begins) wanted[number] = text;
      return `<${tag}>${own} ${children.join('')}</${tag}>`;
    };
    const text = grow('', false, 0);
    const path = steps.flat().join('');
    if (wanted.length === 0) await expect(read(path, text)).rejects.toThrow('no element');
    else expect(await read(path, text), `${path} of ${text}`).toEqual(wanted);
  }
});

it('the elements of XML may lie deep in each other, but not deeper than those of any text', async () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`;
  const began = processorTime();
  await expect(read('//a//a//a//b', nested(4999))).rejects.toThrow('no element //a//a//a//b');
  await expect(read('//b', nested(300_000))).rejects.toThrow('more than 5000 elements lie in each other');
  expect(processorTime() - began).toBeLessThan(3000);
});
