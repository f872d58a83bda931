import type { ApiModule, Platform } from '../../platform/platform.types.js';
import { accountMails } from './account.mail.js';
import { createAccountRepository } from './accounts.repository.js';
import { AccountsResolver } from './accounts.resolver.js';
import { createCredentialRepository } from './credential.repository.js';
import { createPasskeys } from './passkeys.js';
import { ProofService } from './proof.service.js';
import { addDemoKitRoute } from './recovery-kit.routes.js';
import { createResetRepository } from './reset.repository.js';
import { ResetResolver } from './reset.resolver.js';
import { ResetService } from './reset.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { SecurityResolver } from './security.resolver.js';
import { SecurityService } from './security.service.js';
import { SignInService } from './sign-in.service.js';
import { createTickets } from './tickets.js';

export { Organisation } from './accounts.types.js';

export interface AccountsModule extends ApiModule {
  /**
   * Takes away everything that opens an account, ends its sessions and mails its owner a link for a new password. For who has made
   * sure, outside of this system, that it is the owner who asks. @param actorId who decided it; null for the service itself
   */
  resetCredentials(accountId: string, actorId: string | null): Promise<void>;
}

function createServices(platform: Platform) {
  const accounts = createAccountRepository(platform);
  const credentials = createCredentialRepository(platform);
  const resets = createResetRepository(platform.database);
  const shared = {
    ...platform,
    accounts,
    credentials,
    resets,
    passkeys: createPasskeys(platform.config),
    tickets: createTickets(platform),
  };
  const secondFactors = new SecondFactorService(shared);
  const security = new SecurityService({ ...shared, secondFactors });
  return {
    security,
    signIns: new SignInService({ ...shared, secondFactors }),
    proofs: new ProofService({ ...shared, secondFactors }),
    resets: new ResetService({ ...shared, secondFactors, security }),
    mailTemplates: accountMails({ ...platform, accounts, resets }),
  };
}

export function createAccountsModule(platform: Platform): AccountsModule {
  const { signIns, proofs, security, resets, mailTemplates } = createServices(platform);
  return {
    resolvers: [
      [AccountsResolver, new AccountsResolver(signIns, proofs)],
      [SecurityResolver, new SecurityResolver(security)],
      [ResetResolver, new ResetResolver(resets)],
    ],
    appRoutes: (server) => addDemoKitRoute(server, platform),
    mailTemplates,
    resetCredentials: (accountId, actorId) => resets.resetCredentials(accountId, actorId),
  };
}
