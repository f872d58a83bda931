import { Ctx, Field, GraphQLISODateTime, Mutation, ObjectType, Query, Resolver } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import type { VaultCopyService } from './vault-copy.service.js';

@ObjectType({ description: "That the server keeps the viewer's locked vault. Its bytes have routes of their own." })
export class VaultCopy {
  @Field(() => GraphQLISODateTime)
  keptAt!: Date;
}

@ObjectType()
export class DeleteVaultCopyPayload {
  @Field(() => Boolean)
  deleted!: boolean;
}

@Resolver()
export class VaultCopyResolver {
  constructor(private readonly service: VaultCopyService) {}

  @Access('keys.readVaultCopy')
  @Query(() => VaultCopy, { nullable: true })
  async vaultCopy(@Ctx() context: RequestContext): Promise<VaultCopy | null> {
    const keptAt = await this.service.keptAt(viewerOf(context));
    return keptAt && { keptAt };
  }

  @Access('keys.deleteVaultCopy')
  @Mutation(() => DeleteVaultCopyPayload)
  async deleteVaultCopy(@Ctx() context: RequestContext): Promise<DeleteVaultCopyPayload> {
    await this.service.delete(viewerOf(context));
    return { deleted: true };
  }
}
