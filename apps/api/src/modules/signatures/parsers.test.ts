import fc from 'fast-check';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { seal, unseal } from '@sos/database';
import { verifySolution as verifyByLibrary, solveChallenge } from 'altcha-lib/v1';

import type { Vaulted } from '../../platform/platform.types.js';
import { HorizonClock } from './count.service.js';
import { createChallenge, verifySolution } from './proof-of-work.js';
import { parseCodeForm, parseExtras, parseSignForm } from './sign-input.js';
import {
  bytesToUuid,
  confirmationToken,
  formToken,
  inspectFormToken,
  readConfirmationToken,
  readSubmissionRef,
  submissionRef,
  uuidToBytes,
} from './tokens.js';

const refuse = (): never => {
  throw new Error('not used here');
};
const sealKey = randomBytes(32);
const vaulted: Vaulted = {
  hmac: (purpose, value) => createHmac('sha256', `key of ${purpose}`).update(value).digest(),
  wrapKey: refuse,
  unwrapKey: refuse,
  seal: (purpose, bytes) => Buffer.from(seal(sealKey, bytes, purpose)),
  unseal: (purpose, sealed) => {
    try {
      return Buffer.from(unseal(sealKey, sealed, purpose));
    } catch {
      return null;
    }
  },
  signReceipt: refuse,
  logKey: new Uint8Array(),
  signLog: refuse,
};
const NOW = new Date('2026-12-01T10:00:00Z');

describe('the sign form', () => {
  test('takes whatever arrives: it is a form with issues, or fields that are safe to store and print', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const { values, issues, fields } = parseSignForm(input);
        expect(typeof values.name).toBe('string');
        expect(fields === null).toBe(issues.length > 0);
      }),
    );
    const typed = fc.record({
      name: fc.string({ unit: 'binary' }),
      email: fc.emailAddress(),
      country: fc.constantFrom('', 'co', 'PE'),
      namePublic: fc.constantFrom('yes', 'on', true, 'no', undefined),
    });
    fc.assert(
      fc.property(typed, (input) => {
        const { fields } = parseSignForm(input);
        if (!fields) return;
        expect(fields.name).not.toMatch(/[\p{C}\n]/u);
        expect(fields.email).toBe(fields.email.toLowerCase());
        expect(fields.email).not.toMatch(/[\r\n,;<> ]/);
        expect(fields.namePublic).toBe(['yes', 'on', true].includes(input.namePublic as never));
      }),
    );
  });

  test('what comes with it is short strings, or nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        for (const value of [...Object.values(parseExtras(input)), ...Object.values(parseCodeForm(input))])
          expect(value.length).toBeLessThanOrEqual(2_000);
      }),
    );
    expect(parseCodeForm({ ref: 'r', code: ' 123 456 ' }).code).toBe('123456');
    expect(parseExtras({ textVersion: 2, partner: ['a', 'b'] })).toMatchObject({ textVersion: '2', partner: '' });
  });
});

describe('tokens', () => {
  test('name their signature and nothing else', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(bytesToUuid(uuidToBytes(id))).toBe(id);
        expect(readConfirmationToken(vaulted, 'confirm', confirmationToken(vaulted, 'confirm', id))).toBe(id);
        expect(readConfirmationToken(vaulted, 'withdraw', confirmationToken(vaulted, 'confirm', id))).toBeNull();
      }),
    );
  });

  test('have one spelling, and no other word is one', () => {
    const token = confirmationToken(vaulted, 'confirm', randomUUID());
    for (const other of [`${token}=`, `${token} `, token.toLowerCase(), token.slice(1), `${token}A`])
      expect(readConfirmationToken(vaulted, 'confirm', other)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect(readConfirmationToken(vaulted, 'confirm', word)).toBeNull();
        expect(readSubmissionRef(vaulted, word)).toBeNull();
        expect(inspectFormToken(vaulted, word, NOW).kind).toBe('expired');
      }),
    );
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '9', '_'), (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect(readConfirmationToken(vaulted, 'confirm', changed) === null).toBe(changed !== token);
      }),
    );
  });

  test('of a submission show nothing of what they carry, nor that two are of one', () => {
    const submission = { campaignId: randomUUID(), duplicateHash: randomBytes(32), at: NOW };
    const [one, other] = [submissionRef(vaulted, submission), submissionRef(vaulted, submission)];
    expect(one).not.toBe(other);
    expect(one).toHaveLength(other.length);
    const bytes = Buffer.from(one, 'base64url');
    for (const part of [submission.duplicateHash, uuidToBytes(submission.campaignId)])
      expect(bytes.includes(part.subarray(0, 8))).toBe(false);
  });

  test('of a form count from three seconds to two hours', () => {
    const token = formToken(vaulted, NOW);
    const after = (milliseconds: number) =>
      inspectFormToken(vaulted, token, new Date(NOW.getTime() + milliseconds)).kind;
    expect([0, 2_999, 3_000, 7_200_000, 7_200_001, -1].map(after)).toEqual([
      'too_fast',
      'too_fast',
      'good',
      'good',
      'expired',
      'expired',
    ]);
  });

  test('of a submission say which and when, to the minute', () => {
    const submission = {
      campaignId: randomUUID(),
      duplicateHash: createHmac('sha256', 'k').update('a').digest(),
      at: NOW,
    };
    const ref = submissionRef(vaulted, submission);
    expect(readSubmissionRef(vaulted, ref)).toEqual(submission);
    for (const other of [`${ref}=`, ref.slice(1), `${ref}A`, confirmationToken(vaulted, 'confirm', randomUUID())])
      expect(readSubmissionRef(vaulted, other)).toBeNull();
  });
});

describe('proof of work', () => {
  test('is ALTCHA’s: its own library solves ours, and we verify what it made', async () => {
    const challenge = createChallenge(vaulted, NOW);
    const solution = await solveChallenge(challenge.challenge, challenge.salt, challenge.algorithm, challenge.maxnumber)
      .promise;
    const { algorithm, salt, signature } = challenge;
    const payload = { algorithm, challenge: challenge.challenge, number: solution?.number ?? -1, salt, signature };
    const encoded = Buffer.from(JSON.stringify(payload)).toString('base64');
    expect(verifySolution(vaulted, encoded, NOW)).toEqual({
      id: `altcha:${challenge.challenge}`,
      expiresAt: new Date('2026-12-01T10:20:00Z'),
    });
    expect(await verifyByLibrary(payload, 'key of altcha', false)).toBe(true);
    expect(
      verifySolution(
        vaulted,
        Buffer.from(JSON.stringify({ ...payload, number: payload.number + 1 })).toString('base64'),
        NOW,
      ),
    ).toBeNull();
    expect(
      verifySolution(
        vaulted,
        Buffer.from(JSON.stringify({ ...payload, salt: salt.replace(/=\d/, '=9') })).toString('base64'),
        NOW,
      ),
    ).toBeNull();
    expect(verifySolution(vaulted, encoded, new Date('2026-12-01T10:20:00Z'))).toBeNull();
  });

  test('a digit cannot be moved from the number to the date', async () => {
    const { algorithm, challenge, salt, signature, maxnumber } = createChallenge(vaulted, NOW);
    const number = (await solveChallenge(challenge, salt, algorithm, maxnumber).promise)?.number ?? -1;
    const digits = String(number);
    for (const spliced of [`${salt}${digits.slice(0, 1)}`, salt.replace('&', `${digits.slice(0, 1)}&`)]) {
      const payload = { algorithm, challenge, number: Number(digits.slice(1)), salt: spliced, signature };
      expect(verifySolution(vaulted, Buffer.from(JSON.stringify(payload)).toString('base64'), NOW)).toBeNull();
    }
  });

  test('no other word is a proof', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => Buffer.from(text).toString('base64')),
        ),
        (word) => {
          expect(verifySolution(vaulted, word, NOW)).toBeNull();
        },
      ),
    );
  });
});

describe('the moment a horizon stands for', () => {
  const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

  test('is now while nothing is running', () => {
    const clock = new HorizonClock();
    expect(clock.asOf({ horizon: 10n, next: 10n }, at(0))).toEqual(at(0));
    expect(clock.asOf({ horizon: 25n, next: 25n }, at(1))).toEqual(at(1));
  });

  test('stays where an open transaction began, and jumps when it ends', () => {
    const clock = new HorizonClock();
    clock.asOf({ horizon: 10n, next: 10n }, at(0));
    expect(clock.asOf({ horizon: 11n, next: 20n }, at(1))).toEqual(at(0));
    expect(clock.asOf({ horizon: 11n, next: 30n }, at(2))).toEqual(at(0));
    expect(clock.asOf({ horizon: 25n, next: 40n }, at(3))).toEqual(at(1));
    expect(clock.asOf({ horizon: 40n, next: 40n }, at(4))).toEqual(at(4));
  });

  test('is unknown to a process that has seen nothing yet', () => {
    expect(new HorizonClock().asOf({ horizon: 5n, next: 9n }, at(0))).toBeNull();
  });
});
