import { readAudit, verifyAudit, type AuditFinding } from '@sos/audit';
import { parseAuditHead, spellAuditHead, type AuditHead } from '@sos/domain';
import { readAuditHeads, type KeptAuditHeads } from '@sos/log/store';

import type { Command, Input, World } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { addLine, readText } from '../platform/files.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';

/** A log that was replaced as a whole would otherwise fill the terminal with a sentence for each entry. */
const MOST_SHOWN = 100;

function sentence(finding: AuditFinding): string {
  switch (finding.kind) {
    case 'changed':
      return `Entry ${finding.sequence} was changed after it was written.`;
    case 'unreadable':
      return `Entry ${finding.sequence} is not in the form of an entry.`;
    case 'missing':
      return finding.from === finding.to
        ? `Entry ${finding.from} is missing.`
        : `Entries ${finding.from} to ${finding.to} are missing.`;
    case 'fork':
      return `There are two entries with the number ${finding.sequence}.`;
    case 'order':
      return `Entry ${finding.sequence} is not in its place.`;
    case 'unlinked':
      return `Entry ${finding.sequence} does not follow from the one before it: one of the two was replaced.`;
    case 'rewritten':
      return `Entry ${finding.sequence} is not the one whose head was kept: the log was written again.`;
    case 'cut':
      return `The log ends at entry ${finding.last}, and a head was kept of entry ${finding.kept}: its end was cut off.`;
  }
}

/** A head itself, or a file with one at the beginning of each line. */
function readHeads(text: string): readonly AuditHead[] {
  const given = parseAuditHead(text);
  if (given) return [given];
  const lines = readText(text)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const heads = lines.flatMap((line) => parseAuditHead(line.split(' ')[0] ?? '') ?? []);
  if (heads.length === 0 || heads.length < lines.length)
    throw new UsageProblem(`${text} holds lines that are no head of an audit log (HEX@NUMBER).`);
  return heads;
}

/** Whoever writes the audit log again must hide the heads that the transparency log holds of it. */
function* logSentences({ disguised, unexplained }: KeptAuditHeads): Generator<string> {
  for (const index of disguised)
    yield `Entry ${index} of the transparency log is not of what its record says: a head of this log may be hidden there.`;
  if (unexplained > 0)
    yield `The transparency log has ${unexplained} entries without a record that no restore explains: heads of this log may be hidden there.`;
}

async function verify(input: Input, world: World, given: readonly AuditHead[]): Promise<AuditHead | null> {
  let findings = 0;
  const tell = (found: string): void => {
    if (++findings <= MOST_SHOWN) world.say(found);
  };
  const head = await withDatabase(input, world, async (database) => {
    const kept = await readAuditHeads(database);
    for (const found of logSentences(kept)) tell(found);
    const heads = [...given, ...kept.heads];
    return (await verifyAudit(readAudit(database), { heads, onFinding: (finding) => tell(sentence(finding)) })).head;
  });
  if (findings > MOST_SHOWN) world.say(`${findings - MOST_SHOWN} more are not shown.`);
  if (findings > 0)
    throw new CliProblem(`The audit log does not hold: ${findings} findings. Keep a copy of the database.`);
  return head;
}

export const auditVerify: Command = {
  name: 'audit verify',
  usage: '[--head FILE|HEX@NUMBER] [--save-head FILE] [--database URL]',
  summary: 'Finds every edit, cut, gap and exchange in the audit log; what its end hides, a head kept elsewhere shows.',
  options: { head: { type: 'string' }, 'save-head': { type: 'string' }, ...DATABASE_OPTION },
  takes: [0, 0],
  async run(input, world) {
    const [kept, file] = [input.text('head'), input.text('save-head')];
    const heads = kept === undefined ? [] : readHeads(kept);
    const head = await verify(input, world, heads);
    if (!head) {
      world.say('The audit log is empty.');
      return;
    }
    world.say(`The audit log holds, from entry 1 to ${head.sequence}.`);
    if (heads.length === 0)
      world.warn(
        'No head was given: only the heads in this database’s own log speak against a log that was written again.',
      );
    world.say(spellAuditHead(head));
    if (file !== undefined) addLine(file, `${spellAuditHead(head)} ${world.now().toISOString()}`);
  },
};
