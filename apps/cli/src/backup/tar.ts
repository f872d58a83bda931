/** As much of tar as a backup needs: plain files, small enough to be held one at a time; `gpg -d … | tar x` unpacks it. */
const BLOCK = 512;
/** Parts of the database and chunks of files stay far below; the manifest of a million files does too. */
const LARGEST_MEMBER = 256 * 1024 * 1024;
const NAME_BYTES = 100;

export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is read is not a whole backup. */
export class ArchiveDamaged extends Error {
  override readonly name = 'ArchiveDamaged';
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** Always the same bytes for the same member: no owner, and no time but the one given. */
export function memberHeader(name: string, size: number, at: Date): Uint8Array<ArrayBuffer> {
  if (Buffer.byteLength(name) > NAME_BYTES) throw new Error('the name of a member is too long');
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(Math.floor(at.getTime() / 1000), 12), 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
  return Uint8Array.from(header);
}

/** Zeros that fill the last block of a member. */
export function padding(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

export const END_OF_ARCHIVE = new Uint8Array(2 * BLOCK);

/** Takes exact numbers of bytes out of a stream of pieces of any size. */
class Pieces {
  #held: Uint8Array[] = [];
  #length = 0;
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#length < size) {
      const next = await this.#source.next();
      if (next.done === true) throw new ArchiveDamaged();
      this.#held.push(next.value);
      this.#length += next.value.length;
    }
    const [only = new Uint8Array(0)] = this.#held;
    const all = this.#held.length === 1 ? only : Buffer.concat(this.#held);
    this.#held = [all.subarray(size)];
    this.#length = all.length - size;
    return Uint8Array.from(all.subarray(0, size));
  }

  /** What follows the archive must be nothing; reading it to the end is what tells whether the whole was intact. */
  async finish(): Promise<void> {
    let left = this.#length;
    for (let next = await this.#source.next(); next.done !== true; next = await this.#source.next())
      left += next.value.length;
    if (left > 0) throw new ArchiveDamaged();
  }
}

const textIn = (header: Uint8Array, from: number, length: number): string =>
  Buffer.from(header.subarray(from, from + length))
    .toString('latin1')
    .split('\0')[0]
    ?.trim() ?? '';

function readHeader(header: Uint8Array): { name: string; size: number } {
  const [name, size, type] = [textIn(header, 0, NAME_BYTES), textIn(header, 124, 12), textIn(header, 156, 1)];
  const isSound =
    type === '0' && /^[0-7]{11}$/.test(size) && parseInt(textIn(header, 148, 8), 8) === checksum(header) && name !== '';
  if (!isSound) throw new ArchiveDamaged();
  const bytes = parseInt(size, 8);
  if (bytes > LARGEST_MEMBER) throw new ArchiveDamaged();
  return { name, size: bytes };
}

/** @throws ArchiveDamaged */
export async function* readMembers(source: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const pieces = new Pieces(source);
  for (;;) {
    const header = await pieces.take(BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const { name, size } = readHeader(header);
    const bytes = await pieces.take(size);
    const filler = await pieces.take(padding(size).length);
    if (filler.some((byte) => byte !== 0)) throw new ArchiveDamaged();
    yield { name, bytes };
  }
  const last = await pieces.take(BLOCK);
  if (last.some((byte) => byte !== 0)) throw new ArchiveDamaged();
  await pieces.finish();
}
