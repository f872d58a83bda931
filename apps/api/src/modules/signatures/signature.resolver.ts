import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import { Access, viewerOf } from '../../platform/access.js';
import type { RequestContext } from '../../platform/viewer.js';
import { Campaign, DeskCampaign } from '../campaigns/index.js';
import type { CountService, SignatureCountView } from './count.service.js';
import type { OrganisationSigningService, SignatoryOrganisationView } from './organisation-signing.service.js';
import {
  SignatoryOrganisation,
  SignatureBreakdown,
  SignatureCount,
  SignatureRefusedProblem,
  SignForOrganisationInput,
  SignForOrganisationResult,
  SignForOrganisationSuccess,
} from './signature.types.js';

/** One query for all campaigns of a page, and never an answer kept for the next request. */
export class SignatureLoaders {
  readonly #counts = new WeakMap<RequestContext, DataLoader<string, SignatureCountView>>();
  readonly #organisations = new WeakMap<RequestContext, DataLoader<string, readonly SignatoryOrganisationView[]>>();

  constructor(
    private readonly counts: CountService,
    private readonly organisations: OrganisationSigningService,
  ) {}

  count(context: RequestContext, campaignId: string): Promise<SignatureCountView> {
    const loader = this.#counts.get(context) ?? new DataLoader((ids: readonly string[]) => this.counts.countOf(ids));
    this.#counts.set(context, loader);
    return loader.load(campaignId);
  }

  organisationsOf(context: RequestContext, campaignId: string): Promise<readonly SignatoryOrganisationView[]> {
    const loader =
      this.#organisations.get(context) ?? new DataLoader((ids: readonly string[]) => this.organisations.listFor(ids));
    this.#organisations.set(context, loader);
    return loader.load(campaignId);
  }
}

@Resolver(() => Campaign)
export class CampaignSignaturesResolver {
  constructor(
    private readonly loaders: SignatureLoaders,
    private readonly signing: OrganisationSigningService,
  ) {}

  @FieldResolver(() => SignatureCount)
  async count(@Root() { id }: Campaign, @Ctx() context: RequestContext): Promise<SignatureCountView> {
    return this.loaders.count(context, id);
  }

  @FieldResolver(() => [SignatoryOrganisation], { description: 'Organisations that signed, A to Z.' })
  async organisations(
    @Root() { id }: Campaign,
    @Ctx() context: RequestContext,
  ): Promise<readonly SignatoryOrganisationView[]> {
    return this.loaders.organisationsOf(context, id);
  }

  @Access('campaigns.signForOrganisation')
  @Mutation(() => SignForOrganisationResult, {
    description: 'An organisation signs through its focal point, in one step.',
  })
  async signForOrganisation(
    @Arg('input', () => SignForOrganisationInput) input: SignForOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<object> {
    const outcome = await this.signing.sign(viewerOf(context), input);
    switch (outcome.kind) {
      case 'signed':
        return Object.assign(new SignForOrganisationSuccess(), {
          campaignId: outcome.campaignId,
          organisation: outcome.organisation,
        });
      case 'refused':
        return Object.assign(new SignatureRefusedProblem(), { code: outcome.code });
    }
  }
}

@Resolver(() => DeskCampaign)
export class DeskSignaturesResolver {
  constructor(
    private readonly loaders: SignatureLoaders,
    private readonly counts: CountService,
  ) {}

  @FieldResolver(() => SignatureCount)
  async count(@Root() { id }: DeskCampaign, @Ctx() context: RequestContext): Promise<SignatureCountView> {
    return this.loaders.count(context, id);
  }

  @FieldResolver(() => SignatureBreakdown)
  async breakdown(@Root() { id }: DeskCampaign): Promise<object> {
    return this.counts.breakdownOf(id);
  }
}
