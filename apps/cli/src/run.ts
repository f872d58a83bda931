import { accountAdd } from './commands/account-add.js';
import { accountPassword } from './commands/account-password.js';
import { backup } from './commands/backup.js';
import { backupPrune } from './commands/backup-prune.js';
import { auditHead } from './commands/audit-head.js';
import { auditVerify } from './commands/audit-verify.js';
import { keyFetch } from './commands/key-fetch.js';
import { logCosign } from './commands/log-cosign.js';
import { logExtend } from './commands/log-extend.js';
import { logKey } from './commands/log-key.js';
import { logMonitor } from './commands/log-monitor.js';
import { open } from './commands/open.js';
import { passwordsImport } from './commands/passwords-import.js';
import { keyNew } from './commands/key-new.js';
import { recoveryCombine } from './commands/recovery-combine.js';
import { recoverySplit } from './commands/recovery-split.js';
import { resourcesImport } from './commands/resources-import.js';
import { restore } from './commands/restore.js';
import { releaseManifest } from './commands/release-manifest.js';
import { releasePublish } from './commands/release-publish.js';
import { releaseSign } from './commands/release-sign.js';
import { releaseVerify } from './commands/release-verify.js';
import { rosterAdd } from './commands/roster-add.js';
import { rosterCombine } from './commands/roster-combine.js';
import { retention } from './commands/retention.js';
import { rosterPublish } from './commands/roster-publish.js';
import { rosterRemove } from './commands/roster-remove.js';
import { rosterRenew } from './commands/roster-renew.js';
import { rosterInit, rosterRoots } from './commands/roster-roots.js';
import { rosterSign } from './commands/roster-sign.js';
import { rosterSuspend } from './commands/roster-suspend.js';
import { rosterVerify } from './commands/roster-verify.js';
import { secretsInit } from './commands/secrets-init.js';
import { setup } from './commands/setup.js';
import { secretsUpgrade } from './commands/secrets-upgrade.js';
import { verifyDeployment } from './commands/verify-deployment.js';
import { readInput, type Command, type World } from './platform/command.js';
import { EXIT_REFUSED, EXIT_USAGE, sentenceOf, UsageProblem } from './platform/problem.js';

const COMMANDS: readonly Command[] = [
  setup,
  secretsInit,
  secretsUpgrade,
  keyNew,
  accountAdd,
  accountPassword,
  passwordsImport,
  resourcesImport,
  keyFetch,
  rosterInit,
  rosterRoots,
  rosterAdd,
  rosterRemove,
  rosterRenew,
  rosterSuspend,
  rosterSign,
  rosterCombine,
  rosterVerify,
  rosterPublish,
  recoverySplit,
  recoveryCombine,
  releaseManifest,
  releaseSign,
  releaseVerify,
  releasePublish,
  verifyDeployment,
  open,
  retention,
  backupPrune,
  backup,
  restore,
  auditVerify,
  auditHead,
  logMonitor,
  logKey,
  logCosign,
  logExtend,
];

const lineOf = ({ name, usage }: Command): string => `sos ${name} ${usage}`;

function help(): string[] {
  const lines = COMMANDS.flatMap((command) => [`  ${lineOf(command)}`, `      ${command.summary}`]);
  return [
    'sos: sets up and checks a service, and opens what was downloaded from one. Files in, files out.',
    '',
    ...lines,
    '',
    'Passphrases are asked on the terminal, or read from the first line of --passphrase-file. The database is DATABASE_URL',
    'or --database; a password in --database shows in the list of processes, so keep it in DATABASE_URL or in ~/.pgpass.',
    'Exit: 0 done, 1 refused or failed, 2 the command line was wrong.',
  ];
}

function find(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const command of COMMANDS) {
    const words = command.name.split(' ');
    if (words.every((word, index) => args[index] === word)) return { command, rest: args.slice(words.length) };
  }
  return undefined;
}

const ASKS_HELP = new Set(['help', '--help', '-h']);

function fail(error: unknown, command: Command, { warn }: World): number {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  warn(sentence);
  if (!(error instanceof UsageProblem)) return EXIT_REFUSED;
  warn(`Usage: ${lineOf(command)}`);
  return EXIT_USAGE;
}

/** @returns the exit code; throws only what is a fault of ours */
export async function run(args: readonly string[], world: World): Promise<number> {
  const found = find(args);
  if (!found) {
    const asked = ASKS_HELP.has(args[0] ?? 'help');
    if (!asked) world.warn(`There is no command "${args.slice(0, 2).join(' ')}".`);
    const tell = asked ? world.say : world.warn;
    for (const line of help()) tell(line);
    return asked ? 0 : EXIT_USAGE;
  }
  const { command, rest } = found;
  if (rest.some((word) => word === '--help' || word === '-h')) {
    world.say(lineOf(command));
    world.say(`    ${command.summary}`);
    return 0;
  }
  try {
    await command.run(readInput(command, rest), world);
    return 0;
  } catch (error) {
    return fail(error, command, world);
  }
}
