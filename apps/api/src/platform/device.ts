import type { DeviceKind } from '@sos/domain';
import { createHash, randomBytes } from 'node:crypto';

import type { DatabaseTransaction } from './platform.types.js';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Over the account as well: that two people use one browser is not written down anywhere. */
export function hashOfDevice(accountId: string, token: string): Buffer {
  return createHash('sha256').update(`${accountId} ${token}`).digest();
}

export interface MetDevice {
  readonly id: string;
  readonly token: string;
  /** Seen for the first time, while the account has others: a first sign-in of all is no news to whoever made it. */
  readonly isNew: boolean;
}

async function idOf(tx: DatabaseTransaction, accountId: string, hash: Uint8Array<ArrayBuffer>): Promise<string> {
  const where = { accountId_hash: { accountId, hash } };
  return (await tx.device.findUniqueOrThrow({ where, select: { id: true } })).id;
}

/** The browser's row for this account; a browser that brought nothing of ours gets a name. */
export async function meetDevice(
  tx: DatabaseTransaction,
  accountId: string,
  brought: { readonly token: string | null; readonly kind: DeviceKind },
  now: Date,
): Promise<MetDevice> {
  const known = brought.token !== null && TOKEN.test(brought.token) ? brought.token : null;
  const token = known ?? randomBytes(TOKEN_BYTES).toString('base64url');
  const hash = Uint8Array.from(hashOfDevice(accountId, token));
  const data = { ...brought.kind, lastSeenAt: now };
  const { count } = await tx.device.updateMany({ where: { accountId, hash }, data });
  if (count === 0) {
    const others = await tx.device.count({ where: { accountId } });
    // Two windows of one browser may sign in at once.
    await tx.device.createMany({ data: [{ accountId, hash, createdAt: now, ...data }], skipDuplicates: true });
    return { id: await idOf(tx, accountId, hash), token, isNew: others > 0 };
  }
  return { id: await idOf(tx, accountId, hash), token, isNew: false };
}
