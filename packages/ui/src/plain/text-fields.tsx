import type { InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';

import { classNames } from '../class-names.js';
import { Field, type FieldTexts } from './field.js';
import styles from './field.module.css';

export interface TextFieldProps extends FieldTexts, Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> {
  /** For codes, numbers and dates: as wide as what goes in. */
  short?: boolean | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

export function TextField({ label, hint, error, id, className, short = false, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      {(wiring) => (
        <input type="text" {...input} {...wiring} className={classNames(styles['control'], short && styles['short'])} />
      )}
    </Field>
  );
}

export interface TextAreaProps extends FieldTexts, TextareaHTMLAttributes<HTMLTextAreaElement> {
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

export function TextArea({ label, hint, error, id, className, ...area }: TextAreaProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      {(wiring) => <textarea rows={6} {...area} {...wiring} className={styles['control']} />}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export interface SelectProps extends FieldTexts, SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly Option[];
  /** The first, empty choice (“All regions”). */
  placeholder?: string | undefined;
  ref?: Ref<HTMLSelectElement> | undefined;
}

export function Select({ label, hint, error, id, className, options, placeholder, ...select }: SelectProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      {(wiring) => (
        <select {...select} {...wiring} className={styles['control']}>
          {placeholder === undefined ? null : <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
