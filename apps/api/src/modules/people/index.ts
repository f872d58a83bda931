import { noticeMail } from '../../platform/mail/notices.js';
import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { AcceptanceService } from './acceptance.service.js';
import { invitationMail } from './invitation.mail.js';
import { InvitationRepository } from './invitation.repository.js';
import { InvitationResolver } from './invitation.resolver.js';
import { InvitationService } from './invitation.service.js';
import { MembershipService } from './membership.service.js';
import { OrganisationRepository } from './organisation.repository.js';
import { OrganisationResolver } from './organisation.resolver.js';
import { OrganisationService } from './organisation.service.js';
import { OwnDataRepository } from './own-data.repository.js';
import { OwnDataResolver } from './own-data.resolver.js';
import { OwnDataService } from './own-data.service.js';
import { PeoplePolicy } from './people.policy.js';
import { PeopleRepository } from './people.repository.js';
import { PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';
import { ProposalRepository } from './proposal.repository.js';
import { ProposalService } from './proposal.service.js';

export type { ProposalKind, ProposalService } from './proposal.service.js';

export interface PeopleModule extends ApiModule {
  /** For every act of another module that two people must do. */
  readonly proposals: ProposalService;
}

export function createPeopleModule(platform: Platform): PeopleModule {
  const { database, clock, logger, audit, outbox, notices, rateLimits, vaulted, config } = platform;
  const people = new PeopleRepository(database);
  const organisations = new OrganisationRepository(database);
  const invitations = new InvitationRepository(database);
  const policy = new PeoplePolicy(people);
  const shared = { people, policy, notices, audit, clock };
  const proposals = new ProposalService({ ...shared, proposals: new ProposalRepository(database) });
  const administration = new PeopleService({ ...shared, proposals });
  const memberships = new MembershipService({ ...shared, administration });
  const organisationService = new OrganisationService({ ...shared, organisations, invitations });
  const asking = { ...shared, invitations, organisations, proposals, outbox, rateLimits, vaulted };
  const invitationService = new InvitationService(asking);
  const acceptance = new AcceptanceService({ ...shared, invitations, rateLimits, config });
  const ownData = new OwnDataService({ ...shared, data: new OwnDataRepository(database), logger });
  return {
    proposals,
    resolvers: [
      [PeopleResolver, new PeopleResolver(administration, proposals)],
      [OrganisationResolver, new OrganisationResolver(organisationService, memberships, people, clock)],
      [InvitationResolver, new InvitationResolver(invitationService, acceptance, clock)],
      [OwnDataResolver, new OwnDataResolver(ownData)],
    ],
    mailTemplates: {
      'people.invitation': invitationMail({ config, invitations, vaulted, clock }),
      'people.membershipEnded': noticeMail(platform, 'membershipEnded'),
      'people.focalPointAdded': noticeMail(platform, 'focalPointAdded'),
      'people.erasureAsked': noticeMail(platform, 'erasureAsked'),
    },
    jobs: [
      { name: 'people.invitations', every: { cron: '27 3 * * *' }, run: () => invitationService.deleteOver() },
      { name: 'people.erasures', every: { cron: '33 * * * *' }, run: () => ownData.eraseDue() },
    ],
  };
}
