import {
  Checkbox,
  CheckboxGroup,
  Fieldset,
  RadioGroup,
  Row,
  Select,
  Stack,
  TextArea,
  TextField,
  Button,
} from '@sos/ui/plain';
import { FileDrop } from '@sos/ui';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { countriesIn } from './countries.js';
import {
  CONSENT_CHOICES,
  CONSENT_USES,
  isOptionId,
  type ConsentChoice,
  type ConsentUse,
  type FormValue,
  type IntakeState,
  type Question,
} from './intake-form.js';

export interface QuestionFieldProps {
  question: Question;
  intake: IntakeState;
  isMissing: boolean;
  onChange: (change: Partial<IntakeState>) => void;
}

/** One question, by its kind. */
export function QuestionField({ question, intake, isMissing, onChange }: QuestionFieldProps) {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const value = intake.values[question.id];
  const set = (next: FormValue): void => onChange({ values: { ...intake.values, [question.id]: next } });
  const texts = {
    label: t(`question.${question.id}.label`),
    hint: t(`question.${question.id}.hint`),
    error: isMissing ? t('form.missing') : undefined,
  };
  const { label: legend, ...notes } = texts;
  const text = typeof value === 'string' ? value : '';
  const optionsOf = ({ options }: { readonly options: readonly string[] }) =>
    options.filter(isOptionId).map((option) => ({ value: option, label: t(`option.${option}`) }));
  switch (question.kind) {
    case 'one':
      return (
        <RadioGroup
          {...notes}
          legend={legend}
          id={question.id}
          name={question.id}
          value={text}
          options={optionsOf(question)}
          onChange={set}
        />
      );
    case 'many':
      return (
        <CheckboxGroup
          {...notes}
          legend={legend}
          id={question.id}
          name={question.id}
          value={typeof value === 'object' ? value : []}
          options={optionsOf(question)}
          onChange={set}
        />
      );
    case 'check':
      return (
        <Checkbox {...texts} id={question.id} checked={value === true} onChange={({ target }) => set(target.checked)} />
      );
    case 'text':
      return (
        <TextField
          {...texts}
          id={question.id}
          value={text}
          autoComplete="off"
          maxLength={2000}
          onChange={({ target }) => set(target.value)}
        />
      );
    case 'long':
      return (
        <TextArea
          {...texts}
          id={question.id}
          value={text}
          autoComplete="off"
          maxLength={40_000}
          onChange={({ target }) => set(target.value)}
        />
      );
    case 'country':
      return (
        <Select
          {...texts}
          id={question.id}
          value={text}
          options={countriesIn(language)}
          placeholder={t('option.rather_not')}
          onChange={({ target }) => set(target.value)}
        />
      );
    case 'consent':
      return <ConsentQuestions intake={intake} onChange={onChange} />;
    case 'files':
      return <FilesQuestion intake={intake} onChange={onChange} />;
  }
}

type PartProps = Pick<QuestionFieldProps, 'intake' | 'onChange'>;

function ConsentQuestions({ intake, onChange }: PartProps) {
  const { t } = useTranslation('cases');
  const options = CONSENT_CHOICES.map((choice) => ({ value: choice, label: t(`consentChoice.${choice}`) }));
  function choose(use: ConsentUse, value: string): void {
    const choice: ConsentChoice | undefined = CONSENT_CHOICES.find((known) => known === value);
    if (choice) onChange({ consent: { ...intake.consent, [use]: choice } });
  }
  return (
    <Stack>
      <p>{t('consent.explain')}</p>
      {CONSENT_USES.map((use) => (
        <RadioGroup
          key={use}
          legend={t(`consentUse.${use}`)}
          name={`consent-${use}`}
          value={intake.consent[use] ?? ''}
          options={options}
          onChange={(value) => choose(use, value)}
        />
      ))}
    </Stack>
  );
}

/** Together with the text everything of a case must fit; a larger collection goes in a later message. */
const MOST_BYTES = 200 * 1024 * 1024;

function FilesQuestion({ intake, onChange }: PartProps) {
  const { t } = useTranslation('cases');
  const { bytes } = useFormatters();
  const total = intake.files.reduce((sum, { size }) => sum + size, 0);
  const remove = (gone: File): void => onChange({ files: intake.files.filter((file) => file !== gone) });
  return (
    <Fieldset legend={t('question.files.label')}>
      <FileDrop
        label={t('files.add')}
        hint={t('question.files.hint')}
        chooseLabel={t('files.choose')}
        error={total > MOST_BYTES ? t('files.tooMuch', { size: bytes(MOST_BYTES) }) : undefined}
        onFiles={(files) => onChange({ files: [...intake.files, ...files] })}
      />
      <ul>
        {intake.files.map((file, index) => (
          <li key={index}>
            <Row>
              <span>
                {file.name} ({bytes(file.size)})
              </span>
              <Button variant="quiet" onClick={() => remove(file)}>
                {t('files.remove', { name: file.name })}
              </Button>
            </Row>
          </li>
        ))}
      </ul>
    </Fieldset>
  );
}

export function filesFit({ files }: IntakeState): boolean {
  return files.reduce((sum, { size }) => sum + size, 0) <= MOST_BYTES;
}
