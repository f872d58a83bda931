import { copyBytes, randomBytes, type Bytes } from './bytes.js';

export const GCM_NONCE_OCTETS = 12;
export const GCM_TAG_OCTETS = 16;

async function importKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', copyBytes(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Nonce, ciphertext and tag. */
export async function sealGcm(key: Uint8Array, content: Uint8Array, associated: Uint8Array): Promise<Bytes> {
  const iv = randomBytes(GCM_NONCE_OCTETS);
  const parameters = { name: 'AES-GCM', iv, additionalData: copyBytes(associated) };
  const sealed = await crypto.subtle.encrypt(parameters, await importKey(key), copyBytes(content));
  const bytes = new Uint8Array(GCM_NONCE_OCTETS + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), GCM_NONCE_OCTETS);
  return bytes;
}

/** Undefined when this key does not open it, or something was changed. */
export async function openGcm(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Promise<Bytes | undefined> {
  const iv = copyBytes(sealed.subarray(0, GCM_NONCE_OCTETS));
  const parameters = { name: 'AES-GCM', iv, additionalData: copyBytes(associated) };
  try {
    const content = copyBytes(sealed.subarray(GCM_NONCE_OCTETS));
    return new Uint8Array(await crypto.subtle.decrypt(parameters, await importKey(key), content));
  } catch {
    return undefined;
  }
}
