import type { PasskeyRequest } from '@sos/crypto';

export type PasskeyProblem =
  /** The person said no, or nothing answered in time. */
  | 'not_given'
  /** It works as a passkey, and has no pseudo-random function. */
  | 'no_prf'
  | 'unsupported';

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';
  constructor(readonly problem: PasskeyProblem) {
    super(problem);
  }
}

export interface MadePasskey {
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
}

const TIMEOUT_MS = 120_000;
const ED25519 = -8;
const ES256 = -7;
const RS256 = -257;

function random(octets: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(octets));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Whether it is worth offering. What an authenticator can do is only known once it was asked. */
export async function mayHavePasskeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  const ask = (PublicKeyCredential as { getClientCapabilities?: () => Promise<Record<string, boolean>> })
    .getClientCapabilities; // newer than the DOM's types
  const capabilities = await ask?.call(PublicKeyCredential).catch(() => undefined);
  return capabilities?.['extension:prf'] !== false;
}

async function ceremony(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (typeof PublicKeyCredential === 'undefined') throw new PasskeyError('unsupported');
  let given: Credential | null;
  try {
    given = await ask();
  } catch (error) {
    const isUnable = error instanceof DOMException && ['NotSupportedError', 'SecurityError'].includes(error.name);
    throw new PasskeyError(isUnable ? 'unsupported' : 'not_given');
  }
  if (!(given instanceof PublicKeyCredential)) throw new PasskeyError('not_given');
  return given;
}

/** The output's own memory, not a copy: it is handed to the worker, and nothing of it stays here. */
function outputOf(credential: PublicKeyCredential): Uint8Array<ArrayBuffer> | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return undefined;
  return first instanceof ArrayBuffer ? new Uint8Array(first) : undefined;
}

async function evaluate(requests: readonly Omit<PasskeyRequest, 'slot'>[]): Promise<PublicKeyCredential> {
  const evalByCredential = Object.fromEntries(
    requests.map(({ credentialId, salt }) => [toBase64Url(credentialId), { first: salt }]),
  );
  return ceremony(() =>
    navigator.credentials.get({
      publicKey: {
        // Nothing is signed in with it: the server never sees this ceremony, so nobody has to have chosen the challenge.
        challenge: random(32),
        allowCredentials: requests.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        extensions: { prf: { evalByCredential } },
      },
    }),
  );
}

/** A credential of the vault's own, beside any that signs in. @param label what the authenticator will call it. */
export async function makePasskey(label: string): Promise<MadePasskey> {
  const salt = random(32);
  const made = await ceremony(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(32),
        rp: { name: 'SOS' },
        // A handle of its own: with the account's it could take the place of the passkey that signs in.
        user: { id: random(32), name: label, displayName: label },
        pubKeyCredParams: [ED25519, ES256, RS256].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  if (made.getClientExtensionResults().prf?.enabled !== true) throw new PasskeyError('no_prf');
  const credentialId = new Uint8Array(made.rawId);
  // Many authenticators answer only when they are asked a second time, as for opening.
  const output = outputOf(made) ?? outputOf(await evaluate([{ credentialId, salt }]));
  if (output === undefined) throw new PasskeyError('no_prf');
  return { credentialId, salt, output };
}

export async function askPasskey(
  requests: readonly PasskeyRequest[],
): Promise<{ readonly slot: number; readonly output: Uint8Array<ArrayBuffer> }> {
  const given = await evaluate(requests);
  const id = toBase64Url(new Uint8Array(given.rawId));
  const request = requests.find(({ credentialId }) => toBase64Url(credentialId) === id);
  const output = outputOf(given);
  if (request === undefined) throw new PasskeyError('not_given');
  if (output === undefined) throw new PasskeyError('no_prf');
  return { slot: request.slot, output };
}
