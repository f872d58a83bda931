import {
  campaignApprovalHashInput,
  campaignTextHashInput,
  resourceTextHashInput,
  type ApprovedCampaign,
} from './text-hash.js';

const text = { language: 'es', title: 'T', summary: 'S', body: 'B', demands: ['uno', 'dos'], country: 'C' };

describe('the canonical form of a text', () => {
  it('does not depend on the order of fields or on fields beside them', () => {
    const other = {
      disclaimer: 'x',
      country: 'C',
      demands: ['uno', 'dos'],
      body: 'B',
      summary: 'S',
      title: 'T',
      language: 'es',
    };
    expect(campaignTextHashInput(other)).toBe(campaignTextHashInput(text));
  });

  it.each([{ title: 'TS', summary: '' }, { demands: ['uno dos'] }, { demands: ['dos', 'uno'] }, { language: 'en' }])(
    'tells %j apart',
    (change) => {
      expect(campaignTextHashInput({ ...text, ...change })).not.toBe(campaignTextHashInput(text));
    },
  );

  it('names its purpose', () => {
    expect(resourceTextHashInput({ language: 'en', title: 'T', summary: 'S', responseTime: null })).toMatch(
      /^\{"ctx":"resource-text\.v1"/,
    );
  });
});

describe('what is approved', () => {
  const around = { callToAction: null, additionalInformation: null, disclaimer: null };
  const [en, es] = [
    { language: 'en', original: true, sha256Hex: '01', ...around },
    { language: 'es', original: false, sha256Hex: '02', ...around },
  ] as const;
  const office = { language: 'en', office: 'Director', salutation: null };
  const campaign: ApprovedCampaign = {
    type: 'petition',
    goal: 100,
    signers: ['individual', 'organisation'],
    texts: [en, es],
    addressees: [{ channel: 'letter', texts: [office] }],
  };
  const changes: readonly Partial<ApprovedCampaign>[] = [
    { type: 'urgent_appeal' },
    { goal: null },
    { signers: ['individual'] },
    { texts: [en] },
    { texts: [en, { ...es, sha256Hex: '03' }] },
    { texts: [{ ...en, callToAction: 'Write today.' }, es] },
    { texts: [{ ...en, disclaimer: 'x' }, es] },
    { texts: [{ ...en, additionalInformation: 'x' }, es] },
    {
      texts: [
        { ...en, original: false },
        { ...es, original: true },
      ],
    },
    { addressees: [] },
    { addressees: [{ channel: 'email', texts: [office] }] },
    { addressees: [{ channel: 'letter', texts: [{ ...office, office: 'Minister' }] }] },
    { addressees: [{ channel: 'letter', texts: [{ ...office, salutation: 'Dear Director' }] }] },
  ];

  it.each(changes)('tells %j apart', (change) => {
    expect(campaignApprovalHashInput({ ...campaign, ...change })).not.toBe(campaignApprovalHashInput(campaign));
  });

  it('does not depend on the order in which rows come', () => {
    const other = { ...campaign, texts: [es, en], signers: ['organisation', 'individual'] };
    expect(campaignApprovalHashInput(other)).toBe(campaignApprovalHashInput(campaign));
  });
});
