import { fromBase64 } from '../../platform/keys/base64.js';
import type { Outbox, QueuedEntry, QueuedFile, StoredItem } from './outbox.js';
import { getJson, putBytes, reasonOf, type Answer } from './send-bytes.js';

export type Delivery =
  | { readonly status: 'delivered' }
  /** No connection, or a server that is not well: tried again later by itself. */
  | { readonly status: 'later' }
  /** New reports are stopped for everybody: tried again by itself, and nothing else has to wait for it. */
  | { readonly status: 'paused' }
  | { readonly status: 'signed_out' }
  | { readonly status: 'refused'; readonly reason: string };

export interface Network {
  readonly put: (path: string, body: Uint8Array<ArrayBuffer>) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
}

export interface DeliverParts {
  readonly outbox: Outbox;
  readonly network: Network;
  readonly onChunk: (id: string, done: number, total: number) => void;
}

const browserNetwork: Network = { put: putBytes, get: getJson };

export function deliverParts(outbox: Outbox, onChunk: DeliverParts['onChunk']): DeliverParts {
  return { outbox, network: browserNetwork, onChunk };
}

/** Sends one sealed thing; repeating it is harmless, the server knows the same bytes again. */
export async function deliver(item: StoredItem, parts: DeliverParts): Promise<Delivery> {
  try {
    return await (item.kind === 'entry' ? deliverEntry(item, parts) : deliverFile(item, parts));
  } catch (error) {
    // fetch rejects with a TypeError when there is no answer at all.
    if (error instanceof TypeError) return { status: 'later' };
    throw error;
  }
}

async function deliverEntry(item: QueuedEntry, { network }: DeliverParts): Promise<Delivery> {
  const answer = await network.put(`/entries/${item.id}`, withHead(item.head, item.message));
  const delivery = toDelivery(answer);
  if (delivery.status !== 'delivered') return delivery;
  return isReceiptFor(item.entryHash, answer.body) ? delivery : { status: 'refused', reason: 'receipt' };
}

async function deliverFile(item: QueuedFile, { outbox, network, onChunk }: DeliverParts): Promise<Delivery> {
  const created = toDelivery(await network.put(`/blobs/${item.id}`, withHead(item.head, item.grants)));
  if (created.status !== 'delivered') return created;
  const stored = storedIndexes((await network.get(`/blobs/${item.id}/chunks`)).body);
  for (let index = 0; index < item.chunkCount; index += 1) {
    onChunk(item.id, index, item.chunkCount);
    if (stored.has(index)) continue;
    const seipd = await outbox.chunk(item.id, index);
    if (!seipd) return { status: 'refused', reason: 'chunk_lost' };
    const sent = toDelivery(await network.put(`/blobs/${item.id}/chunks/${index}`, seipd));
    if (sent.status !== 'delivered') return sent;
  }
  onChunk(item.id, item.chunkCount, item.chunkCount);
  return { status: 'delivered' };
}

function toDelivery(answer: Answer): Delivery {
  if (answer.status === 200 || answer.status === 201) return { status: 'delivered' };
  if (answer.status === 401) return { status: 'signed_out' };
  if (answer.status === 503 && reasonOf(answer) === 'intake') return { status: 'paused' };
  // 5xx and 429 pass; everything else will not get better by itself.
  if (answer.status >= 500 || answer.status === 429) return { status: 'later' };
  return { status: 'refused', reason: reasonOf(answer) };
}

function storedIndexes(body: unknown): ReadonlySet<unknown> {
  const stored = typeof body === 'object' && body !== null && 'stored' in body ? body.stored : [];
  return new Set(Array.isArray(stored) ? stored : []);
}

/** A receipt for other bytes than ours is none: then the server has not got this. */
function isReceiptFor(entryHash: string, body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('receipt' in body) || typeof body.receipt !== 'string')
    return false;
  try {
    const receipt: unknown = JSON.parse(new TextDecoder().decode(fromBase64(body.receipt)));
    if (typeof receipt !== 'object' || receipt === null) return false;
    return (
      'ctx' in receipt && receipt.ctx === 'receipt.v1' && 'entryHash' in receipt && receipt.entryHash === entryHash
    );
  } catch {
    return false;
  }
}

function withHead(head: string, packets: Uint8Array): Uint8Array<ArrayBuffer> {
  const line = new TextEncoder().encode(`${head}\n`);
  const body = new Uint8Array(line.length + packets.length);
  body.set(line);
  body.set(packets, line.length);
  return body;
}
