import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import { toEnrolledKey } from './key.resolver.js';
import { KeyRefusedProblem } from './key.types.js';
import type { SuccessionRecord } from './succession.repository.js';
import type { SuccessionService } from './succession.service.js';
import {
  type KeySuccession,
  KeySuccession as KeySuccessionType,
  ReplaceKeyInput,
  ReplaceKeyResult,
  ReplaceKeySuccess,
} from './succession.types.js';

/** Changing one's own key. */
@Resolver()
export class SuccessionResolver {
  constructor(private readonly service: SuccessionService) {}

  @Access('keys.readRoster')
  @Query(() => [KeySuccessionType], { description: "The viewer's own changes of keys, oldest first." })
  async myKeySuccessions(@Ctx() context: RequestContext): Promise<KeySuccession[]> {
    return (await this.service.ofAccount(viewerOf(context).accountId)).map(toSuccession);
  }

  @Access('keys.replace')
  @Mutation(() => ReplaceKeyResult, {
    description: 'Puts a new key in the place of the present one, on the signature of both.',
  })
  async replaceKey(
    @Arg('input', () => ReplaceKeyInput) input: ReplaceKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReplaceKeyResult> {
    const outcome = await this.service.replace(viewerOf(context), input);
    if (outcome.kind === 'refused') return Object.assign(new KeyRefusedProblem(), { code: outcome.code });
    return Object.assign(new ReplaceKeySuccess(), { key: toEnrolledKey(outcome.key), waits: outcome.waits });
  }
}

export function toSuccession(record: SuccessionRecord): KeySuccession {
  const { bytes, fromSignature, toSignature, from, to } = record;
  const toBase64 = (given: Uint8Array): string => Buffer.from(given).toString('base64');
  return {
    bytes: toBase64(bytes),
    signatures: [fromSignature, toSignature],
    fromKey: toBase64(from.bytes),
    toKey: toBase64(to.bytes),
    fromFingerprint: from.fingerprint,
    toFingerprint: to.fingerprint,
  };
}
