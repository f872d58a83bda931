import { RECOVERY_CODES } from '@sos/domain';
import { generateKeyPairSync } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

import { knownOperations } from '../../platform/operations.js';
import { hashPassword } from '../../platform/passwords.js';
import { makeAccount, makeToken, type TestAccount } from '../../testing/factories.js';
import { startTestApi, type TestApi } from '../../testing/start-test-api.js';
import { createAccountsModule, type AccountsModule } from './index.js';
import { TestAuthenticator } from './testing/authenticator.js';
import { operationId, TestBrowser } from './testing/browser.js';
import {
  ADD_PASSKEY,
  ADD_TOTP,
  CHANGE_PASSWORD,
  CONFIRM,
  MAKE_CODES,
  PROVE,
  REMOVE,
  SECURITY,
  SIGN_IN,
  START,
  START_PASSKEY,
  START_PROOF,
  START_TOTP,
  WHO,
} from './testing/operations.js';

const PASSWORD = 'correct horse battery staple';
const storedPassword = hashPassword(PASSWORD);

let api: TestApi;
let accounts: AccountsModule;
let network = 0;

beforeAll(async () => {
  api = await startTestApi({ modules: (platform) => [(accounts = createAccountsModule(platform))] });
});
afterAll(() => api.close());

/** From a network of its own, so that no test uses up another's budget. */
function newBrowser(): TestBrowser {
  network += 1;
  return new TestBrowser(api, `198.51.${network}.7`);
}

async function signIn(browser: TestBrowser, { email }: TestAccount, password = PASSWORD) {
  const answer = await browser.ask(SIGN_IN, { input: { email, password } });
  return { kind: answer['__typename'], ticket: String(answer['ticket']), factors: answer['factors'] };
}

function codeOf(secret: string, offsetMs = 0): string {
  const timestamp = api.clock.now().getTime() + offsetMs;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

async function addPasskey(browser: TestBrowser, key: TestAuthenticator, label = 'Key') {
  const { ticket, options } = await browser.ask(START_PASSKEY);
  return browser.ask(ADD_PASSKEY, { input: { ticket, response: key.register(String(options)), label } });
}

async function addTotp(browser: TestBrowser): Promise<string> {
  const { ticket, secret } = await browser.ask(START_TOTP);
  expect(await browser.ask(ADD_TOTP, { input: { ticket, code: codeOf(String(secret)) } })).toEqual({
    __typename: 'SecurityChanged',
  });
  // The code that proved the app works is spent; the next one is half a minute away.
  api.clock.advance(30_000);
  return String(secret);
}

async function confirm(browser: TestBrowser, ticket: string | null, factor: object): Promise<unknown> {
  return (await browser.ask(CONFIRM, { input: { ticket, factor } }))['__typename'];
}

async function passkeySignIn(browser: TestBrowser, key: TestAuthenticator): Promise<unknown> {
  const { ticket, options } = await browser.ask(START);
  return confirm(browser, null, { passkey: { ticket, response: key.assert(String(options)) } });
}

/** The same password for all, hashed once: on purpose it is slow. */
async function accountWithPassword(): Promise<TestAccount> {
  const account = await makeAccount(api.database, { roles: ['member'] });
  const data = { accountId: account.id, kind: 'password', secret: await storedPassword } as const;
  await api.database.prisma.credential.create({ data });
  return account;
}

/** Somebody who is signed in with the password they have, and nothing more. */
async function person(): Promise<{ account: TestAccount; browser: TestBrowser }> {
  const account = await accountWithPassword();
  const browser = newBrowser();
  const { token, deviceToken } = await api.platform.sessions.open({
    accountId: account.id,
    assurance: 'password',
    method: 'password',
    device: { token: null, kind: { browser: 'firefox', system: 'linux' } },
    replaces: null,
  });
  browser.cookies.set('sos_session', token).set('sos_device', deviceToken);
  return { account, browser };
}

async function eventsOf(accountId: string): Promise<readonly string[]> {
  const rows = await api.database.prisma.auditEntry.findMany({
    where: { OR: [{ actorId: accountId }, { subjectId: accountId }] },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(({ event }) => event);
}

async function subjectsMailedTo({ email }: TestAccount): Promise<readonly string[]> {
  return (await api.deliverMail()).filter(({ to }) => to === email).map(({ subject }) => subject);
}

describe('a passkey', () => {
  test('signs in with one press, counts as strong, and is told by mail and in the trace', async () => {
    const { account, browser } = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin);
    expect(await addPasskey(browser, key, 'Blue key')).toEqual({ __typename: 'SecurityChanged' });
    expect(await browser.ask(WHO)).toMatchObject({ isStrong: true });
    expect(await subjectsMailedTo(account)).toEqual(['A way to sign in was added']);
    const other = newBrowser();
    expect(await passkeySignIn(other, key)).toBe('SignInSuccess');
    expect(await other.ask(WHO)).toEqual({ id: account.id, isStrong: true, awaitsSecondFactor: false });
    expect(await subjectsMailedTo(account)).toEqual(['A new browser was used with your account']);
    expect(await eventsOf(account.id)).toEqual([
      'session.signedIn',
      'credential.added',
      'session.provenAgain',
      'session.signedIn',
    ]);
    const { passkeys } = await other.ask(SECURITY);
    expect(passkeys).toMatchObject([{ label: 'Blue key', lastUsedAt: api.clock.now().toISOString() }]);
  });

  test('of a kind that never counts works again and again', async () => {
    const { browser } = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin, 0, false);
    await addPasskey(browser, key);
    expect(await passkeySignIn(newBrowser(), key)).toBe('SignInSuccess');
    expect(await passkeySignIn(newBrowser(), key)).toBe('SignInSuccess');
  });

  test('that was cloned is refused, and its owner hears of it', async () => {
    const { account, browser } = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin, 40);
    await addPasskey(browser, key);
    expect(await passkeySignIn(newBrowser(), key)).toBe('SignInSuccess');
    await api.deliverMail();
    key.counter = 7;
    expect(await passkeySignIn(newBrowser(), key)).toBe('SignInFailedProblem');
    expect(await subjectsMailedTo(account)).toEqual(['A passkey was refused']);
    const where = { event: 'credential.cloneRefused', actorId: null, subjectId: account.id };
    expect(await api.database.prisma.auditEntry.count({ where })).toBe(1);
  });

  test('answers a challenge once, in time, for this origin, with its own key and a verified person', async () => {
    const { browser } = await person();
    const { appOrigin } = api.platform.config;
    const key = new TestAuthenticator(appOrigin);
    await addPasskey(browser, key);
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const behaviour of [{ origin: 'https://evil.example' }, { verifiesUser: false }, { signsWith: stranger }]) {
      const visitor = newBrowser();
      const { ticket, options } = await visitor.ask(START);
      const response = key.assert(String(options), behaviour);
      expect(await confirm(visitor, null, { passkey: { ticket, response } })).toBe('SignInFailedProblem');
    }
    const visitor = newBrowser();
    const { ticket, options } = await visitor.ask(START);
    const response = key.assert(String(options));
    expect(await confirm(visitor, null, { passkey: { ticket, response } })).toBe('SignInSuccess');
    expect(await confirm(newBrowser(), null, { passkey: { ticket, response } })).toBe('SignInFailedProblem');
    const late = await visitor.ask(START);
    api.clock.advance(5 * 60_000);
    const tooLate = { ticket: late['ticket'], response: key.assert(String(late['options'])) };
    expect(await confirm(visitor, null, { passkey: tooLate })).toBe('SignInFailedProblem');
  });

  test('a challenge for one thing is none for another, and nonsense is no answer', async () => {
    const { browser } = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin);
    await addPasskey(browser, key);
    const { passkey } = await browser.ask(START_PROOF);
    const { ticket, options } = passkey as { ticket: string; options: string };
    const response = key.assert(options);
    expect(await confirm(newBrowser(), null, { passkey: { ticket, response } })).toBe('SignInFailedProblem');
    for (const nonsense of ['', '{}', '[]', 'null', `{"id":"${'A'.repeat(2000)}"}`, 'x'.repeat(30_000)]) {
      const visitor = newBrowser();
      const fresh = await visitor.ask(START);
      expect(await confirm(visitor, null, { passkey: { ticket: fresh['ticket'], response: nonsense } })).toBe(
        'SignInFailedProblem',
      );
    }
  });

  test('is registered once, for whoever asked and in time; the last one stays', async () => {
    const { browser } = await person();
    const other = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin);
    const { ticket, options } = await browser.ask(START_PASSKEY);
    const input = { ticket, response: key.register(String(options)), label: 'Key' };
    expect(await other.browser.ask(ADD_PASSKEY, { input })).toEqual({
      __typename: 'FactorRefusedProblem',
      code: 'expired',
    });
    expect(await browser.ask(ADD_PASSKEY, { input })).toEqual({ __typename: 'SecurityChanged' });
    expect(await browser.ask(ADD_PASSKEY, { input })).toMatchObject({ code: 'expired' });
    expect(await addPasskey(other.browser, key)).toMatchObject({ code: 'known_already' });
    const { passkeys } = await browser.ask(SECURITY);
    const [{ id }] = passkeys as [{ id: string }];
    expect(await browser.ask(REMOVE, { id })).toEqual({ __typename: 'LastFactorProblem' });
    expect(await other.browser.ask(REMOVE, { id })).toEqual({ code: 'NOT_FOUND' });
    await addPasskey(browser, new TestAuthenticator(api.platform.config.appOrigin), 'Second');
    expect(await browser.ask(REMOVE, { id })).toEqual({ __typename: 'SecurityChanged' });
    expect(await passkeySignIn(newBrowser(), key)).toBe('SignInFailedProblem');
  });
});

describe('an authenticator app', () => {
  test('makes the password a first step only, and each code counts once', async () => {
    const { account, browser } = await person();
    const secret = await addTotp(browser);
    const visitor = newBrowser();
    const { kind, ticket, factors } = await signIn(visitor, account);
    expect([kind, factors]).toEqual(['SecondFactorRequired', ['totp']]);
    expect(visitor.cookies.size).toBe(0);
    expect(await visitor.ask(WHO)).toEqual({});
    const code = codeOf(secret);
    expect(await confirm(visitor, ticket, { code })).toBe('SignInSuccess');
    const again = newBrowser();
    const second = await signIn(again, account);
    expect(await confirm(again, second.ticket, { code })).toBe('SignInFailedProblem');
    expect(await eventsOf(account.id)).toContain('session.factorFailed');
    // Neither does an older one count after a newer.
    expect(await confirm(again, second.ticket, { code: codeOf(secret, -30_000) })).toBe('SignInFailedProblem');
    expect(await confirm(again, second.ticket, { code: codeOf(secret, 30_000) })).toBe('SignInSuccess');
  });

  test.each([
    ['half a minute behind', -30_000, 'SignInSuccess'],
    ['half a minute ahead', 30_000, 'SignInSuccess'],
    ['a minute behind', -60_000, 'SignInFailedProblem'],
    ['a minute ahead', 60_000, 'SignInFailedProblem'],
  ])('on a clock %s', async (_drift, offset, outcome) => {
    const { account, browser } = await person();
    const secret = await addTotp(browser);
    api.clock.advance(60_000);
    const visitor = newBrowser();
    const { ticket } = await signIn(visitor, account);
    expect(await confirm(visitor, ticket, { code: codeOf(secret, offset) })).toBe(outcome);
  });

  test('a ticket is one person’s, for one sign-in, for five minutes', async () => {
    const { account, browser } = await person();
    const secret = await addTotp(browser);
    const other = await person();
    const otherSecret = await addTotp(other.browser);
    const visitor = newBrowser();
    const { ticket } = await signIn(visitor, account);
    expect(await confirm(visitor, ticket, { code: codeOf(otherSecret) })).toBe('SignInFailedProblem');
    expect(await confirm(visitor, ticket, { code: codeOf(secret) })).toBe('SignInSuccess');
    api.clock.advance(30_000);
    expect(await confirm(newBrowser(), ticket, { code: codeOf(secret) })).toBe('StartAgainProblem');
    const late = await signIn(newBrowser(), account);
    api.clock.advance(5 * 60_000);
    expect(await confirm(visitor, late.ticket, { code: codeOf(secret) })).toBe('StartAgainProblem');
    for (const forged of ['', 'nonsense', Buffer.alloc(80).toString('base64url'), null])
      expect(await confirm(visitor, forged, { code: '000000' })).toBe('StartAgainProblem');
  });

  test('guessing codes locks out the guesser, not the owner', async () => {
    const { account, browser } = await person();
    const secret = await addTotp(browser);
    const guesser = newBrowser();
    const { ticket } = await signIn(guesser, account);
    const outcomes = [];
    for (let guess = 0; guess < 7; guess += 1) outcomes.push(await confirm(guesser, ticket, { code: `00000${guess}` }));
    expect(outcomes.filter((outcome) => outcome === 'SignInFailedProblem')).toHaveLength(6);
    expect(outcomes.at(-1)).toBe('TooManyAttemptsProblem');
    const owner = newBrowser();
    const own = await signIn(owner, account);
    expect(await confirm(owner, own.ticket, { code: codeOf(secret) })).toBe('SignInSuccess');
  });

  test('its secret is sealed: in the database there is nothing a code can be made of', async () => {
    const { account, browser } = await person();
    const secret = await addTotp(browser);
    const stored = await api.database.prisma.credential.findFirstOrThrow({
      where: { accountId: account.id, kind: 'totp' },
    });
    expect(stored.secret).not.toContain(secret);
    expect(Buffer.from(stored.secret, 'base64url').includes(Buffer.from(Secret.fromBase32(secret).bytes))).toBe(false);
    // Put into another's row it opens nothing.
    const other = await person();
    await addTotp(other.browser);
    await api.database.prisma.credential.updateMany({
      where: { accountId: other.account.id, kind: 'totp' },
      data: { secret: stored.secret },
    });
    const visitor = newBrowser();
    const { ticket } = await signIn(visitor, other.account);
    expect(await confirm(visitor, ticket, { code: codeOf(secret) })).toBe('SignInFailedProblem');
  });

  test('is not added with a wrong code, by somebody else, or too late', async () => {
    const { browser } = await person();
    const other = await person();
    const { ticket, secret } = await browser.ask(START_TOTP);
    const code = codeOf(String(secret));
    expect(await browser.ask(ADD_TOTP, { input: { ticket, code: '12345' } })).toMatchObject({ code: 'wrong_code' });
    expect(await other.browser.ask(ADD_TOTP, { input: { ticket, code } })).toMatchObject({ code: 'expired' });
    expect(await browser.ask(SECURITY)).toMatchObject({ totp: null });
  });
});

test('a recovery code works once, however it is spelt; making new ones voids the old', async () => {
  const { account, browser } = await person();
  await addTotp(browser);
  const old = (await browser.ask(MAKE_CODES))['codes'] as string[];
  const codes = (await browser.ask(MAKE_CODES))['codes'] as string[];
  expect(codes).toHaveLength(RECOVERY_CODES.count);
  await api.deliverMail();
  const visitor = newBrowser();
  const { ticket, factors } = await signIn(visitor, account);
  expect(factors).toEqual(['totp', 'recovery_code']);
  const [code = ''] = codes;
  expect(await confirm(visitor, ticket, { code: old[0], isRecoveryCode: true })).toBe('SignInFailedProblem');
  expect(await confirm(visitor, ticket, { code: code.toLowerCase().replaceAll('-', ' '), isRecoveryCode: true })).toBe(
    'SignInSuccess',
  );
  expect([...(await subjectsMailedTo(account))].sort()).toEqual([
    'A new browser was used with your account',
    'A recovery code was used',
  ]);
  const again = newBrowser();
  const second = await signIn(again, account);
  expect(await confirm(again, second.ticket, { code, isRecoveryCode: true })).toBe('SignInFailedProblem');
  const dump = JSON.stringify(
    await api.database.sql`SELECT * FROM "Credential" WHERE "accountId" = ${account.id}::uuid`,
  );
  expect(codes.some((one) => dump.includes(one) || dump.includes(one.replaceAll('-', '')))).toBe(false);
});

describe('showing again who is there', () => {
  test('dangerous acts ask after ten minutes, and the password is enough only for whoever has nothing else', async () => {
    const { browser } = await person();
    api.clock.advance(10 * 60_000);
    expect(await browser.ask(START_TOTP)).toEqual({ code: 'STEP_UP_REQUIRED' });
    expect(await browser.ask(START_PROOF)).toEqual({ factors: [], hasPassword: true, passkey: null });
    expect(await browser.ask(PROVE, { input: { password: 'wrong' } })).toEqual({ __typename: 'ProofFailedProblem' });
    expect(await browser.ask(START_TOTP)).toEqual({ code: 'STEP_UP_REQUIRED' });
    expect(await browser.ask(PROVE, { input: { password: PASSWORD } })).toEqual({ __typename: 'ProveSuccess' });
    const secret = await addTotp(browser);
    api.clock.advance(10 * 60_000);
    expect(await browser.ask(PROVE, { input: { password: PASSWORD } })).toEqual({ __typename: 'ProofFailedProblem' });
    const withCode = { password: PASSWORD, factor: { code: codeOf(secret) } };
    expect(await browser.ask(PROVE, { input: { ...withCode, password: 'wrong' } })).toEqual({
      __typename: 'ProofFailedProblem',
    });
    expect(await browser.ask(PROVE, { input: withCode })).toEqual({ __typename: 'ProveSuccess' });
    expect(await browser.ask(MAKE_CODES)).toMatchObject({ codes: expect.any(Array) });
  });

  test('a passkey is enough, if it is this person’s', async () => {
    const { browser } = await person();
    const other = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin);
    const strange = new TestAuthenticator(api.platform.config.appOrigin);
    await addPasskey(browser, key);
    await addPasskey(other.browser, strange);
    api.clock.advance(10 * 60_000);
    const prove = async (authenticator: TestAuthenticator) => {
      const { ticket, options } = (await browser.ask(START_PROOF))['passkey'] as { ticket: string; options: string };
      const passkey = { ticket, response: authenticator.assert(options) };
      return (await browser.ask(PROVE, { input: { factor: { passkey } } }))['__typename'];
    };
    expect(await prove(strange)).toBe('ProofFailedProblem');
    expect(await prove(key)).toBe('ProveSuccess');
    expect(await addPasskey(browser, new TestAuthenticator(api.platform.config.appOrigin))).toEqual({
      __typename: 'SecurityChanged',
    });
  });
});

describe('a new password', () => {
  test.each([
    ['short', 'too_short'],
    ['contraseña2024', 'easy'],
    ['x'.repeat(300), 'too_long'],
  ])('%s is refused', async (password, code) => {
    const { browser } = await person();
    expect(await browser.ask(CHANGE_PASSWORD, { input: { password } })).toEqual({
      __typename: 'WeakPasswordProblem',
      code,
    });
  });

  test('counts at once, ends the other sessions, and is told by mail', async () => {
    const { account, browser } = await person();
    const other = newBrowser();
    await signIn(other, account);
    await api.deliverMail();
    const password = 'ratón-puerta-lluvia-siete';
    expect(await browser.ask(CHANGE_PASSWORD, { input: { password } })).toEqual({ __typename: 'SecurityChanged' });
    expect(await browser.ask(WHO)).toMatchObject({ id: account.id });
    expect(await other.ask(WHO)).toEqual({});
    expect(await subjectsMailedTo(account)).toEqual(['Your password was changed']);
    expect((await signIn(newBrowser(), account)).kind).toBe('SignInFailedProblem');
    expect((await signIn(newBrowser(), account, password)).kind).toBe('SignInSuccess');
  });
});

describe('a forgotten password', () => {
  const ASK = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { __typename } }';
  const RESET = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) {
    __typename ... on WeakPasswordProblem { code } ... on ResetFactorRequired { factors passkey { ticket options } } } }`;
  const NEW = 'ratón-puerta-lluvia-siete';

  async function linkFor(account: TestAccount): Promise<string> {
    expect(await newBrowser().ask(ASK, { input: { email: account.email, language: 'en' } })).toEqual({
      __typename: 'ResetAsked',
    });
    const mail = (await api.deliverMail()).find(
      ({ to, subject }) => to === account.email && subject.includes('Choose'),
    );
    return /\/app\/new-password#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  }

  async function reset(token: string, factor?: object, password = NEW): Promise<Record<string, unknown>> {
    return newBrowser().ask(RESET, { input: { token, password, ...(factor ? { factor } : {}) } });
  }

  test('the link works once, for half an hour, ends every session, and opens none', async () => {
    const { account, browser } = await person();
    const token = await linkFor(account);
    const older = await linkFor(account);
    const tokenStands = await makeToken(api.database, account, api.clock.now());
    expect(token).not.toBe(older);
    expect(await reset(token, undefined, 'short')).toEqual({ __typename: 'WeakPasswordProblem', code: 'too_short' });
    expect(await reset(token)).toEqual({ __typename: 'ResetDone' });
    expect(await browser.ask(WHO)).toEqual({});
    expect(await tokenStands()).toBe(false);
    expect(await api.database.prisma.auditEntry.findMany({ where: { subjectId: account.id } })).toMatchObject([
      { event: 'credential.reset', actorId: null, facts: { kind: 'password', how: 'mailed_link' } },
      { event: 'session.revoked', actorId: null, facts: { reason: 'password_reset', count: '1' } },
    ]);
    expect(await reset(token)).toEqual({ __typename: 'LinkSpentProblem' });
    expect(await reset(older)).toEqual({ __typename: 'LinkSpentProblem' });
    expect(await subjectsMailedTo(account)).toEqual(['Your password was changed']);
    expect((await signIn(newBrowser(), account, NEW)).kind).toBe('SignInSuccess');
    const late = await linkFor(account);
    api.clock.advance(30 * 60_000);
    expect(await reset(late)).toEqual({ __typename: 'LinkSpentProblem' });
    for (const forged of ['', 'x'.repeat(5000), `${'A'.repeat(43)}${token.slice(43)}`])
      expect(await reset(forged)).toEqual({ __typename: 'LinkSpentProblem' });
    expect(JSON.stringify(await api.database.sql`SELECT * FROM "PasswordReset"`)).not.toContain(token.slice(0, 43));
  });

  test('a mailbox that somebody else reads is not enough where there is a second factor', async () => {
    const { account, browser } = await person();
    const key = new TestAuthenticator(api.platform.config.appOrigin);
    const secret = await addTotp(browser);
    await addPasskey(browser, key);
    const token = await linkFor(account);
    const asked = await reset(token);
    expect(asked).toMatchObject({ __typename: 'ResetFactorRequired', factors: ['passkey', 'totp'] });
    expect(await reset(token, { code: '000000' })).toEqual({ __typename: 'ResetFactorFailedProblem' });
    const { ticket, options } = asked['passkey'] as { ticket: string; options: string };
    expect(await reset(token, { passkey: { ticket, response: key.assert(options) } })).toEqual({
      __typename: 'ResetDone',
    });
    const again = await linkFor(account);
    expect(await reset(again, { code: codeOf(secret) })).toEqual({ __typename: 'ResetDone' });
  });

  test('an administrator’s reset takes everything that opened the account, and the owner starts anew by mail', async () => {
    const { account, browser } = await person();
    await addTotp(browser);
    await browser.ask(MAKE_CODES);
    const tokenStands = await makeToken(api.database, account, api.clock.now());
    await api.deliverMail();
    await accounts.resetCredentials(account.id, null);
    expect([await browser.ask(WHO), await tokenStands()]).toEqual([{}, false]);
    expect(await api.database.prisma.credential.count({ where: { accountId: account.id } })).toBe(0);
    expect([...(await subjectsMailedTo(account))].sort()).toEqual(['Choose a new password', 'Your account was reset']);
    expect(await eventsOf(account.id)).toContain('credential.reset');
  });
});

test('the first stronger factor ends what the password alone had opened elsewhere', async () => {
  const { account, browser } = await person();
  const [elsewhere, strong] = [newBrowser(), newBrowser()];
  expect((await signIn(elsewhere, account)).kind).toBe('SignInSuccess');
  const key = new TestAuthenticator(api.platform.config.appOrigin);
  await addPasskey(browser, key);
  expect([await elsewhere.ask(WHO), await browser.ask(WHO)]).toMatchObject([{}, { id: account.id, isStrong: true }]);
  await passkeySignIn(strong, key);
  await addTotp(browser);
  expect(await strong.ask(WHO)).toMatchObject({ id: account.id });
});

describe('sessions', () => {
  const REVOKE = 'mutation ($id: ID!) { revokeSession(id: $id) { security { sessions { id } } } }';

  test('are listed by family of browser and to the hour, and end one by one or all at once', async () => {
    const { account, browser } = await person();
    const phone = new TestBrowser(
      api,
      '203.0.113.77',
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
    );
    await signIn(phone, account);
    const { sessions } = await browser.ask(SECURITY);
    expect(sessions).toHaveLength(2);
    expect(sessions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ browser: 'firefox', system: 'linux', isThis: true }),
        expect.objectContaining({ browser: 'chrome', system: 'android', isThis: false }),
      ]),
    );
    const listed = sessions as { id: string; isThis: boolean; lastSeen: string }[];
    expect(listed.every(({ lastSeen }) => lastSeen.endsWith(':00:00.000Z'))).toBe(true);
    const id = listed.find(({ isThis }) => !isThis)?.id;
    const stranger = await person();
    expect(await stranger.browser.ask(REVOKE, { id })).toEqual({ code: 'NOT_FOUND' });
    expect(await stranger.browser.ask(REVOKE, { id: 'nonsense' })).toEqual({ code: 'NOT_FOUND' });
    await browser.ask(REVOKE, { id });
    expect(await phone.ask(WHO)).toEqual({});
    await signIn(phone, account);
    await browser.ask('mutation { signOutEverywhere { signedOut } }');
    expect([await browser.ask(WHO), await phone.ask(WHO)]).toEqual([{}, {}]);
  });

  test('a stolen cookie without the browser it belongs to is refused, and ends for everybody', async () => {
    const { account, browser } = await person();
    for (const device of [undefined, 'A'.repeat(43), 'nonsense']) {
      const owner = newBrowser();
      await signIn(owner, account);
      const thief = newBrowser();
      thief.cookies.set('sos_session', owner.cookies.get('sos_session') ?? '');
      if (device !== undefined) thief.cookies.set('sos_device', device);
      expect(await thief.ask(WHO)).toEqual({});
      expect(await owner.ask(WHO)).toEqual({});
    }
    expect(await browser.ask(WHO)).toMatchObject({ id: account.id });
    const where = { event: 'session.revoked', actorId: null, subject: 'account', subjectId: account.id };
    const revoked = await api.database.prisma.auditEntry.findMany({ where });
    expect(revoked.filter(({ facts }) => JSON.stringify(facts).includes('other_device'))).toHaveLength(3);
  });

  test('a browser keeps its name over sign-outs, and another account in it is not known to be', async () => {
    const { account, browser } = await person();
    const name = browser.cookies.get('sos_device');
    await browser.ask('mutation { signOut { signedOut } }');
    expect([browser.cookies.has('sos_session'), browser.cookies.get('sos_device')]).toEqual([false, name]);
    await api.deliverMail();
    await signIn(browser, account);
    expect(await subjectsMailedTo(account)).toEqual([]);
    const other = await accountWithPassword();
    await signIn(browser, other);
    const devices = await api.database.prisma.device.findMany({ where: { accountId: { in: [account.id, other.id] } } });
    expect(new Set(devices.map(({ hash }) => Buffer.from(hash).toString('hex'))).size).toBe(2);
  });
});

test('in production a password alone leads to a second factor and nowhere else', async () => {
  const production = await startTestApi({
    modules: (platform) => [createAccountsModule(platform)],
    config: { mode: 'production', appOrigin: 'https://app.sos.example' },
    operations: knownOperations([
      new Map([SIGN_IN, WHO, CHANGE_PASSWORD, START_PASSKEY, ADD_PASSKEY].map((text) => [operationId(text), text])),
    ]),
  });
  const account = await makeAccount(production.database, { roles: ['member'], password: PASSWORD });
  const browser = new TestBrowser(production);
  expect(await browser.ask(SIGN_IN, { input: { email: account.email, password: PASSWORD } })).toMatchObject({
    __typename: 'SignInSuccess',
  });
  expect(await browser.ask(WHO)).toMatchObject({ awaitsSecondFactor: true, isStrong: false });
  expect(await browser.ask(CHANGE_PASSWORD, { input: { password: 'ratón-puerta-lluvia-siete' } })).toEqual({
    code: 'SECOND_FACTOR_REQUIRED',
  });
  const key = new TestAuthenticator('https://app.sos.example');
  expect(await addPasskey(browser, key)).toEqual({ __typename: 'SecurityChanged' });
  expect(await browser.ask(WHO)).toMatchObject({ awaitsSecondFactor: false, isStrong: true });
  expect(await browser.ask(CHANGE_PASSWORD, { input: { password: 'ratón-puerta-lluvia-siete' } })).toEqual({
    __typename: 'SecurityChanged',
  });
  await production.close();
});

test('nothing of all this is in the log', () => {
  expect(api.log.join('\n')).not.toMatch(/people\.example|correct horse|ratón/);
});

test('what all these mutations left in the audit is what the table of traces says', () => {
  expect(api.strayTraces()).toEqual([]);
});
