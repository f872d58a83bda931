export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One request with bytes. @throws TypeError when there is no connection. */
export async function putBytes(path: string, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
  const answer = await fetch(path, {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  return { status: answer.status, body: await readJson(answer) };
}

export async function postJson(path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await readJson(answer) };
}

export async function getJson(path: string): Promise<Answer> {
  const answer = await fetch(path, { credentials: 'same-origin' });
  return { status: answer.status, body: await readJson(answer) };
}

/** @returns the reader's own grant and one ciphertext; null when there is none for them. */
export async function download(
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const answer = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

/** The server's reason, where it gave one. */
export function reasonOf({ status, body }: Answer): string {
  if (typeof body !== 'object' || body === null) return String(status);
  if ('reason' in body && typeof body.reason === 'string') return body.reason;
  return 'code' in body && typeof body.code === 'string' ? body.code : String(status);
}
