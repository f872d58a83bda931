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
  /** On a phone each row becomes a block, with the headers that are words before its values: nothing is to the side, unseen. */
  stacks?: boolean;
}

/** Dense and scrollable by itself, so that a wide table never makes the page scroll sideways. */
export function Table<Row>({ caption, columns, rows, rowKey, empty, stacks = false }: TableProps<Row>) {
  const captionId = useId();
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <div className={styles['scroll']} role="region" aria-labelledby={captionId} tabIndex={0}>
      <table className={classNames(styles['table'], stacks && styles['stacks'])} role="table">
        <caption id={captionId}>{caption}</caption>
        <thead>
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                className={column.numeric ? styles['numeric'] : undefined}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
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

/** Roles are said in so many words: a table that is laid out otherwise is none any more in some browsers. */
function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = column.numeric ? styles['numeric'] : undefined;
  const label = typeof column.header === 'string' ? column.header : undefined;
  if (column.rowHeader)
    return (
      <th scope="row" role="rowheader" className={className} data-label={label}>
        {column.cell(row)}
      </th>
    );
  return (
    // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- no grid: it is the role it has already
    <td role="cell" className={className} data-label={label}>
      {column.cell(row)}
    </td>
  );
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
