import { Button, Notice, Row } from '@sos/ui/plain';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { errorCodeOf } from '../platform/graphql/error-code.js';
import { useErrorWords } from './error-words.js';

interface Props {
  children: ReactNode;
  /** What stands here for a record that does not exist. */
  notFound: ReactNode;
  /** A new value (the address) tries again. */
  resetKey: string;
}

interface State {
  error: Error | null;
  resetKey: string;
}

/** Keeps a failure inside the part of the page that failed: the way out and the navigation stay. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { error: thrown instanceof Error ? thrown : new Error('UNKNOWN') };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    if (errorCodeOf(this.state.error) === 'NOT_FOUND') return this.props.notFound;
    return <ErrorNotice error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}

export interface ErrorNoticeProps {
  error: Error;
  onRetry?: () => void;
}

export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const { t } = useTranslation('errors');
  const { title, text } = useErrorWords()(error);
  return (
    <Notice tone="danger" title={title} role="alert">
      <p>{text}</p>
      {onRetry ? (
        <Row>
          <Button variant="secondary" onClick={onRetry}>
            {t('retry')}
          </Button>
        </Row>
      ) : null}
    </Notice>
  );
}
