import { z } from 'zod';

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type CaseId = Brand<string, 'CaseId'>;
export type EntryId = Brand<string, 'EntryId'>;
export type BlobId = Brand<string, 'BlobId'>;

/** Random UUIDv4 only: anything else could carry a time or an order. */
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const uuidSchema = z.string().regex(UUID_V4);

export function isUuid(value: string): boolean {
  return UUID_V4.test(value);
}

/** Text that was encrypted, or not: an API that takes one does not take the other. */
export type Ciphertext = Brand<Uint8Array, 'Ciphertext'>;
export type Plaintext = Brand<Uint8Array, 'Plaintext'>;
