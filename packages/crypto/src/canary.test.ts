import { writeEnrolment } from '@sos/domain';
import { copyBytes, sha256Hex } from './bytes.js';
import { createEngine } from './engine.js';
import { CONTEXT_NOTATION } from './openpgp-library.js';
import { openGnupg, type Gnupg } from './testing/gnupg.js';

/** A key that lives in GnuPG and is enrolled from there. */
describe('a key of one’s own, proven with GnuPG', () => {
  const engine = createEngine({ now: () => new Date('2026-11-22T11:30:00Z') });
  let gnupg: Gnupg;
  let publicKey: Uint8Array;

  beforeAll(() => {
    gnupg = openGnupg();
    const asked = ['--passphrase', '', '--quick-generate-key', 'mine', 'ed25519', 'cert,sign', '1y'];
    gnupg.run(asked);
    const listing = gnupg.run(['--with-colons', '--list-keys', 'mine']).stdout.toString();
    const fingerprint = /^fpr:::::::::([0-9A-F]{40}):/m.exec(listing)?.[1] ?? '';
    gnupg.run(['--passphrase', '', '--quick-add-key', fingerprint, 'cv25519', 'encr', '1y']);
    publicKey = copyBytes(gnupg.run(['--export', 'mine']).stdout);
  });
  afterAll(() => gnupg.close());

  it('is accepted armored, and opens the canary in its own tool; only those words count', async () => {
    const armored = gnupg.run(['--armor', '--export', 'mine']).stdout.toString();
    expect(await engine.checkPublicKey({ key: armored })).toMatchObject({ ok: true, publicKey });
    const { canary, armored: message } = await engine.sealCanary({ publicKey });
    const opened = gnupg.run(['--decrypt'], message);
    expect(opened.status).toBe(0);
    const words = opened.stdout.toString();
    expect(words.trim().split(' ')).toHaveLength(4);
    expect(await engine.checkCanary({ canary, words: 'some other four words' })).toBe(false);
    expect(await engine.checkCanary({ canary, words: words.toUpperCase() })).toBe(true);
    expect(await engine.checkCanary({ canary, words })).toBe(false);
  });

  it('opens there whatever its length leaves for the last line of the armor', async () => {
    for (let tries = 0; tries < 9; tries += 1) {
      const { armored } = await engine.sealCanary({ publicKey });
      expect(gnupg.run(['--decrypt'], armored).status).toBe(0);
    }
  });

  it('dies after five wrong answers, and with the lock', async () => {
    const first = await engine.sealCanary({ publicKey });
    for (let tries = 0; tries < 5; tries += 1)
      expect(await engine.checkCanary({ canary: first.canary, words: 'a b c d' })).toBe(false);
    const words = gnupg.run(['--decrypt'], first.armored).stdout.toString();
    expect(await engine.checkCanary({ canary: first.canary, words })).toBe(false);
    const second = await engine.sealCanary({ publicKey });
    await engine.lockAll();
    const others = gnupg.run(['--decrypt'], second.armored).stdout.toString();
    expect(await engine.checkCanary({ canary: second.canary, words: others })).toBe(false);
  });

  it('signs its enrolment there with the critical notation; without it, or for something else, it counts for nothing', async () => {
    const bytes = writeEnrolment({
      ctx: 'enrol.v1',
      service: 'https://app.example',
      fingerprint: 'a'.repeat(40),
      keySha256: sha256Hex(publicKey),
      nonce: 'b'.repeat(32),
      issued: '2026-11-22T11:00:00.000Z',
    });
    const challenge = gnupg.file('enrol.json', bytes);
    const sign = (...notation: string[]) =>
      gnupg
        .run([
          '--passphrase',
          '',
          '--armor',
          '--digest-algo',
          'SHA512',
          ...notation,
          '--output',
          '-',
          '--detach-sign',
          challenge,
        ])
        .stdout.toString();
    const verify = (signature: string) => engine.verifyForPurpose({ bytes, signature, publicKey, purpose: 'enrol.v1' });
    expect(await verify(sign('--sig-notation', `!${CONTEXT_NOTATION}=enrol.v1`))).toBe('good');
    expect(await verify(sign('--sig-notation', `!${CONTEXT_NOTATION}=roots.v1`))).toBe('wrong_purpose');
    expect(await verify(sign())).toBe('wrong_purpose');
    expect(await verify('hello')).toBe('bad');
  });
});
