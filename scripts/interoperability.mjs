// `pnpm interop`: runs the matrix of packages/crypto/src/interoperability.test.ts and writes what was found to docs/interoperability.md.
// The test command runs the same test, and fails where the document says something else.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const document = path.join(root, 'docs/interoperability.md');

const HEAD = `# Interoperability

What people hold of us must open without us. This is what GnuPG and Sequoia make of everything we write, what we make of what they write,
and whose signatures each of us calls good. \`npm test\` tries all of it with the real programs and fails when this page says something
else; \`pnpm interop\` writes it. “opens” means: the whole content, byte for byte, with the recovery kit as it is printed.

- **A signature of ours over a document carries its purpose as a critical notation.** Both programs call such a signature BAD until the
  notation is named: \`gpg --known-notation context@sos.example\`, \`sq --known-notation context@sos.example\`; both then show what it says,
  and that has to be compared. \`sqop\` cannot name a notation, and so cannot check these.
- The columns of the last table say what somebody concludes who follows [the guide](key-ceremony.md): good, and by this key, and for this purpose.
- **Whoever verifies with GnuPG 2.2 adds \`--weak-digest SHA1\`**: it takes SHA-1 signatures for good otherwise. Sequoia and we never do.
- A vault is no part of this: it never leaves the device as a file. Its Argon2id slots are newer than what GnuPG 2.2 and this Sequoia read.
- Sequoia's \`sq\` has changed its commands since version 0.27; the tests speak that one, which Debian 12 has.
- GnuPG up to 2.4 cannot read version 6 keys and SEIPDv2. We make and store neither.

`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'sos-interop-'));
const report = path.join(folder, 'report.md');
try {
  const test = 'packages/crypto/src/interoperability.test.ts';
  const { ok } = await run(...tool('jest', '--selectProjects', 'unit', '--', test), {
    env: { SOS_INTEROP_REPORT: report },
    live: true,
  });
  if (!ok || !existsSync(report)) throw new Error('the matrix does not hold: nothing was written');
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(document, `${HEAD}Last run ${day}: ${readFileSync(report, 'utf8')}`);
  await run(...tool('prettier', '--write', document));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
