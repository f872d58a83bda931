import { makeAccount, makeOrganisation } from '../../testing/factories.js';
import { makeDesk, openPetition, startPetitionApi, type Desk, type PetitionApi } from '../../testing/petitions.js';
import { createSignatory, linkIn, newAddress, type Page } from './testing/signatory.js';

let petition: PetitionApi;
let desk: Desk;
const { postForm, signByJson, confirmed } = createSignatory(() => petition);

beforeAll(async () => {
  petition = await startPetitionApi();
  desk = await makeDesk(petition.api);
});
afterAll(() => petition.api.close());

describe('a signature that nobody confirms', () => {
  const DAY_MS = 86_400_000;
  const rows = (campaignId: string) =>
    petition.api.database.prisma.signature.findMany({ where: { campaignId }, orderBy: { createdAt: 'asc' } });

  test('loses its person after thirty days; its link dies, the address signs anew and counts once', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    await signByJson(open, email);
    const [mail] = await petition.api.deliverMail();
    petition.api.clock.advance(29 * DAY_MS);
    await petition.api.runJob('signatures.retention');
    expect((await rows(open.id))[0]?.emailSealed).not.toBeNull();
    petition.api.clock.advance(2 * DAY_MS);
    await petition.api.runJob('signatures.retention');
    expect(await rows(open.id)).toMatchObject([
      { nameSealed: null, emailSealed: null, duplicateHash: null, country: null },
    ]);
    const old = linkIn(mail?.text ?? '', 'confirm');
    expect((await petition.api.site.inject({ method: 'GET', url: old })).statusCode).toBe(404);
    expect((await postForm(old, {})).json<Page>().result.status).toBe('not_valid');
    expect(await confirmed(open)).toBe(0);
    await signByJson(open, email);
    const [again] = await petition.api.deliverMail();
    await postForm(linkIn(again?.text ?? '', 'confirm'), {});
    await postForm(old, {});
    expect(await confirmed(open)).toBe(1);
    expect(await rows(open.id)).toHaveLength(2);
  });

  test('is kept while a mail about it is younger than that', async () => {
    const open = await openPetition(petition.api, desk);
    const email = newAddress();
    await signByJson(open, email);
    await petition.api.deliverMail();
    petition.api.clock.advance(29 * DAY_MS);
    await signByJson(open, email);
    const [mail] = await petition.api.deliverMail();
    petition.api.clock.advance(2 * DAY_MS);
    await petition.api.runJob('signatures.retention');
    await postForm(linkIn(mail?.text ?? '', 'confirm'), {});
    expect(await confirmed(open)).toBe(1);
  });

  test('leaves confirmed people alone, and the mark of who said «it wasn’t me»', async () => {
    const open = await openPetition(petition.api, desk);
    for (const [use, action] of [
      ['confirm', ''],
      ['withdraw', 'disown'],
    ] as const) {
      await signByJson(open, newAddress());
      const [mail] = await petition.api.deliverMail();
      await postForm(linkIn(mail?.text ?? '', use), { action });
    }
    petition.api.clock.advance(40 * DAY_MS);
    await petition.api.runJob('signatures.retention');
    const kept = (await rows(open.id)).map(({ emailSealed, duplicateHash }) => ({
      person: emailSealed !== null,
      mark: duplicateHash !== null,
    }));
    expect(kept).toHaveLength(2);
    expect(kept).toEqual(
      expect.arrayContaining([
        { person: true, mark: true },
        { person: false, mark: true },
      ]),
    );
    expect(await confirmed(open)).toBe(1);
  });

  test('never confirms what was erased, whichever came first', async () => {
    const open = await openPetition(petition.api, desk);
    await signByJson(open, newAddress());
    const [mail] = await petition.api.deliverMail();
    petition.api.clock.advance(31 * DAY_MS);
    const [, answer] = await Promise.all([
      petition.api.runJob('signatures.retention'),
      postForm(linkIn(mail?.text ?? '', 'confirm'), {}),
    ]);
    const [row] = await rows(open.id);
    const stands = answer.json<Page>().result.status === 'confirmed';
    expect(row?.duplicateHash === null).toBe(!stands);
    expect(await confirmed(open)).toBe(stands ? 1 : 0);
  });
});

test('whoever reads the breakdown learns nothing from signing in another’s name', async () => {
  const open = await openPetition(petition.api, desk);
  const known = newAddress();
  const breakdown = async () => {
    await petition.api.runJob('signatures.roll-up');
    const { data } = await petition.api.run(
      `query ($id: ID!) { deskCampaign(id: $id) { breakdown { confirmed removed unconfirmed byDay { day confirmed } byPartner { name confirmed } } } }`,
      { id: open.id },
      desk.author,
    );
    return data;
  };
  await signByJson(open, known);
  const before = await breakdown();
  for (const email of [known, newAddress()]) {
    await signByJson(open, email);
    expect(await breakdown()).toEqual(before);
  }
  await petition.api.deliverMail();
});

test('a suspended organisation does not sign, also through somebody who is in another one as well', async () => {
  const open = await openPetition(petition.api, desk);
  const { api } = petition;
  const member = await makeAccount(api.database, { roles: ['member'] });
  const suspended = await makeOrganisation(api.database);
  await api.database.prisma.membership.create({
    data: {
      accountId: member.id,
      organisationId: suspended.id,
      roles: ['member'],
      focalPoint: true,
      since: new Date('2020-01-01'),
    },
  });
  const sign = async () => {
    const { data, errors } = await api.run(
      'mutation ($input: SignForOrganisationInput!) { signForOrganisation(input: $input) { __typename } }',
      { input: { campaignId: open.id, organisationId: suspended.id } },
      member,
    );
    return errors[0]?.code ?? data;
  };
  await api.database.prisma.organisation.update({ where: { id: suspended.id }, data: { standing: 'suspended' } });
  expect(await sign()).toBe('NOT_FOUND');
  await api.database.prisma.organisation.update({ where: { id: suspended.id }, data: { standing: 'member' } });
  expect(await sign()).toEqual({ signForOrganisation: { __typename: 'SignForOrganisationSuccess' } });
});
