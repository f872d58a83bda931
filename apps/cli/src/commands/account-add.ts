import { appendAudit } from '@sos/audit';
import type { Database } from '@sos/database';
import { dutiesApart, emailSchema, isLanguage, isOneOf, isSlug, LIMITS, REGIONS, ROLES, type Role } from '@sos/domain';

import type { Command, Input } from '../platform/command.js';
import { DATABASE_OPTION, withDatabase } from '../platform/database.js';
import { CliProblem, UsageProblem } from '../platform/problem.js';
import { makePassword, showPassword } from './new-password.js';

interface NewOrganisation {
  readonly slug: string;
  /** Null when it must be there already. */
  readonly details: { readonly name: string; readonly country: string; readonly regions: string[] } | null;
}

export interface NewAccount {
  readonly email: string;
  readonly displayName: string;
  readonly language: string;
  readonly roles: readonly Role[];
  readonly organisation: NewOrganisation;
}

export function readOrganisation(text: string): NewOrganisation {
  const [slug = '', name = '', country = '', region = '', ...more] = text.split(':');
  if (!isSlug(slug) || more.length > 0)
    throw new UsageProblem('--organisation is SLUG of one that exists, or SLUG:NAME:COUNTRY:REGION.');
  if (name === '' && country === '' && region === '') return { slug, details: null };
  if (name === '' || !/^[A-Z]{2}$/.test(country))
    throw new UsageProblem('--organisation needs a name, and a country in two capital letters.');
  if (!isOneOf(REGIONS, region))
    throw new UsageProblem(`--organisation: "${region}" is no region; they are ${REGIONS.join(', ')}.`);
  return { slug, details: { name, country, regions: [region] } };
}

function readRoles(words: readonly string[]): Role[] {
  const roles = words
    .flatMap((word) => word.split(','))
    .map((word) => {
      if (isOneOf(ROLES, word)) return word;
      throw new UsageProblem(`--role ${word}: the roles are ${ROLES.join(', ')}.`);
    });
  if (roles.length === 0) throw new UsageProblem('--role is missing.');
  const apart = dutiesApart(roles);
  if (apart) throw new UsageProblem(`--role: one account may not be ${apart[0]} and ${apart[1]}; make two.`);
  return [...new Set(roles)];
}

export function readAddress(text: string): string {
  const email = emailSchema.safeParse(text);
  if (!email.success) throw new UsageProblem(`--address ${text} is not an address.`);
  // Production takes such an account for a demo's, and would not start.
  if (email.data.endsWith('.example')) throw new UsageProblem('An address that ends in .example reaches nobody.');
  return email.data;
}

function readAccount(input: Input): NewAccount {
  const language = input.text('language') ?? 'en';
  if (!isLanguage(language)) throw new UsageProblem('--language is en or es.');
  const displayName = input.need('name').trim();
  if (displayName === '' || displayName.length > LIMITS.displayName)
    throw new UsageProblem(`--name has 1 to ${LIMITS.displayName} characters.`);
  return {
    email: readAddress(input.need('address')),
    displayName,
    language,
    roles: readRoles(input.list('role')),
    organisation: readOrganisation(input.need('organisation')),
  };
}

type Transaction = Parameters<Parameters<Database['prisma']['$transaction']>[0]>[0];

async function organisationId(tx: Transaction, { slug, details }: NewOrganisation): Promise<string> {
  const known = await tx.organisation.findUnique({ where: { slug }, select: { id: true, name: true } });
  if (known && details && known.name !== details.name)
    throw new CliProblem(`The organisation ${slug} is there already, as "${known.name}".`);
  if (known) return known.id;
  if (!details)
    throw new CliProblem(`There is no organisation ${slug}: give --organisation ${slug}:NAME:COUNTRY:REGION.`);
  return (await tx.organisation.create({ data: { slug, ...details }, select: { id: true } })).id;
}

/** Whoever has the machine needs no second person; that they used it is written down. */
export async function createAccount(
  { prisma }: Database,
  account: NewAccount,
  secret: string,
  now: Date,
): Promise<void> {
  const { email, displayName, language, roles, organisation } = account;
  await prisma.$transaction(async (tx) => {
    if ((await tx.account.count({ where: { email } })) > 0)
      throw new CliProblem(`There is an account for ${email} already.`);
    const { id } = await tx.account.create({
      select: { id: true },
      data: {
        email,
        displayName,
        language,
        credentials: { create: { kind: 'password', secret } },
        memberships: {
          create: {
            organisationId: await organisationId(tx, organisation),
            roles: [...roles],
            focalPoint: roles.includes('member'),
          },
        },
      },
    });
    const facts = { roles: roles.join(','), by: 'command-line' };
    await appendAudit(tx, { event: 'account.created', actorId: null, subject: 'account', subjectId: id, facts }, now);
  });
}

export const accountAdd: Command = {
  name: 'account add',
  usage: '--address A --name N --role R… --organisation SLUG[:NAME:COUNTRY:REGION] [--language en|es] [--database URL]',
  summary: 'Makes an account, and shows its password once.',
  options: {
    address: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    organisation: { type: 'string' },
    language: { type: 'string' },
    ...DATABASE_OPTION,
  },
  takes: [0, 0],
  async run(input, world) {
    const account = readAccount(input);
    const { password, secret } = await makePassword(world);
    await withDatabase(input, world, (database) => createAccount(database, account, secret, world.now()));
    world.say(`Account ${account.email}: ${account.roles.join(', ')} of ${account.organisation.slug}.`);
    showPassword(world, password);
  },
};
