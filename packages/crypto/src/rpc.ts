import type { CryptoApi } from './types.js';

export type CryptoMethod = keyof CryptoApi;

const METHODS: Record<CryptoMethod, true> = {
  capabilities: true,
  generatePassphrase: true,
  judgePassphrase: true,
  generateKey: true,
  checkPublicKey: true,
  describeKey: true,
  sealCanary: true,
  checkCanary: true,
  createVault: true,
  openVault: true,
  changePassphrase: true,
  upgradeVault: true,
  passkeyRequests: true,
  openVaultByPasskey: true,
  addPasskey: true,
  removePasskeys: true,
  sealVaultCopy: true,
  openVaultCopy: true,
  exportRecoveryKit: true,
  restoreFromKit: true,
  openKit: true,
  lock: true,
  lockAll: true,
  verifyRoster: true,
  planReaders: true,
  sealEntry: true,
  judgeMemberKey: true,
  openEntry: true,
  rewrapEntry: true,
  judgeGrant: true,
  startSealFile: true,
  sealChunk: true,
  finishSealFile: true,
  startOpenFile: true,
  openChunk: true,
  finishOpenFile: true,
  dropFile: true,
  sealDraft: true,
  openDraft: true,
  signForPurpose: true,
  verifyForPurpose: true,
};

function isMethod(name: string): name is CryptoMethod {
  return Object.hasOwn(METHODS, name);
}

/** What may be asked of the worker; nothing else is looked up on the engine. */
export const CRYPTO_METHODS: readonly CryptoMethod[] = Object.keys(METHODS).filter(isMethod);

export interface CryptoRequest {
  readonly id: number;
  readonly method: CryptoMethod;
  readonly argument: unknown;
}

export type CryptoReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly code: string };
