import type { CryptoApi, EntryFinding, EntryRefusal, KeyHandle, OpenedEntry, VerifiedRoster } from '@sos/crypto';
import { createEngine, readEntryUnchecked } from '@sos/crypto/engine';
import type { Entry, Roster } from '@sos/domain';

import { entryLines } from '../ceremony/entry-text.js';
import { readCeremony } from '../ceremony/folder.js';
import { unlockKeyFile } from '../ceremony/keys.js';
import { verifyCeremony } from '../ceremony/verify.js';
import type { Command, Input, World } from '../platform/command.js';
import { readBytes, readText } from '../platform/files.js';
import { CliProblem } from '../platform/problem.js';
import { groupFingerprint, PASSPHRASE_OPTION, readPassphrase } from '../platform/terminal.js';

const REFUSALS: Readonly<Record<EntryRefusal, string>> = {
  malformed_message: 'it is not a downloaded entry',
  no_grant_for_key: 'it is not addressed to this key',
  grant_unusable: 'its key grant is damaged',
  integrity: 'it was changed after it was written',
  not_signed: 'nobody signed it',
  bad_signature: 'the signature is not by the author it names',
  malformed_entry: 'what is inside is not an entry',
  wrong_case: 'it belongs to another case, or its author is not who opened the case it names',
  wrong_entry: 'it is another entry',
  wrong_audience: 'it was written to another audience',
  author_unknown:
    'neither the roster nor the case knows its author: for what a member wrote later, name their first report with --report',
  author_not_allowed: 'its author may not write such an entry',
};

const FINDINGS: Readonly<Record<EntryFinding, string>> = {
  roster_unknown: 'it names a roster that is not in the folder, so its readers were not checked',
  roster_run_out: 'its roster had run out when it was written',
  recipients_extra: 'it has readers that it should not have',
  recipients_missing: 'somebody who should be able to read it cannot',
  not_addressed_to_me: 'it does not name this key among its readers',
  granted_later: 'this key was let in after it was written',
  moved_by_me: 'its reader moved it to this key with an earlier one',
  from_the_future: 'it is dated in the future',
  old_key: 'its author had already replaced the key it is signed with',
  author_left: 'its author had already left the team when it was written',
};

interface Material {
  readonly kit: string;
  readonly kitFile: string;
  readonly passphrase: string;
  readonly now: Date;
}

interface Read {
  readonly file: string;
  readonly entry: Entry;
  readonly message: Uint8Array;
}

async function read(file: string, { kit, passphrase, now }: Material): Promise<Read> {
  const message = readBytes(file);
  const result = await readEntryUnchecked({ armoredKit: kit, passphrase, message }, now);
  if (!result.ok) throw new CliProblem(`${file} cannot be opened: ${REFUSALS[result.refusal]}.`);
  return { file, entry: result.entry, message };
}

function teamOf(entry: Entry, rosters: readonly Roster[]): string {
  const roster = rosters.find(({ version }) => version === entry.rosterVersion) ?? rosters[0];
  const author = entry.author.fingerprint;
  const own = roster?.teams.find(({ holders }) => holders.some(({ fingerprint }) => fingerprint === author));
  return (own ?? roster?.teams[0])?.id ?? '';
}

interface Checking {
  readonly engine: CryptoApi;
  readonly key: KeyHandle;
  readonly verdicts: readonly VerifiedRoster[];
}

async function startChecking(engine: CryptoApi, folder: string, { kitFile, passphrase }: Material): Promise<Checking> {
  const { verdicts } = await verifyCeremony(engine, readCeremony(folder));
  const { key } = await unlockKeyFile(engine, kitFile, passphrase);
  return { engine, key, verdicts };
}

/** Case, entry and audience are the ones the entry names: a file says nothing of where it was found. */
async function check(
  { engine, key, verdicts }: Checking,
  { file, entry, message }: Read,
  participants: readonly Uint8Array[],
): Promise<OpenedEntry> {
  const { caseId, entryId, audience } = entry;
  const teamId = teamOf(
    entry,
    verdicts.map(({ roster }) => roster),
  );
  const expected = { caseId, entryId, audience, teamId };
  const rosters = verdicts.map(({ ref }) => ref);
  const opened = await engine.openEntry({ key, message, rosters, participants, expected });
  if (!opened.ok) throw new CliProblem(`${file} is not shown: ${REFUSALS[opened.refusal]}.`);
  return opened;
}

/** The key that the case's first report carries, under a signature of its own. */
async function participantsOf(checking: Checking, report: Read, { caseId }: Entry): Promise<Uint8Array[]> {
  const { entry, authorKey } = await check(checking, report, []);
  if (!authorKey || entry.caseId !== caseId) throw new CliProblem(`${report.file} is not a report of the same case.`);
  return [authorKey];
}

function findingLines({ findings, authorKey }: OpenedEntry, knowsMember: boolean): string[] {
  const aboutReaders: readonly EntryFinding[] = ['recipients_extra', 'recipients_missing'];
  if (knowsMember || authorKey) return findings.map((finding) => `But ${FINDINGS[finding]}.`);
  const others = findings.filter((finding) => !aboutReaders.includes(finding));
  return [
    ...others.map((finding) => `But ${FINDINGS[finding]}.`),
    'Its readers were not checked: for that, name the first report with --report.',
  ];
}

function authorshipLine({ author: { fingerprint, party }, authorKey }: OpenedEntry): string {
  const who = `Authorship was checked: signed by ${groupFingerprint(fingerprint)}`;
  return authorKey
    ? `${who}, the key the report itself carries; whose it is, only that person can say.`
    : `${who}, ${party}.`;
}

async function describeAuthorship(input: Input, { now }: World, message: Read, material: Material): Promise<string[]> {
  const folder = input.text('roster');
  if (folder === undefined)
    return ['Authorship was NOT checked: anybody could have written this to you. With --roster FOLDER it is checked.'];
  const engine = createEngine({ now });
  const checking = await startChecking(engine, folder, material);
  const report = input.text('report');
  const participants =
    report === undefined ? [] : await participantsOf(checking, await read(report, material), message.entry);
  const opened = await check(checking, message, participants);
  await engine.lockAll();
  return [authorshipLine(opened), ...findingLines(opened, participants.length > 0)];
}

export const open: Command = {
  name: 'open',
  usage: 'FILE.pgp --kit KIT.asc [--roster FOLDER [--report FIRST.pgp]] [--passphrase-file FILE]',
  summary: 'Opens one downloaded entry on a machine that is offline, and prints what was written.',
  options: { kit: { type: 'string' }, roster: { type: 'string' }, report: { type: 'string' }, ...PASSPHRASE_OPTION },
  takes: [1, 1],
  async run(input, world) {
    const [file = ''] = input.positionals;
    const kitFile = input.need('kit');
    const kit = readText(kitFile);
    const passphrase = await readPassphrase(input, world, `Passphrase of ${kitFile}: `);
    const material = { kit, kitFile, passphrase, now: world.now() };
    const message = await read(file, material);
    for (const line of await describeAuthorship(input, world, message, material)) world.warn(line);
    for (const line of entryLines(message.entry)) world.say(line);
  },
};
