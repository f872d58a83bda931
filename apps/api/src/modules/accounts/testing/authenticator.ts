import { isoCBOR } from '@simplewebauthn/server/helpers';
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const creationSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
});
const requestSchema = z.object({ challenge: z.string(), rpId: z.string() });

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

export interface Behaviour {
  /** Without: somebody touched it, and nothing says who. */
  readonly verifiesUser?: boolean;
  readonly origin?: string;
  readonly signsWith?: KeyObject;
}

/** A security key as a browser sees one, with a counter that a test may turn back. */
export class TestAuthenticator {
  private readonly id = randomBytes(16);
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private userHandle = '';
  private rpId = '';

  constructor(
    private readonly origin: string,
    /** Zero for ever: one that does not count, as those that are synchronised between devices. */
    public counter = 1,
    private readonly counts = true,
  ) {}

  register(options: string, behaviour: Behaviour = {}): string {
    const { challenge, rp, user } = creationSchema.parse(JSON.parse(options));
    this.rpId = rp.id;
    this.userHandle = user.id;
    const length = Buffer.from([0, this.id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, this.publicKey()]);
    const authData = Buffer.concat([this.head(HAS_CREDENTIAL, behaviour), credential]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ]);
    // The encoder's own type names each kind of value; this one is a map of them.
    const attestationObject = isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]);
    return this.answer({
      clientDataJSON: base64url(this.clientData('webauthn.create', challenge, behaviour)),
      attestationObject: base64url(attestationObject),
      transports: ['usb'],
    });
  }

  assert(options: string, behaviour: Behaviour = {}): string {
    const { challenge, rpId } = requestSchema.parse(JSON.parse(options));
    this.rpId = rpId;
    if (this.counts) this.counter += 1;
    const authenticatorData = this.head(0, behaviour);
    const clientData = this.clientData('webauthn.get', challenge, behaviour);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    return this.answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(sign('sha256', signed, behaviour.signsWith ?? this.pair.privateKey)),
      userHandle: this.userHandle,
    });
  }

  private head(flags: number, { verifiesUser = true }: Behaviour): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const set = flags | USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0);
    return Buffer.concat([sha256(this.rpId), Buffer.from([set]), counter]);
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Behaviour): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** COSE: EC2, ES256, P-256. */
  private publicKey(): Uint8Array {
    const { x = '', y = '' } = this.pair.publicKey.export({ format: 'jwk' });
    const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]);
    return isoCBOR.encode(key);
  }

  private answer(response: object): string {
    const id = base64url(this.id);
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }
}
