import { createHash } from 'node:crypto';
import { logPlaceSchema, RELEASE_PATHS } from '@sos/domain';
import {
  followLog,
  fromBase64,
  leafHashOf,
  NOTE_ALGORITHMS,
  parseNoteKey,
  verifyInclusion,
  type NoteKey,
  type PinnedLog,
} from '@sos/log';

import { createLogSource } from '../log/log-source.js';
import { LOG_SENTENCES } from '../log/sentences.js';
import type { World } from '../platform/command.js';

/** A key as the log spells it; null where none is pinned, or what is pinned is none. */
export function readPinned(text: string | null, algorithm: NoteKey['algorithm']): NoteKey | null {
  const key = text === null ? null : parseNoteKey(text);
  return key?.algorithm === algorithm ? key : null;
}

interface Place {
  readonly index: number;
  readonly salt: Uint8Array;
}

async function fetchPlace(world: World, site: URL): Promise<Place | null> {
  const { status, bytes } = await world.download(new URL(RELEASE_PATHS.place, site).href);
  if (status !== 200) return null;
  try {
    const { index, salt } = logPlaceSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return { index, salt: fromBase64(salt) ?? new Uint8Array() };
  } catch {
    return null;
  }
}

export interface InLog {
  /** One sentence each; none when the manifest is in the log. */
  readonly problems: readonly string[];
  readonly said: string;
}

/** Whether these very bytes are in the log that everybody sees: a release made for one person alone would not be. */
export async function checkInLog(
  world: World,
  site: URL,
  manifest: Uint8Array,
  pins: { readonly log: string | null; readonly witness: string | null },
): Promise<InLog> {
  const refuse = (problem: string): InLog => ({ problems: [problem], said: '' });
  const key = readPinned(pins.log, NOTE_ALGORITHMS.ed25519);
  if (!key) return refuse('Nothing says which key the log has: give it with --log-key, as its people told you.');
  const witness = readPinned(pins.witness, NOTE_ALGORITHMS.cosignature);
  if (pins.witness !== null && !witness) return refuse('The witness that the release names is no key of a witness.');
  const pinned: PinnedLog = { key, witness };
  const source = createLogSource(world, site, witness !== null);
  const place = await fetchPlace(world, site);
  if (!place) return refuse('The server does not say where in the log the release is: it was not published.');
  const verdict = await followLog(source, pinned, null);
  if (!verdict.ok) return refuse(LOG_SENTENCES[verdict.problem]);
  const { size, root } = verdict.checkpoint;
  const { index, salt } = place;
  if (index >= size || salt.length === 0) return refuse('The release is not in the log yet, as far as its head goes.');
  const sha256 = Uint8Array.from(createHash('sha256').update(manifest).digest());
  const proof = await source.inclusion(index, size);
  const leaf = leafHashOf({ kind: 'release', salt, sha256 });
  if (!proof || !verifyInclusion({ leaf, index, size, root, proof }))
    return refuse('The release is not in the log: others may be shown another one.');
  const witnessed = witness ? `, and ${witness.name} has seen it` : '';
  return { problems: [], said: `It is entry ${index} of the ${size} in the log${witnessed}.` };
}
