import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { SIGN_IN_MINUTES } from '@sos/domain';
import { z } from 'zod';

import type { Config } from '../../platform/platform.types.js';
import type { StoredPasskey } from './credential.repository.js';

/** What is kept of a passkey; the number in front lets a later form be told from this one. */
const storedSchema = z.strictObject({
  v: z.literal(1),
  publicKey: z.base64url(),
  transports: z.array(z.string()),
});

const text = z.string().max(8000);
const transports = z.array(z.string().max(40)).max(10).optional();
const shared = { id: z.base64url().min(1).max(1400), rawId: text, type: z.literal('public-key') };
const rest = { clientExtensionResults: z.object({}), authenticatorAttachment: z.string().max(40).optional() };

const assertionSchema = z.object({
  ...shared,
  ...rest,
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: z.string().max(200).nullish(),
  }),
});

const registrationSchema = z.object({
  ...shared,
  ...rest,
  response: z.object({ clientDataJSON: text, attestationObject: text, transports }),
});

export type Assertion = z.infer<typeof assertionSchema>;

function parse<Data>(schema: z.ZodType<Data>, json: string): Data | null {
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

export const parseAssertion = (json: string): Assertion | null => parse(assertionSchema, json);

/** An account as an authenticator keeps it: an id, never an address. */
export function userHandleOf(accountId: string): Buffer {
  return Buffer.from(accountId.replaceAll('-', ''), 'hex');
}

function transportsOf(passkey: StoredPasskey): string[] {
  return storedSchema.parse(JSON.parse(passkey.secret)).transports;
}

const TIMEOUT_MS = SIGN_IN_MINUTES.step * 60_000;

export interface NewCredential {
  readonly handle: string;
  readonly counter: number;
  readonly secret: string;
}

/** The ceremonies of WebAuthn for the app's origin. Knows no account and keeps nothing. */
export interface Passkeys {
  /** @param known the passkeys that may answer; none: whichever the person has for this place. */
  requestOptions(known: readonly StoredPasskey[]): Promise<{ challenge: string; options: string }>;
  creationOptions(
    person: { readonly accountId: string; readonly email: string; readonly displayName: string },
    known: readonly StoredPasskey[],
  ): Promise<{ challenge: string; options: string }>;
  /** The signature count that came with a valid answer of this passkey; null: not valid. */
  checkAssertion(assertion: Assertion, challenge: string, passkey: StoredPasskey): Promise<number | null>;
  checkRegistration(json: string, challenge: string): Promise<NewCredential | null>;
}

export function createPasskeys({ appOrigin }: Pick<Config, 'appOrigin'>): Passkeys {
  const rpID = new URL(appOrigin).hostname;
  const expected = { expectedOrigin: appOrigin, expectedRPID: rpID, requireUserVerification: true } as const;
  const describe = (passkey: StoredPasskey) => ({ id: passkey.handle, transports: transportsOf(passkey) });
  return {
    async requestOptions(known) {
      const options = await generateAuthenticationOptions({
        rpID,
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        allowCredentials: known.map(describe),
      });
      return { challenge: options.challenge, options: JSON.stringify(options) };
    },
    async creationOptions({ accountId, email, displayName }, known) {
      const options = await generateRegistrationOptions({
        rpName: 'SOS',
        rpID,
        userID: Uint8Array.from(userHandleOf(accountId)),
        userName: email,
        userDisplayName: displayName,
        timeout: TIMEOUT_MS,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: known.map(describe),
      });
      return { challenge: options.challenge, options: JSON.stringify(options) };
    },
    checkAssertion: (assertion, challenge, passkey) => checkAssertion(expected, assertion, challenge, passkey),
    checkRegistration: (json, challenge) => checkRegistration(expected, json, challenge),
  };
}

interface Expected {
  readonly expectedOrigin: string;
  readonly expectedRPID: string;
  readonly requireUserVerification: true;
}

async function checkAssertion(
  expected: Expected,
  assertion: Assertion,
  challenge: string,
  passkey: StoredPasskey,
): Promise<number | null> {
  const { publicKey } = storedSchema.parse(JSON.parse(passkey.secret));
  const { userHandle } = assertion.response;
  if (userHandle && userHandle !== userHandleOf(passkey.accountId).toString('base64url')) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      ...expected,
      // Parsed above into what the library checks further.
      response: assertion as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      // The count is compared where it is kept, in one statement: two answers at once must not both pass.
      credential: { id: passkey.handle, publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library says by throwing what is wrong with an answer; to whoever sent it all of it is one thing.
    return null;
  }
}

async function checkRegistration(expected: Expected, json: string, challenge: string): Promise<NewCredential | null> {
  const response = parse(registrationSchema, json);
  if (!response) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      ...expected,
      // Parsed above into what the library checks further.
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
    });
    if (!verified) return null;
    const { id, publicKey, counter, transports: said = [] } = registrationInfo.credential;
    const secret = { v: 1, publicKey: Buffer.from(publicKey).toString('base64url'), transports: said };
    return { handle: id, counter, secret: JSON.stringify(secret) };
  } catch {
    return null;
  }
}
