import { PUBLIC_KEY_MAX_BYTES } from '@sos/crypto/inspect';
import { verifyStatement } from '@sos/crypto/verify';
import { parseSuccession, type Succession } from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import type { Clock, RateLimits } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import { inspectToEnrol } from './enrolment.js';
import type { KeyService, OwnKey } from './key.service.js';
import type { SuccessionRecord, SuccessionRepository } from './succession.repository.js';

export type ReplaceOutcome =
  | { readonly kind: 'replaced'; readonly key: OwnKey; readonly waits: boolean }
  | { readonly kind: 'refused'; readonly code: string };

export interface SuccessionParts {
  readonly keys: KeyService;
  readonly successions: SuccessionRepository;
  readonly clock: Clock;
  readonly rateLimits: RateLimits;
}

const inputSchema = z.strictObject({
  newKey: z
    .base64()
    .min(1)
    .max(Math.ceil(PUBLIC_KEY_MAX_BYTES / 3) * 4),
  statement: z.base64().min(1).max(8192),
  oldSignature: z.string().min(1).max(8192),
  newSignature: z.string().min(1).max(8192),
});
type Input = z.infer<typeof inputSchema>;

const CLOCK_SKEW_MS = 10 * 60_000;
/** Dated further back, what the old key wrote since then would look like a thief's. */
const OLDEST_MS = 24 * 3_600_000;
const REPLACEMENTS = { count: 10, seconds: 3_600 };

interface NewKeyBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly encryptionSubkeyId: string;
}

/**
 * Puts a new key of one's own in the place of the old one, on the signature of both. Nobody else can: a session, a new password or an
 * administrator has neither key. Every client verifies the statement again.
 */
export class SuccessionService {
  constructor(private readonly parts: SuccessionParts) {}

  async replace(viewer: Viewer, input: unknown): Promise<ReplaceOutcome> {
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { keys, rateLimits, clock } = this.parts;
    if ((await rateLimits.take('keys.replace', viewer.accountId, REPLACEMENTS)) !== null)
      throw new AppError('RATE_LIMITED');
    const newKey = readNewKey(parsed.data.newKey, clock.now());
    if (typeof newKey === 'string') return { kind: 'refused', code: newKey };
    const bytes = fromBase64(parsed.data.statement);
    const said = parseSuccession(bytes);
    if (!said) return { kind: 'refused', code: 'malformed_statement' };
    const own = await keys.ownKey(viewer.accountId);
    const code = await this.#refusal(viewer, said, own, newKey);
    if (code !== null || !own) return { kind: 'refused', code: code ?? 'no_key' };
    if (!(await this.#isSigned(bytes, parsed.data, own, newKey))) return { kind: 'refused', code: 'bad_signature' };
    return this.#store(viewer, own, newKey, bytes, parsed.data);
  }

  /** The viewer's own changes of keys, oldest first. */
  ofAccount(accountId: string): Promise<readonly SuccessionRecord[]> {
    return this.parts.successions.findOfAccount(accountId);
  }

  async #refusal(viewer: Viewer, said: Succession, own: OwnKey | null, newKey: NewKeyBytes): Promise<string | null> {
    if (said.accountId !== viewer.accountId) return 'other_account';
    const isOwn = said.from.fingerprint === own?.fingerprint && said.from.keySha256 === toHex(own.sha256);
    const isNew = said.to.fingerprint === newKey.fingerprint && said.to.keySha256 === newKey.keySha256;
    if (!own || !isOwn || !isNew) return 'other_key';
    const age = this.parts.clock.now().getTime() - Date.parse(said.at);
    if (age > OLDEST_MS || age < -CLOCK_SKEW_MS) return 'date';
    // Whoever holds a key that was taken out of the team may be whoever stole it.
    return (await this.parts.keys.suspendedKeys()).has(said.from.keySha256) ? 'suspended' : null;
  }

  async #isSigned(bytes: Uint8Array, input: Input, own: OwnKey, newKey: NewKeyBytes): Promise<boolean> {
    const now = this.parts.clock.now();
    const signed = [
      { signature: input.oldSignature, publicKey: own.bytes },
      { signature: input.newSignature, publicKey: newKey.bytes },
    ];
    const verdicts = await Promise.all(
      signed.map((one) => verifyStatement({ ...one, bytes, purpose: 'succession.v1' }, now)),
    );
    return verdicts.every((verdict) => verdict === 'good');
  }

  /** Of a holder, the roster decides when: until it names the new key, the old one goes on counting. */
  async #store(
    viewer: Viewer,
    own: OwnKey,
    { keySha256, ...newKey }: NewKeyBytes,
    bytes: Uint8Array<ArrayBuffer>,
    { oldSignature, newSignature }: Input,
  ): Promise<ReplaceOutcome> {
    const { accountId } = viewer;
    const outcome = await this.parts.successions.replace({
      accountId,
      fromFingerprint: own.fingerprint,
      to: { ...newKey, sha256: new Uint8Array(Buffer.from(keySha256, 'hex')) },
      bytes,
      fromSignature: oldSignature,
      toSignature: newSignature,
      atOnce: own.holderRole === null,
      now: this.parts.clock.now(),
    });
    if (outcome === 'taken') return { kind: 'refused', code: 'key_in_use' };
    const key = await this.parts.keys.ownKey(accountId);
    return { kind: 'replaced', key: key ?? own, waits: key?.fingerprint === own.fingerprint };
  }
}

function readNewKey(base64: string, now: Date): NewKeyBytes | string {
  const bytes = fromBase64(base64);
  const check = inspectToEnrol(bytes, now);
  if (!check.ok) return check.code;
  const { fingerprint, keySha256, encryptionSubkeyId } = check;
  return { bytes, fingerprint, keySha256, encryptionSubkeyId };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
