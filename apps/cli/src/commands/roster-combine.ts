import { existsSync } from 'node:fs';
import { createEngine } from '@sos/crypto/engine';

import { readCeremony, type Ceremony, type Document } from '../ceremony/folder.js';
import { signatureFile } from '../ceremony/gpg-command.js';
import { candidatesFor, readKeys, whoSigned, type Candidates } from '../ceremony/signers.js';
import type { Command } from '../platform/command.js';
import { readText, writeNewFile } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint } from '../platform/terminal.js';

interface Place {
  readonly document: Document<unknown>;
  readonly candidates: Candidates;
}

function placesOf(ceremony: Ceremony): Place[] {
  const keys = readKeys(ceremony);
  return [...ceremony.rootSets, ...ceremony.rosters, ...ceremony.suspensions].map((document) => ({
    document,
    candidates: candidatesFor(ceremony, document, keys),
  }));
}

export const rosterCombine: Command = {
  name: 'roster combine',
  usage: 'FOLDER SIGNATURE.asc…',
  summary: 'Puts signatures that came in from elsewhere beside the documents they are for, if they are good.',
  options: {},
  takes: [2, 33],
  async run({ positionals: [folder = '', ...files] }, { say, now }) {
    const places = placesOf(readCeremony(folder));
    const engine = createEngine({ now });
    for (const file of files) {
      const armored = readText(file);
      let out: string | undefined;
      for (const { document, candidates } of places) {
        const { verdict, fingerprint } = await whoSigned(engine, document.bytes, armored, candidates);
        if (verdict !== 'good' || fingerprint === undefined) continue;
        out = signatureFile(document.file, fingerprint);
        if (!existsSync(out)) writeNewFile(out, armored);
        say(`${out}: signed by ${groupFingerprint(fingerprint)}.`);
        break;
      }
      if (out === undefined) throw new CliProblem(`${file} is no good signature on anything in ${folder}.`);
    }
  },
};
