import { useId, type ReactNode } from 'react';

import { classNames } from '../class-names.js';
import styles from './data.module.css';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand under each other. */
  numeric?: boolean;
  /** The cell that names its row for a screen reader. */
  rowHeader?: boolean;
}

export interface TableProps<Row> {
  caption: ReactNode;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What is said when there are no rows. */
  empty?: ReactNode;
}

/** Dense and scrollable by itself, so that a wide table never makes the page scroll sideways. */
export function Table<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>) {
  const captionId = useId();
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="region" aria-labelledby={captionId} tabIndex={0}>
      <table className={styles['table']}>
        <caption id={captionId}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? styles['numeric'] : undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = column.numeric ? styles['numeric'] : undefined;
  if (column.rowHeader)
    return (
      <th scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  return <td className={className}>{column.cell(row)}</td>;
}

export interface DefinitionListProps {
  items: readonly { term: ReactNode; description: ReactNode }[];
}

export function DefinitionList({ items }: DefinitionListProps) {
  return (
    <dl className={styles['definitions']}>
      {items.map((item, index) => (
        <div key={index}>
          <dt>{item.term}</dt>
          <dd>{item.description}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface ProgressMeterProps {
  value: number;
  max: number;
  /** What is counted: “1,204 of 2,000 signatures”. */
  label: ReactNode;
  caption?: ReactNode;
  /** The figure alone, set large above the bar. */
  figure?: ReactNode;
}

/** Progress to a goal. A native element: it draws without a style attribute, which our CSP would refuse. */
export function ProgressMeter({ value, max, label, caption, figure }: ProgressMeterProps) {
  const labelId = useId();
  return (
    <div className={styles['meter']}>
      {figure ? <p className={styles['figure']}>{figure}</p> : null}
      <p id={labelId}>{label}</p>
      <progress className={styles['bar']} value={Math.min(value, max)} max={max} aria-labelledby={labelId} />
      {caption ? <p className={styles['caption']}>{caption}</p> : null}
    </div>
  );
}

export interface BreadcrumbProps {
  label: string;
  items: readonly { label: ReactNode; href: string }[];
}

export function Breadcrumb({ label, items }: BreadcrumbProps) {
  return (
    <nav aria-label={label} className={styles['breadcrumb']}>
      <ol>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href}>{item.label}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface PaginationProps {
  label: string;
  /** “Page 2 of 7” */
  summary: ReactNode;
  previous?: { href: string; label: ReactNode } | undefined;
  next?: { href: string; label: ReactNode } | undefined;
}

export function Pagination({ label, summary, previous, next }: PaginationProps) {
  return (
    <nav aria-label={label} className={styles['pagination']}>
      {previous ? (
        <a href={previous.href} rel="prev">
          {previous.label}
        </a>
      ) : (
        <span />
      )}
      <span className={styles['summary']}>{summary}</span>
      {next ? (
        <a href={next.href} rel="next">
          {next.label}
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}

export interface LinkListProps {
  children: ReactNode;
  className?: string | undefined;
}

/** A list of things to go to, parted by thin rules; each child is an `<li>`. */
export function RuledList({ children, className }: LinkListProps) {
  return <ul className={classNames(styles['ruled'], className)}>{children}</ul>;
}
