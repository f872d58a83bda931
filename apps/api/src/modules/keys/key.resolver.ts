import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access } from '../../platform/access.js';
import { AppError } from '../../platform/errors.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { ServedKey, SignedRecord } from './key.repository.js';
import type { KeyService, OwnKey } from './key.service.js';
import type { StatementRecord } from './statement.repository.js';
import {
  EnrolKeyInput,
  EnrolKeyResult,
  EnrolKeySuccess,
  EnrolledKey,
  KeyProofRequest,
  KeyRefusedProblem,
  type PublicKey,
  RosterDates,
  type RosterSignature,
  type SignedStatement,
  SignedRoster,
  type SignedRootSet,
  StartKeyProofInput,
  StartKeyProofResult,
} from './key.types.js';

@Resolver()
export class KeyResolver {
  constructor(private readonly service: KeyService) {}

  @Access('keys.readRoster')
  @Query(() => SignedRoster, { description: 'The current roster with everything needed to verify it.' })
  async roster(): Promise<SignedRoster> {
    const bundle = await this.service.currentRoster();
    const [previous] = bundle.history;
    return {
      version: bundle.roster.version,
      bytes: toBase64(bundle.roster.bytes),
      signatures: toSignatures(bundle.roster),
      rootSets: bundle.rootSets.map(toSigned),
      rootKeys: bundle.rootKeys.map(toPublicKey),
      holderKeys: bundle.holderKeys.map(toPublicKey),
      history: bundle.history.map(toSigned),
      logPlace: bundle.logPlace && { index: bundle.logPlace.index, salt: toBase64(bundle.logPlace.salt) },
      suspensions: bundle.suspensions.map(toStatement),
      previousBytes: previous ? toBase64(previous.bytes) : null,
    };
  }

  @Access('keys.readRoster')
  @Query(() => RosterDates, { nullable: true, description: 'When the roster has to be renewed, and when it ends.' })
  rosterDates(): Promise<RosterDates | null> {
    return this.service.rosterDates();
  }

  @Access('keys.readRoster')
  @Query(() => EnrolledKey, { nullable: true, description: "The viewer's own enrolled key." })
  async myKey(@Ctx() context: RequestContext): Promise<EnrolledKey | null> {
    const key = await this.service.ownKey(accountOf(context));
    return key && toEnrolledKey(key);
  }

  @Access('keys.enrol')
  @Mutation(() => StartKeyProofResult, { description: 'The statement that a key brought along has to sign.' })
  startKeyProof(
    @Arg('input', () => StartKeyProofInput) input: StartKeyProofInput,
    @Ctx() context: RequestContext,
  ): typeof StartKeyProofResult {
    const outcome = this.service.startProof(accountOf(context), input);
    if (outcome.kind === 'refused') return Object.assign(new KeyRefusedProblem(), { code: outcome.code });
    const { statement, seal } = outcome;
    return Object.assign(new KeyProofRequest(), { statement: toBase64(statement), seal: toBase64(seal) });
  }

  @Access('keys.enrol')
  @Mutation(() => EnrolKeyResult, {
    description: "Registers the viewer's public key; a key the rules refuse comes back with its reason.",
  })
  async enrolKey(
    @Arg('input', () => EnrolKeyInput) input: EnrolKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof EnrolKeyResult> {
    const outcome = await this.service.enrol(accountOf(context), input);
    switch (outcome.kind) {
      case 'enrolled':
        return Object.assign(new EnrolKeySuccess(), { key: toEnrolledKey(outcome.key) });
      case 'refused':
        return Object.assign(new KeyRefusedProblem(), { code: outcome.code });
    }
  }
}

function accountOf({ viewer }: RequestContext): string {
  if (!viewer) throw new AppError('UNAUTHENTICATED');
  return viewer.accountId;
}

function toSigned(signed: SignedRecord): SignedRootSet {
  return {
    version: signed.version,
    bytes: toBase64(signed.bytes),
    signatures: toSignatures(signed),
  };
}

function toSignatures({ signatures }: SignedRecord): RosterSignature[] {
  return signatures.map(({ rootFingerprint, armored }) => ({ rootFingerprint, armored }));
}

export function toStatement({ bytes, signatures }: StatementRecord): SignedStatement {
  const signed = signatures.map(({ signerFingerprint, armored }) => ({ signerFingerprint, armored }));
  return { bytes: toBase64(bytes), signatures: signed };
}

function toPublicKey({ fingerprint, bytes, displayName }: ServedKey): PublicKey {
  return { fingerprint, bytes: toBase64(bytes), displayName };
}

export function toEnrolledKey(key: OwnKey): EnrolledKey {
  const { fingerprint, bytes, encryptionSubkeyId, createdAt, holderRole, custody, proof } = key;
  return {
    fingerprint,
    bytes: toBase64(bytes),
    encryptionSubkeyId,
    enrolledAt: createdAt,
    inRoster: holderRole !== null,
    custody,
    proof: proof ? { statement: toBase64(proof.statement), signature: proof.signature } : null,
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
