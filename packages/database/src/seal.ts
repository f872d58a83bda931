import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** Binds what is sealed to its place, so that a row moved elsewhere in the database does not open. */
export const sealedPlace = {
  campaignKey: (campaignId: string, use: 'duplicate' | 'data') => `campaign-key:${campaignId}:${use}`,
  signature: (campaignId: string, signatureId: string, column: 'name' | 'email') =>
    `signature:${campaignId}:${signatureId}:${column}`,
};

/** AES-256-GCM as iv ‖ ciphertext ‖ tag. */
export function seal(key: Uint8Array, plaintext: Uint8Array, place: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  return Uint8Array.from(Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
}

/** @throws when the key, the place or a single bit is another. */
export function unseal(key: Uint8Array, sealed: Uint8Array, place: string): Uint8Array<ArrayBuffer> {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error('sealed value is too short');
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(end));
  return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, end)), decipher.final()]));
}

export function sealText(key: Uint8Array, text: string, place: string): Uint8Array<ArrayBuffer> {
  return seal(key, Buffer.from(text, 'utf8'), place);
}

export function unsealText(key: Uint8Array, sealed: Uint8Array, place: string): string {
  return Buffer.from(unseal(key, sealed, place)).toString('utf8');
}

/** The two keys of a new campaign, wrapped for its row. */
export function newCampaignKeys(wrappingKey: Uint8Array, campaignId: string) {
  return {
    duplicateKey: seal(wrappingKey, randomBytes(KEY_BYTES), sealedPlace.campaignKey(campaignId, 'duplicate')),
    dataKey: seal(wrappingKey, randomBytes(KEY_BYTES), sealedPlace.campaignKey(campaignId, 'data')),
  };
}

export function openCampaignKey(
  wrappingKey: Uint8Array,
  campaign: { readonly id: string; readonly duplicateKey: Uint8Array; readonly dataKey: Uint8Array },
  use: 'duplicate' | 'data',
): Uint8Array<ArrayBuffer> {
  const wrapped = use === 'duplicate' ? campaign.duplicateKey : campaign.dataKey;
  return unseal(wrappingKey, wrapped, sealedPlace.campaignKey(campaign.id, use));
}
