import { createI18n } from './create-i18n.js';

test('words are there at once for the namespaces that were named', async () => {
  const i18n = await createI18n('es', ['common', 'errors']);
  expect(i18n.t('nav.resources')).toBe('Recursos');
  expect(i18n.getFixedT('es', 'errors')('code.OFFLINE.title')).toBe('No podemos conectarnos');
});

test('a namespace loads when it is first needed', async () => {
  const i18n = await createI18n('en', ['common']);
  await i18n.loadNamespaces('pages');
  expect(i18n.getFixedT('en', 'pages')('helpNow.title')).toBe('Help now');
});

test('two languages live side by side, as the server renders them', async () => {
  const [en, es] = await Promise.all([createI18n('en'), createI18n('es')]);
  expect(en.t('nav.helpNow')).toBe('Help now');
  expect(es.t('nav.helpNow')).toBe('Ayuda inmediata');
});

test('plurals follow the rules of each language', async () => {
  const es = await createI18n('es', ['common']);
  expect(es.t('form.errorTitle', { count: 1 })).toBe('Hay un punto que revisar');
  expect(es.t('form.errorTitle', { count: 3 })).toBe('Hay 3 puntos que revisar');
  expect(es.t('form.errorTitle', { count: 1_000_000 })).toContain('1000000');
});
