import { expect, it } from 'vitest';
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

it('an element of XML within one of its name is a part of it, and what a path goes on from', async () => {
  expect(await read('//a', '<a>x<a>y</a>z</a>')).toEqual(['xyz']);
  expect(await read('//a/b', '<a><a><b>x</b></a></a>')).toEqual(['x']);
});

it('the elements of XML may lie deep in each other, but not deeper than those of any text', async () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`;
  const began = processorTime();
  await expect(read('//a//a//a//b', nested(4999))).rejects.toThrow('no element //a//a//a//b');
  await expect(read('//b', nested(300_000))).rejects.toThrow('more than 5000 elements lie in each other');
  expect(processorTime() - began).toBeLessThan(3000);
});
