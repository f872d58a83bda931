import type { ReactNode, Ref } from 'react';

import { classNames } from '../class-names.js';
import { Icon, type IconName } from './icon.js';
import styles from './notice.module.css';

export type Tone = 'info' | 'warning' | 'danger' | 'success';

const ICONS: Record<Tone, IconName> = { info: 'info', warning: 'warning', danger: 'danger', success: 'check' };

export interface NoticeProps {
  tone?: Tone;
  /** The word that carries the tone for those who do not see the colour: “Warning”, “Important”. */
  title: ReactNode;
  children?: ReactNode;
  /** `alert` interrupts; `status` waits for a pause; nothing for what was there when the page came. */
  role?: 'alert' | 'status' | undefined;
  className?: string | undefined;
}

export function Notice({ tone = 'info', title, children, role, className }: NoticeProps) {
  return (
    <div className={classNames(styles['notice'], styles[tone], className)} role={role}>
      <Icon name={ICONS[tone]} className={styles['icon']} />
      <div className={styles['words']}>
        <p className={styles['title']}>{title}</p>
        {children ? <div className={styles['body']}>{children}</div> : null}
      </div>
    </div>
  );
}

export interface FormError {
  /** The id of the field to go to. */
  fieldId: string;
  message: string;
}

export interface ErrorSummaryProps {
  title: ReactNode;
  errors: readonly FormError[];
  /** Focus it after a refused submission: `ref.current?.focus()`. */
  ref?: Ref<HTMLDivElement> | undefined;
}

/** Everything that is wrong with a form, at its head, each line leading to its field. */
export function ErrorSummary({ title, errors, ref }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  return (
    <div
      className={classNames(styles['notice'], styles['danger'], styles['summary'])}
      role="alert"
      tabIndex={-1}
      ref={ref}
    >
      <Icon name="danger" className={styles['icon']} />
      <div className={styles['words']}>
        <h2 className={styles['title']}>{title}</h2>
        <ul className={styles['errors']}>
          {errors.map((error) => (
            <li key={error.fieldId}>
              <a href={`#${error.fieldId}`}>{error.message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export interface TagProps {
  tone?: Tone | 'neutral';
  children: ReactNode;
}

/** One word of state. The word says it; the tone only helps. */
export function Tag({ tone = 'neutral', children }: TagProps) {
  return <span className={classNames(styles['tag'], styles[`tag-${tone}`])}>{children}</span>;
}
