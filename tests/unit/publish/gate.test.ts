import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { type Gate, openGate } from '../../../runner/publish/gate.ts';
import { storm } from '../../storm.ts';

const token = 'a'.repeat(32);
const seen: { url: string | undefined; host: string | undefined; origin: string | undefined }[] = [];
let site: Server;
let gate: Gate;
const at = (path: string) => `http://127.0.0.1:${gate.port}${path}`;
const cookie = (value = token) => ({ cookie: `other=1; rnn-atlas-${gate.port}=${value}` });

beforeAll(async () => {
  site = createServer((request, response) => {
    seen.push({ url: request.url, host: request.headers.host, origin: request.headers.origin });
    response.setHeader('x-from', 'site');
    if (request.url === '/breaks-off') {
      response.write('half');
      setTimeout(() => response.destroy(), 20);
      return;
    }
    response.end('the site');
  });
  site.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello'));
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  gate = await openGate({ host: '127.0.0.1', port: 0, behind: (site.address() as AddressInfo).port, token });
});
afterAll(() => {
  gate.close();
  site.close();
});

/** What comes back to bytes as they are. */
const raw = (bytes: string): Promise<string> =>
  new Promise((done) => {
    const socket = connect(gate.port, '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('close', () => done(heard));
  });

/** What comes back when a page asks for a WebSocket. */
function upgrade(headers: Record<string, string>): Promise<string> {
  const lines = Object.entries({ connection: 'Upgrade', upgrade: 'websocket', host: 'x', ...headers });
  return raw(`GET / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
}

describe('the gate before a site that is open to the network', () => {
  it('prints an address with the token, a new one each time', async () => {
    expect(gate.addresses).toEqual([`${at('/')}?token=${token}`]);
    const other = await openGate({ host: '127.0.0.1', port: 0, behind: 1 });
    expect(other.addresses[0]).toMatch(/\?token=[0-9a-f]{32}$/);
    other.close();
  });

  it('lets nobody through without it, and asks the site nothing', async () => {
    seen.length = 0;
    const wrong = [
      fetch(at('/')),
      fetch(at('/watch/data/')),
      fetch(at('/?token=')),
      fetch(at(`/?token=${'b'.repeat(32)}`)),
      fetch(at('/'), { headers: cookie(`${token}0`) }),
      fetch(at('/'), { headers: { cookie: `rnn-atlas-1=${token}` } }),
      fetch(at('/'), { method: 'POST', body: 'x' }),
    ];
    for (const answer of await Promise.all(wrong)) {
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('the site');
    }
    expect(await upgrade({})).toMatch(/^HTTP\/1\.1 403 /);
    expect(seen).toEqual([]);
  });

  it('takes the token from the address into a cookie that no script reads, and sends on to the page', async () => {
    const answer = await fetch(at(`/watch/?run=a&token=${token}`), { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/watch/?run=a');
    expect(answer.headers.get('set-cookie')).toBe(`rnn-atlas-${gate.port}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    const elsewhere = await fetch(at(`//example.com/?token=${token}`), { redirect: 'manual' });
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([400, null]);
  });

  it('calls what is no address a bad request, from whoever it comes', async () => {
    seen.length = 0;
    for (const address of ['//', '//x', '/\\x', '///?token=1']) {
      const line = `GET ${address} HTTP/1.1`;
      expect(await raw(`${line}\r\nHost: x\r\n\r\n`), line).toMatch(/^HTTP\/1\.1 400 /);
      const known = `Host: x\r\nCookie: ${cookie().cookie}\r\n`;
      expect(await raw(`${line}\r\n${known}\r\n`), line).toMatch(/^HTTP\/1\.1 400 /);
      const socket = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
      expect(await raw(`${line}\r\n${known}${socket}\r\n`), line).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(seen).toEqual([]);
  });

  it('outlives requests that no browser sends, and lets none of them through', async () => {
    seen.length = 0;
    const { sent, answers, leaked } = await storm(gate.port, {
      ...{ count: 520, draw: random(520), siteWords: 'the site', slowest: 400 },
    });
    expect([sent, leaked, seen]).toEqual([520, 0, []]);
    expect(Object.keys(answers).filter((status) => !['400', '403', '431', 'none'].includes(status))).toEqual([]);
    expect((await fetch(at('/'), { headers: cookie() })).status).toBe(200);
  });

  it('takes nothing from whoever has the token, and ends with a site that breaks off in the middle of an answer', async () => {
    expect((await fetch(at('/'), { headers: cookie(), method: 'POST', body: 'x' })).status).toBe(405);
    await expect(fetch(at('/breaks-off'), { headers: cookie() }).then((answer) => answer.text())).rejects.toThrow();
    expect((await fetch(at('/'), { headers: cookie() })).status).toBe(200);
  });

  it('passes on what comes with the cookie, as from this machine', async () => {
    seen.length = 0;
    const answer = await fetch(at('/page?x=1'), { headers: { ...cookie(), origin: at('') } });
    expect([answer.status, answer.headers.get('x-from'), await answer.text()]).toEqual([200, 'site', 'the site']);
    const behind = `localhost:${(site.address() as AddressInfo).port}`;
    expect(seen).toEqual([{ url: '/page?x=1', host: behind, origin: `http://${behind}` }]);
    expect(await upgrade(cookie())).toMatch(/^HTTP\/1\.1 101 [\s\S]*hello$/);
  });

  it('says so when the site behind it has gone', async () => {
    const alone = await openGate({ host: '127.0.0.1', port: 0, behind: 1, token });
    const answer = await fetch(`http://127.0.0.1:${alone.port}/`, {
      headers: { cookie: `rnn-atlas-${alone.port}=${token}` },
    });
    expect([answer.status, await answer.text()]).toEqual([502, 'The site is not responding.\n']);
    alone.close();
  });
});
