// What the clock tells a stranger about who has an account: ratios of medians, each pair asked in turn so that both meet the same load.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../lib/project.mjs';

const PORT = Number(process.env.PORT ?? 4400);
const APP = `http://localhost:${PORT + 1}`;
/** One address may be tried 120 times an hour from everywhere; beyond that it is refused unseen, and would be measured so. */
const ROUNDS = Math.min(Number(process.env.ROUNDS ?? 50), 55);
/** A reset mail goes to one address three times a day, so there are as many rounds as the demo's accounts allow. */
const RESETS_EACH = 3;

let network = 0;

/** Each question from a network of its own: the limits are there to stop exactly this. */
async function ask(query, variables, cookie = '') {
  network += 1;
  const from = `10.${(network >> 8) & 255}.${network & 255}.1`;
  const headers = { 'content-type': 'application/json', origin: APP, 'x-forwarded-for': from, cookie };
  const body = JSON.stringify({ query, variables });
  const begun = performance.now();
  const response = await fetch(`${APP}/graphql`, { method: 'POST', headers, body });
  const { data, errors } = await response.json();
  const millis = performance.now() - begun;
  if (errors) throw new Error(JSON.stringify(errors));
  const [answer] = Object.values(data);
  // What a limit refuses is quick for everybody, and says nothing about what was asked.
  if (answer.__typename?.startsWith('TooMany')) throw new Error('a limit answered in place of the service');
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { millis, answer, cookie: cookies.join('; ') };
}

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
const RESET = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }';

const signIn = (email, password) => ask(SIGN_IN, { input: { email, password } });

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function codeOf(secret) {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function addApp({ address, password }) {
  const { cookie } = await signIn(address, password);
  const { answer } = await ask('mutation { startTotp { ticket secret } }', {}, cookie);
  const input = { ticket: answer.ticket, code: codeOf(answer.secret) };
  await ask('mutation ($input: AddTotpInput!) { addTotp(input: $input) { __typename } }', { input }, cookie);
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.floor(sorted.length * share)] / median(values);
  return `${at(0.25).toFixed(2)}–${at(0.75).toFixed(2)}`;
}

/** @returns a row of the table: how much longer the first takes than the second, and how far each strays by itself. */
async function compare(name, rounds, first, second) {
  const times = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    // Whoever goes first finds a colder machine: they take turns.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) times[which].push((await [first, second][which](round)).millis);
  }
  const ratio = (median(times[0]) / median(times[1])).toFixed(3);
  return [name, String(rounds), ratio, spread(times[0]), spread(times[1])];
}

async function untilHealthy() {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isUp = await fetch(`${APP}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the service did not start');
}

async function rowsOf(folder) {
  const accounts = JSON.parse(readFileSync(path.join(folder, 'demo-accounts.json'), 'utf8'));
  const [known, locked, alsoLocked] = ['partner', 'approver', 'translator'].map((wanted) =>
    accounts.find(({ role }) => role === wanted),
  );
  await addApp(locked);
  await addApp(alsoLocked);
  const nobody = (round) => `nobody-${round}@people.example`;
  for (let warm = 0; warm < 5; warm += 1) await signIn(nobody(`warm-${warm}`), 'wrong');
  const reset = (email) => ask(RESET, { input: { email, language: 'en' } });
  return [
    await compare(
      'sign-in: known address / unknown address, wrong password',
      ROUNDS,
      () => signIn(known.address, 'wrong'),
      (round) => signIn(nobody(round), 'wrong'),
    ),
    await compare(
      'sign-in with a second factor: right password / wrong password',
      ROUNDS,
      () => signIn(locked.address, locked.password),
      () => signIn(locked.address, 'wrong'),
    ),
    await compare(
      'sign-in, wrong password: with a second factor / without',
      ROUNDS,
      () => signIn(alsoLocked.address, 'wrong'),
      () => signIn(known.address, 'wrong'),
    ),
    await compare(
      'new password asked: known address / unknown address',
      accounts.length * RESETS_EACH,
      (round) => reset(accounts[round % accounts.length].address),
      (round) => reset(nobody(round)),
    ),
  ];
}

export async function measure() {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'sos-bench-')), 'data');
  const env = {
    ...process.env,
    SOS_DATA: folder,
    SOS_MODE: 'demo',
    PORT: String(PORT),
    SOS_TRUST_PROXY: '127.0.0.1,::1',
  };
  const seeded = spawnSync(process.execPath, [path.join(root, 'prisma/dist/seed.js')], { env, stdio: 'inherit' });
  if (seeded.status !== 0) throw new Error('seeding failed: is the product built?');
  const server = spawn(process.execPath, [path.join(root, 'apps/api/dist/main.js')], { env, stdio: 'ignore' });
  try {
    await untilHealthy();
    return {
      title: 'What time tells about accounts',
      note: 'Ratio of medians; the last two columns are the quartiles of each side around its own median: a ratio within them tells nothing.',
      columns: ['pair', 'rounds', 'ratio', 'first, quartiles', 'second, quartiles'],
      rows: await rowsOf(folder),
    };
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}
