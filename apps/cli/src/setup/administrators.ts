import type { Database } from '@sos/database';

import { createAccount, readAddress, readOrganisation, type NewAccount } from '../commands/account-add.js';
import { makePassword, showPassword } from '../commands/new-password.js';
import type { World } from '../platform/command.js';
import { UsageProblem } from '../platform/problem.js';
import type { Report } from './report.js';

/** One alone could do nothing that needs a second person, and being lost would lock everybody out. */
const NEEDED = 2;

export interface Wish {
  readonly address: string;
  readonly name: string;
}

/** ADDRESS:NAME */
export function parseWish(text: string): Wish {
  const [address = '', ...name] = text.split(':');
  if (name.join(':').trim() === '') throw new UsageProblem('--administrator is ADDRESS:NAME.');
  return { address: readAddress(address), name: name.join(':').trim() };
}

export interface Answers {
  readonly wishes: readonly Wish[];
  readonly organisation: string | undefined;
  /** Null where nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

async function nextWish(number: number, { wishes, ask }: Answers, taken: number): Promise<Wish | undefined> {
  const given = wishes[taken];
  if (given || !ask) return given;
  const address = await ask(`Address of administrator ${number}: `);
  return parseWish(`${address}:${await ask(`Name of administrator ${number}: `)}`);
}

async function organisationOf({ prisma }: Database, { organisation, ask }: Answers): Promise<string | undefined> {
  const [only] = await prisma.organisation.findMany({ take: 1, orderBy: { createdAt: 'asc' } });
  if (organisation !== undefined) return organisation;
  if (only) return only.slug;
  return ask?.('First organisation, as SLUG:NAME:COUNTRY:REGION (e.g. network:Our Network:MX:global): ');
}

export async function prepareAdministrators(
  report: Report,
  world: World,
  database: Database,
  answers: Answers,
): Promise<void> {
  const where = { status: 'active', memberships: { some: { roles: { has: 'administrator' }, until: null } } } as const;
  const known = new Set((await database.prisma.account.findMany({ where })).map(({ email }) => email));
  const open = { ...answers, wishes: answers.wishes.filter(({ address }) => !known.has(address)) };
  let taken = 0;
  while (known.size < NEEDED) {
    const wish = await nextWish(known.size + 1, open, taken);
    const organisation = wish && (await organisationOf(database, open));
    if (!wish || organisation === undefined) break;
    taken += 1;
    const { password, secret } = await makePassword(world);
    const account: NewAccount = {
      email: wish.address,
      displayName: wish.name,
      language: 'en',
      roles: ['administrator'],
      organisation: readOrganisation(organisation),
    };
    await createAccount(database, account, secret, world.now());
    known.add(wish.address);
    report.did(`Made the administrator ${wish.address}`);
    showPassword(world, password);
  }
  report.either(
    known.size >= NEEDED,
    `${known.size} administrators`,
    'Two administrators are needed: roles that reach rosters and exports take two people. --administrator ADDRESS:NAME',
  );
}
