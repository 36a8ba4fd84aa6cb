import { describe, expect, it } from 'vitest';
import { readXml } from '../../../../runner/formats/texts/xml.ts';
import { all, piecesOf } from './read-text.ts';

const talks = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY lol "lol">]>
<xml language="en"><file id="1"><head><title>No</title></head>
<content>One &amp; <i>two</i> &#233;<![CDATA[ <3 ]]></content></file>
<file id="2"><content/></file><file id="3"><other>x</other><content>Three
</content></file></xml>`;
const read = (path?: string, text = talks, length?: number) => all(readXml(piecesOf(text, length), 'a.xml', path));

describe('the elements of XML', () => {
  it('give their own text, as //content/text() of lxml does', async () => {
    for (const length of [1, 7, 1000]) {
      expect(await read(undefined, talks, length)).toEqual(['One &  é <3 ', '', 'Three\n']);
    }
  });

  it('give all their text without text()', async () => {
    expect(await read('//content')).toEqual(['One & two é <3 ', '', 'Three\n']);
    expect(await read('/xml/file/head')).toEqual(['No']);
    expect(await read('/xml/*/other')).toEqual(['x']);
    expect(await read('//head//*')).toEqual(['No']);
  });

  it('are told when none has the name', async () => {
    await expect(read('//p')).rejects.toThrow(
      'a.xml holds no element //p. Its elements are called xml, file, head, title, content, i, other.',
    );
    await expect(read('/content')).rejects.toThrow('no element /content');
  });

  it('are refused, with the line, where they are not well-formed or name entities', async () => {
    await expect(read('//a', '<a>\n<b></a>')).rejects.toThrow(/a\.xml is not well-formed XML\. Line 2, column \d+: /);
    await expect(read('//a', '<a>')).rejects.toThrow('not well-formed');
    await expect(read('//a', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).rejects.toThrow('undefined entity');
    await expect(read('//a', 'plain text')).rejects.toThrow('not well-formed');
  });
});
