import { ROSTER_VALID_DAYS, toSignedBytes, type Roster } from '@sos/domain';
import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { FullPlatform } from '../../../platform/create-platform.js';
import type { ApiModule } from '../../../platform/platform.types.js';
import { makeAccount, type TestAccount } from '../../../testing/factories.js';
import { startTestApi, type TestApi } from '../../../testing/start-test-api.js';
import { createKeysModule } from '../../keys/index.js';
import { createCasesModule } from '../index.js';
import { fakeMessage, withHead } from './packets.js';

export interface Person {
  readonly account: TestAccount;
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly subkeyId: string;
}

export interface EntryOptions {
  readonly caseId: string;
  readonly entryId?: string;
  readonly audience?: string;
  readonly rosterVersion?: number;
  readonly newCase?: boolean;
  readonly message?: Uint8Array;
  readonly head?: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;

/** Two members, two responders and a signed-for roster in a real database behind the real server. */
export interface CaseWorld {
  readonly api: TestApi;
  readonly member: Person;
  readonly stranger: Person;
  readonly first: Person;
  readonly second: Person;
  /** Subkey ids of everybody who must receive what goes to the case. */
  readonly caseReaders: readonly string[];
  readonly teamReaders: readonly string[];
  /** @returns the SHA-256 of its bytes. */
  publishRoster(version: number, holders: readonly Person[], change?: Partial<Roster>): Promise<string>;
  putEntry(
    person: Person,
    options: EntryOptions,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly entryId: string }>;
  /** A case of the member with one entry. */
  openCase(): Promise<string>;
}

export interface PersonKey {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
  readonly encryptionSubkeyId: string;
}

/** The gate compares ids and hashes; only what verifies signatures needs more of a key than that. */
function fakeKey(): PersonKey {
  const [publicKey, fingerprint] = [new Uint8Array(randomBytes(300)), randomBytes(20).toString('hex')];
  return { publicKey, fingerprint, encryptionSubkeyId: randomBytes(8).toString('hex') };
}

export async function makePerson(
  api: TestApi,
  roles: Parameters<typeof makeAccount>[1]['roles'],
  displayName: string,
  key: PersonKey = fakeKey(),
): Promise<Person> {
  const account = await makeAccount(api.database, { roles, displayName });
  const { publicKey: bytes, fingerprint, encryptionSubkeyId } = key;
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  await api.database.prisma.publicKey.create({
    data: { fingerprint, bytes, sha256, encryptionSubkeyId, accountId: account.id },
  });
  return { account, fingerprint, keySha256: Buffer.from(sha256).toString('hex'), subkeyId: encryptionSubkeyId };
}

function makeRoster(version: number, holders: readonly Person[], now: Date): Roster {
  const issued = new Date(now.getTime() - DAY_MS);
  return {
    ctx: 'responder-roster.v1',
    version,
    prevSha256: version === 1 ? null : createHash('sha256').update(String(version)).digest('hex'),
    issued: issued.toISOString(),
    renewBy: new Date(issued.getTime() + 30 * DAY_MS).toISOString(),
    notAfter: new Date(issued.getTime() + ROSTER_VALID_DAYS * DAY_MS).toISOString(),
    rootSetVersion: 1,
    teams: [
      {
        id: 'response',
        holders: holders.map(({ fingerprint, keySha256 }) => ({
          fingerprint,
          keySha256,
          role: 'responder',
          from: issued.toISOString(),
          until: null,
          status: 'active',
        })),
      },
    ],
  };
}

/**
 * @param others further modules on the same service.
 * @param makeKey of the two responders.
 */
export async function startCaseWorld(
  others: (platform: FullPlatform) => readonly ApiModule[] = () => [],
  makeKey: () => PersonKey | Promise<PersonKey> = fakeKey,
): Promise<CaseWorld> {
  const api = await startTestApi({
    modules: (platform) => {
      const keys = createKeysModule(platform);
      return [keys, createCasesModule(platform, keys.keys), ...others(platform)];
    },
  });
  const member = await makePerson(api, ['member'], 'Member');
  const stranger = await makePerson(api, ['member'], 'Stranger');
  const first = await makePerson(api, ['responder'], 'First responder', await makeKey());
  const second = await makePerson(api, ['responder'], 'Second responder', await makeKey());
  const teamReaders = [first.subkeyId, second.subkeyId];
  const caseReaders = [...teamReaders, member.subkeyId];

  async function publishRoster(version: number, holders: readonly Person[], change: Partial<Roster> = {}) {
    const now = api.clock.now();
    const roster = { ...makeRoster(version, holders, now), ...change };
    const bytes = new Uint8Array(toSignedBytes(roster));
    const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
    const dates = {
      issued: new Date(roster.issued),
      renewBy: new Date(roster.renewBy),
      notAfter: new Date(roster.notAfter),
      publishedAt: now,
    };
    await api.database.prisma.roster.create({ data: { version, bytes, sha256, ...dates } });
    return Buffer.from(sha256).toString('hex');
  }

  async function putEntry(person: Person, options: EntryOptions) {
    const { caseId, entryId = randomUUID(), audience = 'case', rosterVersion = 1, newCase = false } = options;
    const message = options.message ?? fakeMessage(audience === 'team' ? teamReaders : caseReaders);
    const head = { caseId, audience, rosterVersion, language: 'en', newCase, ...options.head };
    const answer = await api.injectAs(person.account, {
      method: 'PUT',
      url: `/entries/${entryId}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: withHead(head, message),
    });
    // What a test looks into is its own concern.
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), entryId };
  }

  async function openCase(): Promise<string> {
    const caseId = randomUUID();
    const { status } = await putEntry(member, { caseId, newCase: true });
    if (status !== 201) throw new Error(`opening a case answered ${status}`);
    return caseId;
  }

  await publishRoster(1, [first, second]);
  return { api, member, stranger, first, second, caseReaders, teamReaders, publishRoster, putEntry, openCase };
}
