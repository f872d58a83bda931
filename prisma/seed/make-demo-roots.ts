// For developers, when the demo's roots run out: npx tsx prisma/seed/make-demo-roots.ts. Existing demos have to start over.
import { writeFileSync } from 'node:fs';
import { createEngine } from '@sos/crypto/engine';
import { toSignedBytes } from '@sos/domain';

import { ROOT_NUMBERS, ROOT_THRESHOLD, rootFile } from './demo-roots.js';

const engine = createEngine();
const passphrase = await engine.generatePassphrase();
const roots = await Promise.all(ROOT_NUMBERS.map(async (number) => ({ number, ...(await engine.generateKey()) })));
const members = roots.map(({ fingerprint, keySha256 }) => ({ fingerprint, keySha256 }));
const set = toSignedBytes({ ctx: 'roots.v1', version: 1, threshold: ROOT_THRESHOLD, members });

writeFileSync(rootFile('passphrase.txt'), `${passphrase}\n`);
writeFileSync(rootFile('roots-1.bytes'), set);
for (const { number, key, publicKey } of roots) {
  const base64 =
    Buffer.from(publicKey)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const armored = [
    '-----BEGIN PGP PUBLIC KEY BLOCK-----',
    '',
    ...base64,
    '-----END PGP PUBLIC KEY BLOCK-----',
    '',
  ].join('\n');
  writeFileSync(rootFile(`root-${number}.public.asc`), armored);
  writeFileSync(rootFile(`root-${number}.private.asc`), await engine.exportRecoveryKit({ key, passphrase }));
  writeFileSync(
    rootFile(`roots-1.root-${number}.sig.asc`),
    await engine.signForPurpose({ key, bytes: set, purpose: 'roots.v1' }),
  );
}
