import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';

export interface MarkdownProps {
  source: string;
  /** The level the text's own first heading gets, so that the page's outline stays whole. */
  headingLevel?: 2 | 3 | 4;
}

// `Token` also admits tokens of extensions, of which we have none: hence `as MarkedToken` where a token is taken up.

/**
 * Campaign texts: paragraphs, headings, lists, quotations, emphasis and links. Only elements named here are ever made:
 * HTML in a text is shown as the characters it is, and an address that is not a web or mail address is not a link.
 */
export function Markdown({ source, headingLevel = 3 }: MarkdownProps) {
  const tokens = lexer(source);
  const shallowest = Math.min(
    ...tokens.map((token) => (token.type === 'heading' ? (token as Tokens.Heading).depth : 6)),
  );
  return <>{blocks(tokens, headingLevel - shallowest + 1)}</>;
}

function blocks(tokens: readonly Token[], level: number): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{block(token as MarkedToken, level)}</Fragment>);
}

function block(token: MarkedToken, level: number): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token, level);
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'list':
      return list(token, level);
    case 'blockquote':
      return <blockquote>{blocks(token.tokens, level)}</blockquote>;
    case 'hr':
      return <hr />;
    case 'text':
      return inline(token.tokens ?? [token]);
    case 'space':
    case 'def':
      return null;
    default:
      return <p>{token.raw.trim()}</p>;
  }
}

function heading(token: Tokens.Heading, level: number): ReactNode {
  const depth = Math.min(level + token.depth - 1, 6);
  const words = inline(token.tokens);
  if (depth <= 2) return <h2>{words}</h2>;
  return depth === 3 ? <h3>{words}</h3> : <h4>{words}</h4>;
}

function list(token: Tokens.List, level: number): ReactNode {
  const items = token.items.map((item, index) => <li key={index}>{blocks(item.tokens, level)}</li>);
  return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function inline(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{inlineToken(token as MarkedToken)}</Fragment>);
}

function inlineToken(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'link':
      return link(token);
    case 'br':
      return <br />;
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens ? inline(token.tokens) : decode(token.text);
    default:
      return token.raw;
  }
}

const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)/i;

function link(token: Tokens.Link | Tokens.Image): ReactNode {
  const words = inline(token.tokens);
  return SAFE_ADDRESS.test(token.href) ? (
    <a href={token.href} rel="noopener noreferrer">
      {words}
    </a>
  ) : (
    words
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Some of marked's texts are escaped for HTML; React escapes for itself. */
function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
