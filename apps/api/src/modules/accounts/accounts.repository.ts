import type { Database } from '@sos/database';
import type { Language } from '@sos/domain';
import { isLanguage } from '@sos/domain';
import { randomUUID } from 'node:crypto';

import type { Audit, Clock, DatabaseTransaction, Notices } from '../../platform/platform.types.js';
import { hashOfDevice } from '../../platform/device.js';
import { loadViewer } from '../../platform/session.js';
import type { Proof, Viewer } from '../../platform/viewer.js';

export interface PasswordHolder {
  readonly accountId: string;
  readonly passwordHash: string;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly language: Language;
}

export interface AccountRepository {
  /** Whose password counts for this address: nobody's when the account is suspended. @param email in its canonical form. */
  findPasswordHolder(email: string): Promise<PasswordHolder | null>;
  /**
   * The browser, where this address's account has been signed in to from it. Asks the same of the database for every address.
   * @param deviceToken what the browser was given then
   */
  findKnownBrowser(email: string, deviceToken: string | null): Promise<string | null>;
  /** Null when the account is suspended or gone. */
  findViewer(accountId: string, proof: Proof): Promise<Viewer | null>;
  findPerson(accountId: string): Promise<Person | null>;
  /** Who was at which browser, for the mail about it. */
  findDevice(id: string): Promise<{ person: Person; browser: string; system: string; createdAt: Date } | null>;
  /** One mail to the account's owner, in the transaction of what it tells. */
  tell(accountId: string, template: string, subjectId: string, transaction?: DatabaseTransaction): Promise<void>;
  /** For an act that must not be half done. */
  transaction<T>(work: (tx: DatabaseTransaction) => Promise<T>): Promise<T>;
  noteFailedFactor(accountId: string, facts: Readonly<Record<string, string>>): Promise<void>;
  noteClone(accountId: string, credentialId: string): Promise<void>;
}

export interface AccountRepositoryParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly notices: Notices;
}

const PERSON = { id: true, email: true, displayName: true, language: true } as const;

function toPerson<Row extends { language: string }>(row: Row): Omit<Row, 'language'> & { language: Language } {
  return { ...row, language: isLanguage(row.language) ? row.language : 'en' };
}

export function createAccountRepository(parts: AccountRepositoryParts): AccountRepository {
  const { database, clock, audit, notices } = parts;
  const { prisma } = database;
  return {
    async findPasswordHolder(email) {
      const credential = await prisma.credential.findFirst({
        where: { kind: 'password', account: { email, status: 'active' } },
        orderBy: { createdAt: 'desc' },
        select: { secret: true, accountId: true },
      });
      return credential && { accountId: credential.accountId, passwordHash: credential.secret };
    },
    async findKnownBrowser(email, deviceToken) {
      if (deviceToken === null) return null;
      const account = await prisma.account.findFirst({ where: { email, status: 'active' }, select: { id: true } });
      const accountId = account?.id ?? randomUUID();
      const hash = Uint8Array.from(hashOfDevice(accountId, deviceToken));
      return (await prisma.device.findFirst({ where: { accountId, hash }, select: { id: true } }))?.id ?? null;
    },
    findViewer: (accountId, proof) => loadViewer(database, accountId, proof, clock.now()),
    async findPerson(accountId) {
      const row = await prisma.account.findFirst({ where: { id: accountId, status: 'active' }, select: PERSON });
      return row && toPerson(row);
    },
    async findDevice(id) {
      const row = await prisma.device.findFirst({
        where: { id, account: { status: 'active' } },
        select: { browser: true, system: true, createdAt: true, account: { select: PERSON } },
      });
      return row && { ...row, person: toPerson(row.account) };
    },
    tell: (accountId, template, subjectId, transaction) => notices.tell(accountId, template, subjectId, transaction),
    transaction: (work) => prisma.$transaction(work),
    noteFailedFactor: (accountId, facts) =>
      audit.record({ event: 'session.factorFailed', actorId: null, subject: 'account', subjectId: accountId, facts }),
    // Nobody knows who held the copy: the owner is whom it is about, not who did it.
    noteClone: (accountId, credential) =>
      audit.record({
        event: 'credential.cloneRefused',
        actorId: null,
        subject: 'account',
        subjectId: accountId,
        facts: { credential },
      }),
  };
}
