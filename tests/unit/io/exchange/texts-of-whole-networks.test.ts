/** Whole networks read texts by the tokenizer that lies beside them, or that is given. */
import { cpSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { open } from '../../../../runner/open.ts';
import { distance, expectedIn, modern } from '../../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();
const textOf = (name: string) => readFileSync(modern(`${name}/text.txt`), 'utf8');

describe('a whole network', () => {
  it.each([
    ['rwkv4/rwkv4-float32.pth', 'tokenizer.json'],
    ['rwkv7/rwkv7-float32.pth', 'world.txt'],
  ])('reads a text with the tokenizer that is given: %s', async (file, tokenizer) => {
    const [family = ''] = file.split('/');
    const expected = await expectedIn(`${family}/expected.npz`);
    const { tokens, logits } = expected;
    if (tokens === undefined || logits === undefined) throw new Error('there are no tokens');
    const model = await open(modern(file), { vocabulary: modern(`tokenizers/${tokenizer}`) });
    const text = textOf(family);
    const reading = await model.read(text, { logits: true });
    expect([...reading.ids]).toEqual([...tokens.data]);
    expect(reading.tokens.join('')).toBe(text);
    expect((await model.read(reading.ids)).tokens).toEqual(reading.tokens);
    expect(reading.tokens.map((token) => model.vocabulary.indexOf(token))).toEqual([...reading.ids]);
    expect(distance(reading.logits, logits)).toBeLessThan(2e-5);
    const written = await model.write('The', { length: 4, temperature: 0 });
    expect(written.tokens.join('').startsWith('The')).toBe(true);
    expect(written.tokens).toHaveLength(written.ids.length);
    await model.close();
  });

  it('finds the only tokenizer beside it, and says when there is none', async () => {
    for (const name of ['alone', 'with']) cpSync(modern('rwkv7/rwkv7-float32.pth'), `${folder.path}/${name}/model.pth`);
    cpSync(modern('tokenizers/world.txt'), `${folder.path}/with/rwkv_vocab_v20230424.txt`);
    const found = await open(`${folder.path}/with/model.pth`);
    expect((await found.read(' the river')).ids).toEqual(Int32Array.of(75));
    expect((await found.read([75])).tokens).toEqual([' the river']);
    await found.close();
    const none = await open(`${folder.path}/alone/model.pth`);
    await expect(none.read(' the river')).rejects.toThrow(/no tokenizer lies beside its file.*tokenizer\.json/);
    expect((await none.read([75])).tokens).toEqual(['#75']);
    await none.close();
  });

  it('is refused with a tokenizer that was given and cannot be read; one that lies beside it does not hinder its ids', async () => {
    const broken = `${folder.path}/${folder.write('tokenizer.json', '{"model": {"type": "Unigram"}}')}`;
    const attempt = open(modern('rwkv7/rwkv7-float32.pth'), { vocabulary: broken });
    await expect(attempt).rejects.toThrow(/Its model\..* is not what is read/);
    cpSync(modern('rwkv7/rwkv7-float32.pth'), `${folder.path}/beside/model.pth`);
    cpSync(broken, `${folder.path}/beside/tokenizer.json`);
    const model = await open(`${folder.path}/beside/model.pth`);
    expect(await model.read([75])).toMatchObject({ ids: Int32Array.of(75), tokens: ['#75'] });
    await expect(model.read('text')).rejects.toThrow(/Its model\..* is not what is read/);
    await model.close();
  });
});
