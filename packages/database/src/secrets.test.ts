import { sign, verify, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { DatabaseProblem } from './problem.js';
import { deriveKey, loadSecrets, logPublicKey, makeProductionSecrets, upgradeSecrets } from './secrets.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sos-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codeThrownBy(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DatabaseProblem) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('loadSecrets', () => {
  it('makes the demo secrets once, readable by their owner alone', () => {
    const first = loadSecrets(folder, 'demo');
    const second = loadSecrets(folder, 'demo');
    expect(second.wrappingKey).toEqual(first.wrappingKey);
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    const signature = sign(null, Buffer.from('receipt'), first.receiptKey);
    expect(verify(null, Buffer.from('receipt'), createPublicKey(second.receiptKey), signature)).toBe(true);
  });

  it('never makes production secrets, and refuses those of a demo', () => {
    loadSecrets(folder, 'demo');
    const file = path.join(folder, 'secrets.json');
    expect(codeThrownBy(() => loadSecrets(folder, 'production'))).toBe('secrets_missing');
    expect(codeThrownBy(() => loadSecrets(folder, 'production', path.join(folder, 'none.json')))).toBe(
      'secrets_missing',
    );
    expect(codeThrownBy(() => loadSecrets(folder, 'production', file))).toBe('secrets_demo');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"demo": true', '"demo": false'));
    expect(loadSecrets(folder, 'production', file).demo).toBe(false);
  });

  it.each([
    ['not JSON', () => '{'],
    ['another version', (text: string) => text.replace('"version": 2', '"version": 3')],
    ['no log key', (text: string) => text.replace('logKey', 'other')],
    ['a short key', (text: string) => text.replace(/"wrappingKey": ".{8}/, '"wrappingKey": "')],
    ['no receipt key', (text: string) => text.replace('receiptKey', 'other')],
  ])('refuses a file with %s', (_what, change) => {
    loadSecrets(folder, 'demo');
    const file = path.join(folder, 'secrets.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(codeThrownBy(() => loadSecrets(folder, 'demo'))).toBe('secrets_invalid');
  });

  it('gives a file of the version before its new key, once, and loses none of the others', () => {
    const first = loadSecrets(folder, 'demo');
    const file = path.join(folder, 'secrets.json');
    const { logKey: _new, ...before } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...before, version: 1 }));
    const upgraded = loadSecrets(folder, 'demo');
    expect(upgraded.wrappingKey).toEqual(first.wrappingKey);
    expect(logPublicKey(upgraded)).toHaveLength(32);
    expect(logPublicKey(upgraded)).not.toEqual(logPublicKey(first));
    expect(logPublicKey(loadSecrets(folder, 'demo'))).toEqual(logPublicKey(upgraded));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('changes no production file by itself: a person does, who keeps the copies', () => {
    const file = path.join(folder, 'production.json');
    makeProductionSecrets(file);
    expect(upgradeSecrets(file)).toBe(false);
    const { logKey: _new, ...before } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...before, version: 1 }));
    expect(codeThrownBy(() => loadSecrets(folder, 'production', file))).toBe('secrets_old');
    expect(upgradeSecrets(file)).toBe(true);
    expect(loadSecrets(folder, 'production', file).demo).toBe(false);
  });

  it('derives one key per purpose', () => {
    const secrets = loadSecrets(folder, 'demo');
    expect(deriveKey(secrets, 'a')).toEqual(deriveKey(secrets, 'a'));
    expect(deriveKey(secrets, 'a')).not.toEqual(deriveKey(secrets, 'b'));
  });
});
