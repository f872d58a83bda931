import { makeAccount, makeOrganisation, type TestAccount, type WantedAccount } from '../../../testing/factories.js';
import { startTestApi, type TestApi } from '../../../testing/start-test-api.js';
import { createAccountsModule } from '../../accounts/index.js';
import { createPeopleModule } from '../index.js';

export interface PeopleWorld {
  readonly api: TestApi;
  /** Runs a mutation that answers with PeopleResult. @returns its code, its kind, or the error's code. */
  act(as: TestAccount | null, mutation: string, variables: Record<string, unknown>): Promise<string>;
  ask<T>(as: TestAccount | null, query: string, variables?: Record<string, unknown>): Promise<T>;
  make(wanted: WantedAccount): Promise<TestAccount>;
  membershipOf(account: TestAccount): Promise<string>;
  rolesOf(account: TestAccount): Promise<readonly string[]>;
  /** The secret of the link that was mailed to this address last. */
  linkFor(email: string): Promise<string>;
  openProposal(): Promise<string>;
}

const ARGUMENTS: Readonly<Record<string, string>> = {
  changeRoles: 'ChangeRolesInput',
  suspendAccount: 'AccountStatusInput',
  restoreAccount: 'AccountStatusInput',
  setStanding: 'StandingInput',
  saveOrganisation: 'SaveOrganisationInput',
  handOver: 'HandOverInput',
  invitePerson: 'InvitePersonInput',
  inviteColleague: 'InviteColleagueInput',
  acceptInvitation: 'AcceptInvitationInput',
};
const TYPES: Readonly<Record<string, string>> = { token: 'String!', listed: 'Boolean!' };

function operation(mutation: string, variables: Record<string, unknown>): string {
  const answers = '{ __typename ... on PeopleRefusedProblem { code } }';
  const type = ARGUMENTS[mutation];
  if (type !== undefined) return `mutation ($input: ${type}!) { ${mutation}(input: $input) ${answers} }`;
  const names = Object.keys(variables);
  if (names.length === 0) return `mutation { ${mutation} ${answers} }`;
  const declared = names.map((name) => `$${name}: ${TYPES[name] ?? 'ID!'}`).join(', ');
  return `mutation (${declared}) { ${mutation}(${names.map((name) => `${name}: $${name}`).join(', ')}) ${answers} }`;
}

export async function openPeopleWorld(): Promise<PeopleWorld> {
  const api = await startTestApi({
    modules: (platform) => [createAccountsModule(platform), createPeopleModule(platform)],
  });
  const { prisma } = api.database;
  const mails: { to: string; text: string }[] = [];
  return {
    api,
    async act(as, mutation, variables) {
      const wrapped = ARGUMENTS[mutation] === undefined ? variables : { input: variables };
      const { data, errors } = await api.run(operation(mutation, variables), wrapped, as);
      if (errors[0]) return errors[0].code;
      // Every mutation here answers with this union.
      const answer = data?.[mutation] as { __typename: string; code?: string };
      return answer.code ?? answer.__typename;
    },
    async ask<T>(as: TestAccount | null, query: string, variables = {}) {
      const { data, errors } = await api.run(query, variables, as);
      if (errors[0]) throw new Error(errors[0].code);
      return data as T; // Tests know their query.
    },
    make: (wanted) => makeAccount(api.database, wanted),
    async membershipOf({ id, organisation }) {
      const where = { accountId_organisationId: { accountId: id, organisationId: organisation.id } };
      return (await prisma.membership.findUniqueOrThrow({ where })).id;
    },
    async rolesOf(account) {
      const { data } = await api.run('{ viewer { roles } }', {}, account);
      return (data as { viewer: { roles: string[] } | null }).viewer?.roles ?? [];
    },
    async linkFor(email) {
      mails.push(...(await api.deliverMail()));
      const mail = mails.filter(({ to }) => to === email).at(-1);
      return /invitation#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    },
    async openProposal() {
      return (await prisma.proposal.findFirstOrThrow({ where: { status: 'open' }, orderBy: { proposedAt: 'desc' } }))
        .id;
    },
  };
}

export { makeOrganisation };
