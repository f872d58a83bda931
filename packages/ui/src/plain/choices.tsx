import { useId, type FieldsetHTMLAttributes, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';

import { classNames } from '../class-names.js';
import { describe, FieldNotes, type FieldTexts } from './field.js';
import styles from './field.module.css';

export interface FieldsetProps extends FieldsetHTMLAttributes<HTMLFieldSetElement> {
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** A legend that is the question of the whole page. */
  large?: boolean | undefined;
}

/** Questions that belong together. */
export function Fieldset({ legend, hint, error, large = false, id, className, children, ...rest }: FieldsetProps) {
  const made = useId();
  const groupId = id ?? made;
  const { 'aria-describedby': describedBy } = describe(groupId, hint, error);
  return (
    <fieldset
      {...rest}
      id={groupId}
      aria-describedby={describedBy}
      className={classNames(styles['group'], Boolean(error) && styles['invalid'], className)}
    >
      <legend className={classNames(styles['legend'], large && styles['large'])}>{legend}</legend>
      <FieldNotes id={groupId} hint={hint} error={error} />
      {children}
    </fieldset>
  );
}

type NativeInput = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>;

export interface CheckboxProps extends FieldTexts, NativeInput {
  ref?: Ref<HTMLInputElement> | undefined;
}

export function Checkbox(props: CheckboxProps) {
  return <Choice type="checkbox" {...props} />;
}

interface ChoiceProps extends CheckboxProps {
  type: 'checkbox' | 'radio';
}

function Choice({ label, hint, error, id, className, ...input }: ChoiceProps) {
  const made = useId();
  const choiceId = id ?? made;
  return (
    <div className={classNames(styles['choice'], Boolean(error) && styles['invalid'], className)}>
      <input {...input} id={choiceId} {...describe(choiceId, hint, error)} />
      <label htmlFor={choiceId}>{label}</label>
      <FieldNotes id={choiceId} hint={hint} error={error} />
    </div>
  );
}

export interface ChoiceOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

interface ChoiceGroupProps {
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  large?: boolean | undefined;
  name: string;
  options: readonly ChoiceOption[];
  /** The first choice carries this id, so that an error summary can lead to it. */
  id?: string | undefined;
  required?: boolean | undefined;
}

export interface RadioGroupProps extends ChoiceGroupProps {
  value?: string | undefined;
  defaultValue?: string | undefined;
  onChange?: ((value: string) => void) | undefined;
}

export function RadioGroup({
  legend,
  hint,
  error,
  large,
  name,
  options,
  id,
  required,
  value,
  defaultValue,
  onChange,
}: RadioGroupProps) {
  const chosen = (option: string) =>
    value === undefined ? { defaultChecked: option === defaultValue } : { checked: option === value };
  return (
    <Fieldset legend={legend} hint={hint} error={error} large={large} id={id === undefined ? undefined : `${id}-group`}>
      <div className={styles['choices']}>
        {options.map((option, index) => (
          <Choice
            key={option.value}
            type="radio"
            name={name}
            value={option.value}
            label={option.label}
            hint={option.hint}
            id={index === 0 ? id : undefined}
            required={required}
            {...chosen(option.value)}
            onChange={onChange && (() => onChange(option.value))}
          />
        ))}
      </div>
    </Fieldset>
  );
}

export interface CheckboxGroupProps extends ChoiceGroupProps {
  value?: readonly string[] | undefined;
  defaultValue?: readonly string[] | undefined;
  onChange?: ((value: string[]) => void) | undefined;
}

export function CheckboxGroup({
  legend,
  hint,
  error,
  large,
  name,
  options,
  id,
  value,
  defaultValue,
  onChange,
}: CheckboxGroupProps) {
  const chosen = (option: string) =>
    value === undefined
      ? { defaultChecked: defaultValue?.includes(option) ?? false }
      : { checked: value.includes(option) };
  function toggle(option: string, checked: boolean): void {
    const rest = (value ?? []).filter((one) => one !== option);
    onChange?.(checked ? [...rest, option] : rest);
  }
  return (
    <Fieldset legend={legend} hint={hint} error={error} large={large} id={id === undefined ? undefined : `${id}-group`}>
      <div className={styles['choices']}>
        {options.map((option, index) => (
          <Choice
            key={option.value}
            type="checkbox"
            name={name}
            value={option.value}
            label={option.label}
            hint={option.hint}
            id={index === 0 ? id : undefined}
            {...chosen(option.value)}
            onChange={onChange && ((event) => toggle(option.value, event.target.checked))}
          />
        ))}
      </div>
    </Fieldset>
  );
}
