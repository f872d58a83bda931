import { toSignedBytes, type MemberKey } from '@sos/domain';
import { createWorld, daysFrom, NOW, signAll, verified, type World } from './testing/world.js';
import type { SignedBytes, UnlockedKey, VouchVerdict } from './types.js';

const ACCOUNT = '3f0c8d1e-6f2b-4f7e-9a52-0f6f3c1d2b4a';
const OTHER_ACCOUNT = '00000000-6f2b-4f7e-9a52-0f6f3c1d2b4a';
const PERSON = {
  accountId: ACCOUNT,
  name: 'Ana Ruiz',
  organisation: 'casa-abierta',
  organisationName: 'Casa Abierta',
};

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => world.setNow(NOW));

function statementFor(change: Partial<MemberKey> = {}): MemberKey {
  const { fingerprint, keySha256 } = world.member;
  const checkedAt = NOW.toISOString();
  return {
    ctx: 'member-key.v1',
    ...PERSON,
    fingerprint,
    keySha256,
    checkedAt,
    ...change,
  };
}

async function signedBy(signers: readonly UnlockedKey[], statement = statementFor()): Promise<SignedBytes> {
  const bytes = toSignedBytes(statement);
  return { bytes, signatures: await signAll(world.engine, bytes, signers, 'member-key.v1') };
}

async function judge(statements: readonly SignedBytes[], key = world.member.publicKey): Promise<VouchVerdict> {
  const { ref } = await verified(world);
  return world.engine.judgeMemberKey({ roster: ref, statements, key, ...PERSON });
}

describe('a member’s key', () => {
  it('is verified when two responders of the roster say so, each once', async () => {
    expect(await judge([await signedBy(world.responders)])).toMatchObject({
      verified: true,
      vouchers: world.responders.map(({ fingerprint }) => fingerprint),
      statement: { checkedAt: NOW.toISOString() },
    });
  });

  it.each<[string, number, () => Promise<SignedBytes>]>([
    ['nobody', 0, () => signedBy([])],
    ['one responder', 1, () => signedBy(world.responders.slice(0, 1))],
    ['one responder twice', 1, () => signedBy([...world.responders.slice(0, 1), ...world.responders.slice(0, 1)])],
    ['a responder and the partner desk', 1, () => signedBy([...world.responders.slice(0, 1), world.partner])],
    ['a responder and the member', 1, () => signedBy([...world.responders.slice(0, 1), world.member])],
    ['two roots', 0, () => signedBy(world.roots)],
  ])('is not verified by the word of %s', async (_, count, make) => {
    const { verified: isVerified, vouchers } = await judge([await make()]);
    expect({ isVerified, count: vouchers.length }).toEqual({ isVerified: false, count });
  });

  it.each<[string, Partial<MemberKey>]>([
    ['another account', { accountId: OTHER_ACCOUNT }],
    ['somebody of another name', { name: 'Mallory' }],
    ['another organisation', { organisation: 'another' }],
    ['an organisation of another name', { organisationName: 'Amnesty' }],
    ['no organisation', { organisation: null, organisationName: null }],
    ['another fingerprint', { fingerprint: 'a'.repeat(40) }],
    ['other bytes of the key', { keySha256: 'a'.repeat(64) }],
  ])('is not verified by a statement about %s', async (_, change) => {
    expect(await judge([await signedBy(world.responders, statementFor(change))])).toMatchObject({
      verified: false,
      vouchers: [],
    });
  });

  it('is not verified by signatures over other words, or with a field more', async () => {
    const other = await signedBy(world.responders, statementFor({ accountId: OTHER_ACCOUNT }));
    const forged = { bytes: toSignedBytes(statementFor()), signatures: other.signatures };
    const more = { ...statementFor(), note: 'x' };
    expect(await judge([forged, await signedBy(world.responders, more)])).toMatchObject({
      verified: false,
      vouchers: [],
    });
  });

  it('two statements, each signed once, are not one signed twice', async () => {
    const [one, two] = world.responders.map((key) => [key]);
    const later = statementFor({ checkedAt: daysFrom(NOW, -1) });
    expect(await judge([await signedBy(one ?? []), await signedBy(two ?? [], later)])).toMatchObject({
      verified: false,
      vouchers: [world.responders[0]?.fingerprint],
    });
  });

  it('is not verified for another key than the statement names', async () => {
    const stranger = await world.engine.generateKey();
    expect(await judge([await signedBy(world.responders)], stranger.publicKey)).toMatchObject({ verified: false });
  });
});
