import type { KeyHandle, UnlockedKey } from '@sos/crypto';

import { createCryptoHost, IDLE_LIMIT_MS, type LockChannel, type TerminablePort } from './crypto-host.js';

const KEY: UnlockedKey = {
  // A brand exists for the compiler only.
  key: 'handle-1' as KeyHandle,
  fingerprint: 'f'.repeat(40),
  keySha256: 'a'.repeat(64),
  publicKey: new Uint8Array(),
  encryptionSubkeyId: 'b'.repeat(16),
  expiresAt: '2029-01-01T00:00:00Z',
};

function createChannels(): [LockChannel, LockChannel] {
  const listeners: ((event: MessageEvent) => void)[][] = [[], []];
  const end = (own: number, other: number): LockChannel => ({
    postMessage: (message) =>
      listeners[other]?.forEach((listener) => listener(new MessageEvent('message', { data: message }))),
    addEventListener: (_type, listener) => void listeners[own]?.push(listener),
  });
  return [end(0, 1), end(1, 0)];
}

function setUp(channel: LockChannel = createChannels()[0]) {
  const workers: (TerminablePort & { terminate: jest.Mock })[] = [];
  let time = 0;
  const host = createCryptoHost({
    startWorker: () => {
      const worker = { postMessage: jest.fn(), addEventListener: jest.fn(), terminate: jest.fn() };
      workers.push(worker);
      return worker;
    },
    now: () => time,
    channel,
  });
  return { host, workers, pass: (milliseconds: number) => void (time += milliseconds) };
}

test('no worker runs before it is needed, and one serves everybody', () => {
  const { host, workers } = setUp();
  expect(workers).toHaveLength(0);
  host.client();
  host.client();
  expect(workers).toHaveLength(1);
});

test('locking ends the worker with every key in it; what is under way is told so', async () => {
  const { host, workers } = setUp();
  const capabilities = host.client().capabilities();
  host.unlocked(KEY);
  host.lock('asked');
  expect(workers[0]?.terminate).toHaveBeenCalled();
  expect(host.state()).toEqual({ status: 'locked', reason: 'asked' });
  await expect(capabilities).rejects.toThrow('WORKER_GONE');
});

test('a client from before the lock opens nothing afterwards', async () => {
  const { host, workers } = setUp();
  const before = host.client();
  host.unlocked(KEY);
  host.lock('asked');
  await expect(before.capabilities()).rejects.toThrow('WORKER_GONE');
  expect(host.client()).not.toBe(before);
  expect(workers).toHaveLength(2);
});

test('fifteen minutes without a sign of life lock the key; a sign of life starts them again', () => {
  const { host, pass } = setUp();
  host.client();
  host.unlocked(KEY);
  pass(IDLE_LIMIT_MS - 1);
  host.checkIdle();
  host.touch();
  pass(IDLE_LIMIT_MS - 1);
  host.checkIdle();
  expect(host.state().status).toBe('unlocked');
  pass(1);
  host.checkIdle();
  expect(host.state()).toEqual({ status: 'locked', reason: 'idle' });
});

test('locking in one window locks every window, and idleness in one locks only itself', () => {
  const [here, there] = createChannels();
  const first = setUp(here);
  const second = setUp(there);
  first.host.unlocked(KEY);
  second.host.unlocked(KEY);
  first.pass(IDLE_LIMIT_MS);
  first.host.checkIdle();
  expect(second.host.state().status).toBe('unlocked');
  first.host.lock('asked');
  expect(second.host.state()).toEqual({ status: 'locked', reason: 'elsewhere' });
});

test('screens hear of every change', () => {
  const { host } = setUp();
  const listener = jest.fn();
  const stop = host.subscribe(listener);
  host.unlocked(KEY);
  host.lock('asked');
  stop();
  host.unlocked(KEY);
  expect(listener).toHaveBeenCalledTimes(2);
});
