import { campaignTextHashInput, campaignTextsHashInput, resourceTextHashInput } from './text-hash.js';

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

  it('covers every language in one order', () => {
    const [en, es] = [
      { language: 'en', sha256Hex: '01' },
      { language: 'es', sha256Hex: '02' },
    ];
    expect(campaignTextsHashInput([es, en])).toBe(campaignTextsHashInput([en, es]));
    expect(campaignTextsHashInput([en])).not.toBe(campaignTextsHashInput([en, es]));
  });

  it('names its purpose', () => {
    expect(resourceTextHashInput({ language: 'en', title: 'T', summary: 'S', responseTime: null })).toMatch(
      /^\{"ctx":"resource-text\.v1"/,
    );
  });
});
