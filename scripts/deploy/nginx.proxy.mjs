/** The shipped nginx configuration, in front of the built service in production mode on a PostgreSQL server of its own. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { startPostgresql } from '../lib/postgresql.mjs';
import { root } from '../lib/project.mjs';
import { onPath } from '../lib/tools.mjs';

const SITE = 'sos.network.org';
const APP = 'app.network.org';
const shipped = path.join(root, 'scripts/deploy');

let folder;
let certificate;
let ports;
/** What `sos` needs to know of the service: its database and its key file. */
let own;
const closers = [];
/** What reached the service through nginx, and what it answered. */
const seen = [];

function freePorts(count) {
  const probes = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  const listening = probes.map(
    (probe) =>
      new Promise((resolve) => {
        probe.once('listening', () => resolve(/** @type {net.AddressInfo} */ (probe.address()).port));
      }),
  );
  return Promise.all(listening).then(async (found) => {
    await Promise.all(
      probes.map(
        (probe) =>
          new Promise((resolve) => {
            probe.close(resolve);
          }),
      ),
    );
    return found;
  });
}

async function until(what, ask) {
  const deadline = Date.now() + 60_000;
  while (!(await ask().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what} did not become ready`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

function startProgram(name, command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said = (said + piece).slice(-4000)));
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  closers.unshift(async () => {
    child.kill();
    await ended;
  });
  return async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${said}`);
    return true;
  };
}

/** Between nginx and the service: notes what passes, changes nothing. */
function startRecorder(from, to) {
  const server = http.createServer((request, response) => {
    const note = { method: request.method, url: request.url, headers: request.headers, answer: {} };
    seen.push(note);
    const onward = http.request(
      { host: '127.0.0.1', port: to, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        note.answer = answer.headers;
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  closers.unshift(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return new Promise((resolve) => {
    server.listen(from, '127.0.0.1', () => resolve(undefined));
  });
}

async function startService() {
  const database = await startPostgresql(process.env.SOS_POSTGRESQL);
  closers.unshift(() => database.stop());
  const secrets = path.join(folder, 'secrets.json');
  execFileSync(process.execPath, ['apps/cli/dist/sos.js', 'secrets', 'init', secrets], { cwd: root });
  const env = {
    NODE_ENV: 'production',
    SOS_MODE: 'production',
    SOS_DATA: path.join(folder, 'data'),
    SOS_SECRETS_FILE: secrets,
    DATABASE_URL: database.url,
    SITE_ORIGIN: `https://${SITE}`,
    APP_ORIGIN: `https://${APP}`,
    HOST: '127.0.0.1',
    PORT: String(ports.service),
    SOS_TRUST_PROXY: '127.0.0.1',
    SMTP_URL: 'smtp://127.0.0.1:1',
    CONTACT_ADDRESS: 'contact@network.org',
  };
  own = { secrets, env: { PATH: process.env.PATH, DATABASE_URL: database.url } };
  execFileSync(process.execPath, ['prisma/dist/seed.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: 'pipe',
  });
  const isAlive = startProgram('the service', process.execPath, ['apps/api/dist/main.js'], env);
  for (const port of [ports.service, ports.service + 1])
    await until(
      'the service',
      async () => (await isAlive()) && (await fetch(`http://127.0.0.1:${String(port)}/healthz`)).ok,
    );
}

/** The shipped files with other ports and places, and nothing else changed. */
function writeConfiguration() {
  const nginx = path.join(folder, 'nginx');
  mkdirSync(nginx);
  const own = (text) =>
    text
      .replace(/^ {2}listen \[::\].*\n/gm, '')
      .replace(/listen 443 /g, `listen 127.0.0.1:${String(ports.tls)} `)
      .replace(/listen 80( |;)/g, `listen 127.0.0.1:${String(ports.plain)}$1`)
      .replaceAll('/etc/letsencrypt/live/sos.network.org/', `${folder}/`)
      .replaceAll('/etc/nginx/', `${nginx}/`)
      .replaceAll('127.0.0.1:4000', `127.0.0.1:${String(ports.siteRecorder)}`)
      .replaceAll('127.0.0.1:4001', `127.0.0.1:${String(ports.appRecorder)}`);
  for (const name of readdirSync(path.join(shipped, 'nginx')))
    writeFileSync(path.join(nginx, name), own(readFileSync(path.join(shipped, 'nginx', name), 'utf8')));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${nginx}/${name};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  // As distributions deliver it: whatever the shipped file does not switch off is logged.
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${user} pid ${nginx}/pid; error_log ${folder}/error.log info; events {} http { access_log ${folder}/access.log; ${temporary.join(' ')} include ${nginx}/sos.conf; }`,
  );
}

function makeCertificate() {
  const [key, file] = ['privkey.pem', 'fullchain.pem'].map((name) => path.join(folder, name));
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        `/CN=${SITE}`,
      ],
      ...['-addext', `subjectAltName=DNS:${SITE},DNS:${APP}`, '-keyout', key, '-out', file],
    ],
    { stdio: 'pipe' },
  );
  return readFileSync(file);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-proxy-'));
  chmodSync(folder, 0o755);
  const [service = 0, siteRecorder = 0, appRecorder = 0, plain = 0, tlsPort = 0] = await freePorts(5);
  ports = { service, siteRecorder, appRecorder, plain, tls: tlsPort };
  certificate = makeCertificate();
  await startService();
  await startRecorder(siteRecorder, service);
  await startRecorder(appRecorder, service + 1);
  writeConfiguration();
  const isAlive = startProgram('nginx', process.env.SOS_NGINX ?? 'nginx', [
    '-p',
    folder,
    '-c',
    path.join(folder, 'nginx.conf'),
    '-g',
    'daemon off;',
  ]);
  await until('nginx', async () => (await isAlive()) && (await ask(SITE, '/healthz')).status === 200);
}, 180_000);
afterAll(async () => {
  for (const close of closers) await close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** @returns {Promise<{ status: number, headers: Record<string, unknown>, body: string }>} */
function ask(host, url, { method = 'GET', headers = {}, body = undefined } = {}) {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: ports.tls,
      servername: host,
      ca: certificate,
      method,
      path: url,
      headers: { host, ...headers },
      agent: false,
    };
    const request = https.request(options, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends exactly these bytes. @returns what came back until the line was closed, or until `patience` answers are there */
function sendRaw(bytes, host = SITE) {
  return new Promise((resolve, reject) => {
    let came = '';
    const socket = tls.connect({ host: '127.0.0.1', port: ports.tls, servername: host, ca: certificate }, () =>
      socket.end(bytes, 'latin1'),
    );
    socket.on('data', (piece) => (came += piece.toString('latin1')));
    socket.on('close', () => resolve(came));
    socket.on('error', (error) => (came === '' && !('code' in error) ? reject(error) : resolve(came)));
  });
}

const statusOf = (answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

describe('behind the shipped nginx configuration', () => {
  it('answers on both origins, over HTTP/1.1 and HTTP/2, and sends what is not encrypted away', async () => {
    const [site, app] = [await ask(SITE, '/'), await ask(APP, '/app')];
    expect([site.status, app.status]).toEqual([200, 200]);
    expect(site.headers['strict-transport-security']).toContain('max-age=63072000');
    const client = http2.connect(`https://127.0.0.1:${String(ports.tls)}`, { ca: certificate, servername: SITE });
    const status = await new Promise((resolve, reject) => {
      client.on('error', reject);
      const stream = client.request({ ':path': '/', ':authority': SITE });
      stream.on('response', (headers) => resolve(headers[':status']));
      stream.resume().end();
    });
    client.close();
    expect(status).toBe(200);
    const plain = await fetch(`http://127.0.0.1:${String(ports.plain)}/x`, {
      redirect: 'manual',
      headers: { host: SITE },
    }).catch(() => undefined);
    // fetch does not let a test name another host: the answer is that of a name which is not ours.
    expect(plain).toBeUndefined();
    const moved = await new Promise((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port: ports.plain, path: '/x', headers: { host: SITE }, agent: false }, resolve)
        .on('error', reject);
    });
    moved.resume();
    expect([moved.statusCode, moved.headers.location]).toEqual([301, `https://${SITE}/x`]);
  });

  it('passes every header of the service on as it is', async () => {
    for (const [host, url] of [
      [SITE, '/'],
      [SITE, '/nowhere'],
      [APP, '/app'],
      [APP, '/healthz'],
    ]) {
      seen.length = 0;
      const { headers } = await ask(host, url);
      const ofTheLine = ['connection', 'keep-alive', 'transfer-encoding', 'date', 'server'];
      const without = (all) => Object.fromEntries(Object.entries(all).filter(([name]) => !ofTheLine.includes(name)));
      expect({ host, url, headers: without(headers) }).toEqual({ host, url, headers: without(seen[0]?.answer ?? {}) });
    }
  });

  it('tells the service the visitor’s own address, whatever the visitor claims', async () => {
    seen.length = 0;
    const claimed = '203.0.113.7';
    await ask(APP, '/healthz', {
      headers: {
        'X-Forwarded-For': claimed,
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Proto': 'http',
        'X-Real-IP': claimed,
        Forwarded: `for=${claimed}`,
        Upgrade: 'h2c',
        Connection: 'X-Forwarded-For, close',
      },
    });
    const [{ headers }] = seen;
    expect(headers).toMatchObject({ host: APP, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
    expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113\.7|evil|h2c/);
  });

  it('refuses bodies beyond the limit of each origin', async () => {
    const post = (host, size) =>
      ask(host, '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': String(size) },
        body: Buffer.alloc(size, 32),
      });
    seen.length = 0;
    expect((await post(SITE, 128 * 1024 + 1)).status).toBe(413);
    expect((await post(APP, 6 * 1024 * 1024 + 1)).status).toBe(413);
    expect(seen).toEqual([]);
  });

  it('answers nothing for a name that is not ours', async () => {
    await expect(ask('other.example', '/')).rejects.toThrow();
    expect(await sendRaw('GET / HTTP/1.1\r\nHost: other.example\r\n\r\n')).toBe('');
    expect(statusOf(await sendRaw(`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: ${SITE}\r\n\r\n`))).toBe(414);
  });

  const hidden = 'GET /smuggled HTTP/1.1\r\nHost: sos.network.org\r\n\r\n';
  const post = (...lines) => `POST /graphql HTTP/1.1\r\nHost: ${SITE}\r\n${lines.join('\r\n')}\r\n\r\n`;
  it.each([
    [
      'two framings',
      post(`Content-Length: ${String(5 + hidden.length)}`, 'Transfer-Encoding: chunked') + `0\r\n\r\n${hidden}`,
    ],
    [
      'two framings, the other way round',
      post('Transfer-Encoding: chunked', 'Content-Length: 4') + `2b\r\n${hidden}\r\n0\r\n\r\n`,
    ],
    ['two lengths', post('Content-Length: 0', `Content-Length: ${String(hidden.length)}`) + hidden],
    ['a list of lengths', post(`Content-Length: 0, ${String(hidden.length)}`) + hidden],
    ['a length with a sign', post(`Content-Length: +${String(hidden.length)}`) + hidden],
    ['an unknown framing', post('Transfer-Encoding: xchunked') + hidden],
    ['a framing named twice', post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + `0\r\n\r\n${hidden}`],
    ['a framing in a list', post('Transfer-Encoding: identity, chunked') + `0\r\n\r\n${hidden}`],
    ['a framing behind a vertical tab', post('Transfer-Encoding: \x0bchunked') + `0\r\n\r\n${hidden}`],
    ['a chunk whose size is no number', post('Transfer-Encoding: chunked') + `0x2b\r\n${hidden}`],
    ['two hosts', `GET / HTTP/1.1\r\nHost: ${SITE}\r\nHost: ${APP}\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a NUL in a header', `GET / HTTP/1.1\r\nHost: ${SITE}\r\nX: a\0b\r\n\r\n`],
    ['a line that is no HTTP', `\x16\x03\x01\r\n\r\n${hidden}`],
  ])('refuses %s', async (_what, bytes) => {
    seen.length = 0;
    const answer = await sendRaw(bytes);
    expect([0, 400, 501]).toContain(statusOf(answer));
    expect(seen.map(({ url }) => url)).toEqual([]);
  });

  it('keeps a request within the length it names, also in HTTP/2', async () => {
    seen.length = 0;
    const client = http2.connect(`https://127.0.0.1:${String(ports.tls)}`, { ca: certificate, servername: SITE });
    client.on('error', () => undefined);
    await new Promise((resolve) => {
      const stream = client.request({
        ':method': 'POST',
        ':path': '/graphql',
        ':authority': SITE,
        'content-length': '0',
      });
      stream.on('error', () => undefined);
      stream.on('close', resolve);
      stream.resume().end(hidden);
    });
    client.destroy();
    expect(seen.filter(({ url }) => url === '/smuggled')).toEqual([]);
  });

  it('wrote down neither an address nor a path of anybody', () => {
    expect(readFileSync(path.join(folder, 'access.log'), 'utf8')).toBe('');
    expect(readFileSync(path.join(folder, 'error.log'), 'utf8')).not.toMatch(
      /client|smuggled|graphql|healthz|sos\.network/,
    );
    const temporary = ['client_body', 'proxy'].flatMap((name) =>
      readdirSync(path.join(folder, 'nginx', name), { recursive: true, withFileTypes: true }),
    );
    expect(temporary.filter((entry) => entry.isFile())).toEqual([]);
  });
});

/** @returns {{ status: number | null, said: string }} */
function sos(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['apps/cli/dist/sos.js', ...args], {
    cwd: root,
    env: own.env,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

it('serves the release that was signed and logged, as everybody can check', () => {
  const roots = path.join(root, 'prisma/seed/demo-roots');
  const manifest = path.join(folder, 'release-manifest.json');
  copyFileSync(path.join(root, 'dist/release/release-manifest.json'), manifest);
  for (const number of ['1', '2']) {
    const key = ['--key', path.join(roots, `root-${number}.private.asc`)];
    const words = ['--passphrase-file', path.join(roots, 'passphrase.txt')];
    expect(sos('release', 'sign', manifest, ...key, ...words)).toMatchObject({ status: 0 });
  }
  const keys = ['1', '2', '3'].flatMap((number) => ['--key', path.join(roots, `root-${number}.public.asc`)]);
  const trusted = [...keys, '--need', '2'];
  const logKey = sos('log', 'key', own.secrets, '--site', `https://${SITE}`).said.trim();
  const [site, app] = [ports.service, ports.service + 1].map((port) => `http://127.0.0.1:${String(port)}`);
  const check = () => sos('verify-deployment', site, '--app', app, ...trusted, '--log-key', logKey);

  const before = check();
  expect(before).toMatchObject({ status: 1, said: expect.stringContaining('it was not published') });
  expect(sos('release', 'publish', manifest, ...trusted)).toMatchObject({ status: 0 });
  expect(check()).toMatchObject({ status: 0, said: expect.stringContaining('and nothing else was found') });
}, 120_000);

// Not every system that runs the tests is run by systemd.
const itOnLinux = onPath('systemd-analyze') === '' ? it.skip : it;
itOnLinux('the systemd units are ones that systemd understands', () => {
  const units = path.join(folder, 'units');
  mkdirSync(units);
  const names = readdirSync(path.join(shipped, 'systemd'));
  for (const name of names) {
    const text = readFileSync(path.join(shipped, 'systemd', name), 'utf8');
    writeFileSync(path.join(units, name), text.replaceAll('/usr/bin/node', process.execPath));
  }
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...names.map((name) => path.join(units, name))], {
    encoding: 'utf8',
  });
  expect({ status, said: stderr.split('\n').filter((line) => line.includes(units)) }).toEqual({ status: 0, said: [] });
});
