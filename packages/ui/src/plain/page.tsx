import type { ReactNode } from 'react';

import { classNames } from '../class-names.js';
import styles from './page.module.css';

/** Three dots, three dashes, three dots: the network's mark, drawn in the colour of the text. */
export function SignalRule({ className }: { className?: string | undefined }) {
  return (
    <svg
      className={classNames(styles['signal'], className)}
      viewBox="0 0 114 6"
      width="114"
      height="6"
      aria-hidden="true"
      focusable="false"
    >
      <path
        fill="currentColor"
        d="M0 0h6v6H0zM10 0h6v6h-6zM20 0h6v6h-6zM34 0h14v6H34zM52 0h14v6H52zM70 0h14v6H70zM88 0h6v6h-6zM98 0h6v6h-6zM108 0h6v6h-6z"
      />
    </svg>
  );
}

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={styles['visually-hidden']}>{children}</span>;
}

export interface SkipLinkProps {
  children: ReactNode;
  href?: string;
}

export function SkipLink({ children, href = '#main' }: SkipLinkProps) {
  return (
    <a className={styles['skip']} href={href}>
      {children}
    </a>
  );
}

export interface PageHeadingProps {
  title: ReactNode;
  /** What kind of thing this is, above the title. */
  kicker?: ReactNode;
  /** One or two sentences that say what the page is for. */
  lede?: ReactNode;
  /** Tags, dates, actions under the title. */
  children?: ReactNode;
}

export function PageHeading({ title, kicker, lede, children }: PageHeadingProps) {
  return (
    <header className={styles['heading']}>
      {kicker ? <p className={styles['kicker']}>{kicker}</p> : null}
      <h1 tabIndex={-1}>{title}</h1>
      {lede ? <div className={styles['lede']}>{lede}</div> : null}
      {children}
    </header>
  );
}

export interface SectionProps {
  heading: ReactNode;
  /** A remark in the margin, under the heading. */
  note?: ReactNode;
  id?: string | undefined;
  /** Vermilion edge: for what may not wait. */
  urgent?: boolean | undefined;
  children: ReactNode;
}

/** A part of a page, set like a printed letter: its name in the margin, its text in the column. */
export function Section({ heading, note, id, urgent = false, children }: SectionProps) {
  return (
    <section
      className={classNames(styles['section'], urgent && styles['urgent'])}
      id={id}
      aria-labelledby={id === undefined ? undefined : `${id}-heading`}
    >
      <div className={styles['margin']}>
        <h2 id={id === undefined ? undefined : `${id}-heading`}>{heading}</h2>
        {note ? <div className={styles['note']}>{note}</div> : null}
      </div>
      <div className={styles['column']}>{children}</div>
    </section>
  );
}

export interface ProseProps {
  children: ReactNode;
  /** Letters and appeals are set in the serif; guidance in the sans. */
  letter?: boolean | undefined;
  lang?: string | undefined;
  dir?: 'ltr' | 'rtl' | undefined;
}

export function Prose({ children, letter = false, lang, dir }: ProseProps) {
  return (
    <div className={classNames(styles['prose'], letter && styles['letter'])} lang={lang} dir={dir}>
      {children}
    </div>
  );
}

export interface StackProps {
  children: ReactNode;
  gap?: 'small' | 'medium' | 'large';
}

export function Stack({ children, gap = 'medium' }: StackProps) {
  return <div className={classNames(styles['stack'], styles[`gap-${gap}`])}>{children}</div>;
}

/** Things side by side that wrap when the screen is narrow: buttons, tags, filters. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={styles['row']}>{children}</div>;
}
