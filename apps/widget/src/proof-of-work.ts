/** ALTCHA's challenge (SHA-256, version 1). */
export interface Challenge {
  readonly algorithm: string;
  readonly challenge: string;
  readonly salt: string;
  readonly signature: string;
  readonly maxnumber: number;
}

/** Digests asked for at once: enough to keep the browser's crypto busy, few enough to keep the page alive. */
const SLICE = 500;

const hex = (digest: ArrayBuffer): string =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A turn for the page: scrolling and typing go on while a cheap phone works. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** On the page's own thread: in a strict sandbox neither a worker's script nor crypto in a blob worker is allowed. */
export async function solve(
  { algorithm, challenge, salt, signature, maxnumber }: Challenge,
  crypto: SubtleCrypto,
): Promise<string | null> {
  const encoder = new TextEncoder();
  for (let from = 0; from <= maxnumber; from += SLICE) {
    const numbers = Array.from({ length: Math.min(SLICE, maxnumber - from + 1) }, (_, index) => from + index);
    const digests = await Promise.all(
      numbers.map((number) => crypto.digest(algorithm, encoder.encode(`${salt}${number}`))),
    );
    const found = digests.findIndex((digest) => hex(digest) === challenge);
    if (found !== -1) return btoa(JSON.stringify({ algorithm, challenge, number: from + found, salt, signature }));
    await breathe();
  }
  return null;
}

/** @returns '' where there is no proof to be had: the form then goes the way it goes without a script. */
export async function fetchProof(origin: string): Promise<string> {
  // Plain http, as on an onion address, has no crypto.subtle.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle) return '';
  try {
    const response = await fetch(`${origin}/embed/api/challenge`, { credentials: 'omit', cache: 'no-store' });
    if (!response.ok) return '';
    return (await solve((await response.json()) as Challenge, subtle)) ?? ''; // Our own server's answer; the server checks what comes of it.
  } catch {
    return '';
  }
}
