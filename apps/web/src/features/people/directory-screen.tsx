import { useSuspenseQuery } from '@apollo/client/react';
import { REGIONS, WORKING_GROUPS } from '@sos/domain';
import { DefinitionList, PageHeading, Prose, RuledList, Select, Stack, Tag, TextField } from '@sos/ui';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { countryName } from '../../shared/sign-form/countries.js';
import { useFormatters, useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { DirectoryScreenDocument, type DirectoryScreenQuery } from './directory-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import styles from './people.module.css';

type Entry = DirectoryScreenQuery['directory'][number];
type Contact = NonNullable<Entry['contact']>;

const EMPTY = { search: '', region: '', workingGroup: '' };

/** Route: /app/directory. Organisations as each of them chose to be seen. */
export function DirectoryScreen() {
  const { t } = useTranslation('people');
  const vocabulary = useVocabulary();
  const words = usePeopleWords();
  const [filter, setFilter] = useState(EMPTY);
  const set = (part: Partial<typeof EMPTY>) => setFilter({ ...filter, ...part });
  return (
    <>
      <PageHead title={t('directory.title')} />
      <PageHeading title={t('directory.title')} lede={t('directory.intro')} />
      <Stack gap="large">
        <div className={styles['filters']} role="search">
          <TextField
            label={t('directory.search')}
            type="search"
            value={filter.search}
            onChange={({ target }) => set({ search: target.value })}
          />
          <Select
            label={t('directory.region')}
            placeholder={t('directory.anyRegion')}
            options={REGIONS.map((value) => ({ value, label: vocabulary.region(value) }))}
            value={filter.region}
            onChange={({ target }) => set({ region: target.value })}
          />
          <Select
            label={t('directory.workingGroup')}
            placeholder={t('directory.anyWorkingGroup')}
            options={WORKING_GROUPS.map((value) => ({ value, label: words.workingGroup(value) }))}
            value={filter.workingGroup}
            onChange={({ target }) => set({ workingGroup: target.value })}
          />
        </div>
        <Entries filter={filter} />
      </Stack>
    </>
  );
}

function Entries({ filter }: { filter: typeof EMPTY }) {
  const { t } = useTranslation('people');
  const { search, region, workingGroup } = useDeferredValue(filter);
  const variables = { filter: { search, region: region || null, workingGroup: workingGroup || null } };
  const { data } = useSuspenseQuery(DirectoryScreenDocument, { variables, fetchPolicy: 'cache-and-network' });
  return (
    <Stack>
      <p role="status">{t('directory.count', { count: data.directory.length })}</p>
      <RuledList>
        {data.directory.map((entry) => (
          <li key={entry.id}>
            <EntryView entry={entry} />
          </li>
        ))}
      </RuledList>
    </Stack>
  );
}

function EntryView({ entry }: { entry: Entry }) {
  const { t } = useTranslation('people');
  const vocabulary = useVocabulary();
  const format = useFormatters();
  const { name, regions, standing, contact } = entry;
  return (
    <Stack gap="small">
      <h2 className={styles['name']}>{name}</h2>
      <p className={styles['soft']}>
        {format.list(regions.map((region) => vocabulary.region(region)))}{' '}
        {standing === 'ally' ? <Tag>{t('standing.ally')}</Tag> : null}
      </p>
      {contact === null ? null : <ContactView contact={contact} />}
    </Stack>
  );
}

function ContactView({ contact }: { contact: Contact }) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const language = useLanguage();
  const { country, workingGroups, languages, website, contactEmail, people, texts } = contact;
  const text = texts.find((one) => one.language === language) ?? texts[0];
  const items = [
    { term: t('profile.country'), description: countryName(country, language) },
    ...(workingGroups.length === 0
      ? []
      : [{ term: t('profile.workingGroups'), description: format.list(workingGroups.map(words.workingGroup)) }]),
    ...(languages.length === 0
      ? []
      : [{ term: t('profile.languagesLegend'), description: format.list(languages.map(format.languageName)) }]),
    ...(website === null
      ? []
      : [
          {
            term: t('profile.website'),
            description: (
              <a href={website} rel="noreferrer noopener">
                {website}
              </a>
            ),
          },
        ]),
    ...(contactEmail === null
      ? []
      : [{ term: t('profile.contactEmail'), description: <a href={`mailto:${contactEmail}`}>{contactEmail}</a> }]),
    ...(people.length === 0 ? [] : [{ term: t('directory.people'), description: format.list(people) }]),
  ];
  return (
    <>
      {text === undefined ? null : (
        <Prose lang={text.language}>
          <p>{text.about}</p>
        </Prose>
      )}
      <DefinitionList items={items} />
    </>
  );
}
