import type { KeyRing } from './engine-key-ring.js';
import { exportRecoveryKit, openRecoveryKit } from './engine-recovery-kit.js';
import { openVaultCopy, sealVaultCopy } from './engine-vault-copy.js';
import { parseVault } from './engine-vault-format.js';
import { addPasskey, openVaultByPasskey, passkeyRequests, removePasskeys } from './engine-vault-passkeys.js';
import type { KeyPairToHold, OpenedPayload } from './engine-vault-payload.js';
import { changePassphrase, createVault, openVault } from './engine-vault.js';
import type { CryptoApi, UnlockedKey, Vault, VaultKdf } from './types.js';

interface VaultState {
  readonly now: () => Date;
  readonly ring: KeyRing;
}

type Part<Names extends keyof CryptoApi> = Pick<CryptoApi, Names>;

async function hold(ring: KeyRing, { privateKey, publicKey, passkeys }: OpenedPayload): Promise<UnlockedKey> {
  return { ...(await ring.add(privateKey, publicKey)), passkeys };
}

/** A key from elsewhere, held and put into a vault of this device; neither without the other. */
async function holdInNewVault(
  { now, ring }: VaultState,
  { privateKey, publicKey }: KeyPairToHold,
  lock: { readonly passphrase: string; readonly kdf?: VaultKdf | undefined },
): Promise<UnlockedKey & { readonly vault: Vault }> {
  const unlocked = await ring.add(privateKey, publicKey);
  try {
    return { ...unlocked, passkeys: [], vault: await createVault(ring.use(unlocked.key), lock, now()) };
  } catch (error) {
    // Nobody would hold this handle, and nobody could lock it.
    ring.lock(unlocked.key);
    throw error;
  }
}

function kitMethods(state: VaultState): Part<'exportRecoveryKit' | 'restoreFromKit' | 'openKit'> {
  const { ring } = state;
  return {
    exportRecoveryKit: async ({ key, passphrase }) => exportRecoveryKit(ring.use(key), passphrase),
    openKit: async ({ armored, passphrase }) => {
      const { privateKey, publicKey } = await openRecoveryKit(armored, passphrase);
      return ring.add(privateKey, publicKey);
    },
    restoreFromKit: async ({ armored, kitPassphrase, vaultPassphrase, kdf }) =>
      holdInNewVault(state, await openRecoveryKit(armored, kitPassphrase), { passphrase: vaultPassphrase, kdf }),
  };
}

function passkeyMethods({
  now,
  ring,
}: VaultState): Part<'passkeyRequests' | 'openVaultByPasskey' | 'addPasskey' | 'removePasskeys'> {
  return {
    passkeyRequests: async ({ vault }) => passkeyRequests(vault),
    openVaultByPasskey: async (request) => hold(ring, await openVaultByPasskey(request, now())),
    addPasskey: async (request) => addPasskey(request, now()),
    removePasskeys: async (request) => removePasskeys(request, now()),
  };
}

/** Everything that locks and unlocks the private key itself. */
export function vaultMethods(
  state: VaultState,
): Part<'createVault' | 'openVault' | 'changePassphrase' | 'upgradeVault' | 'sealVaultCopy' | 'openVaultCopy'> &
  ReturnType<typeof kitMethods> &
  ReturnType<typeof passkeyMethods> {
  const { now, ring } = state;
  return {
    ...kitMethods(state),
    ...passkeyMethods(state),
    createVault: async ({ key, passphrase, kdf }) => createVault(ring.use(key), { passphrase, kdf }, now()),
    openVault: async (request) => hold(ring, await openVault(request, now())),
    changePassphrase: async (request) => changePassphrase(request, now()),
    upgradeVault: async ({ vault }) => parseVault(vault),
    sealVaultCopy: async ({ vault }) => sealVaultCopy(vault),
    openVaultCopy: async (request) => openVaultCopy(request),
  };
}
