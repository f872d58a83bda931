import { verifyStatement } from '@sos/crypto/verify';
import { sha256Hex } from '@sos/crypto/inspect';
import { parseGrantVerdict, toHour, uuidSchema, type GrantVerdict } from '@sos/domain';
import { z } from 'zod';

import { AppError } from '../../platform/errors.js';
import type { Clock } from '../../platform/platform.types.js';
import type { Viewer } from '../../platform/viewer.js';
import type { KeyService, OwnKey } from '../keys/index.js';
import type { CaseAccessService } from './case-access.service.js';
import type { GrantVerdictRepository, OwnGrant } from './grant-verdict.repository.js';
import { refusedByGate } from './request-head.js';

export interface GrantVerdictParts {
  readonly verdicts: GrantVerdictRepository;
  readonly access: CaseAccessService;
  readonly keys: KeyService;
  readonly clock: Clock;
}

const verdictsSchema = z.strictObject({
  verdicts: z
    .array(
      z.strictObject({
        entryId: uuidSchema,
        statement: z.base64().min(1).max(8192),
        signature: z.string().min(1).max(8192),
      }),
    )
    .min(1)
    .max(100),
});
type SentVerdict = z.infer<typeof verdictsSchema>['verdicts'][number];

/**
 * What readers sign about grants of their own. A signature by the key itself is asked for: a session that somebody took over can neither
 * throw a grant away nor have colleagues make another.
 */
export class GrantVerdictService {
  constructor(private readonly parts: GrantVerdictParts) {}

  /** @returns how many were new. */
  async record(viewer: Viewer, input: unknown): Promise<number> {
    const parsed = verdictsSchema.safeParse(input);
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    const { keys, verdicts, clock } = this.parts;
    const key = await keys.ownKey(viewer.accountId);
    if (!key) throw refusedByGate('key_not_enrolled');
    const sent = parsed.data.verdicts;
    const own = await verdicts.findOwn(
      sent.map(({ entryId }) => entryId),
      key.encryptionSubkeyId,
    );
    await this.#requireAccess(viewer, own);
    const judged = await Promise.all(sent.map((verdict) => this.#judge(verdict, key, own)));
    return verdicts.add(judged, toHour(clock.now()));
  }

  async #requireAccess(viewer: Viewer, own: readonly OwnGrant[]): Promise<void> {
    for (const caseId of new Set(own.map((grant) => grant.caseId))) await this.parts.access.open(viewer, caseId);
  }

  async #judge({ entryId, statement, signature }: SentVerdict, key: OwnKey, own: readonly OwnGrant[]) {
    const bytes = new Uint8Array(Buffer.from(statement, 'base64'));
    const said = parseGrantVerdict(bytes);
    if (said?.granteeKeySha256 !== toHex(key.sha256)) throw refusedByGate('statement');
    const grant = own.find((one) => one.entryId === entryId && isAbout(said, one));
    if (!grant) throw refusedByGate('statement');
    const now = this.parts.clock.now();
    const verdict = await verifyStatement({ bytes, signature, publicKey: key.bytes, purpose: said.ctx }, now);
    if (verdict !== 'good') throw refusedByGate('signature');
    return { grantId: grant.id, opens: said.opens, statement: bytes, signature };
  }
}

function isAbout(said: GrantVerdict, { subject, seipdSha256, pkesk }: OwnGrant): boolean {
  return said.subject === subject && said.entryHash === toHex(seipdSha256) && said.pkeskSha256 === sha256Hex(pkesk);
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
