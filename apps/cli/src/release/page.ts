import { parse, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** What a page would run, or load, if it were opened. */
export interface PageCode {
  /** Addresses of scripts, style sheets and everything else the page itself loads, as it writes them. */
  readonly references: readonly string[];
  /** What needs no address: scripts and handlers written into the page, and places that change where addresses lead. */
  readonly inline: readonly string[];
}

/** Data for scripts is no script: a browser does not run it. */
const DATA_TYPE = /^application\/(ld\+)?json$/i;
/** Elements that load by `src`; what they bring runs, or may. */
const LOADS = new Set(['script', 'iframe', 'frame', 'embed']);
/** Kinds of link that load nothing that runs or paints. */
const HARMLESS_LINKS = new Set(['canonical', 'alternate', 'author', 'license', 'help', 'search', 'next', 'prev']);
const NEVER = new Set(['base', 'object', 'applet', 'iframe', 'frame', 'embed']);

function attributesOf({ attrs }: Element): ReadonlyMap<string, string> {
  return new Map(attrs.map(({ name, value }) => [name.toLowerCase(), value]));
}

function textOf(element: Element): string {
  return element.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

function inlineOf(element: Element, attributes: ReadonlyMap<string, string>): string[] {
  const { tagName } = element;
  const found = NEVER.has(tagName) ? [`<${tagName}>`] : [];
  const isRun = tagName === 'script' && !DATA_TYPE.test(attributes.get('type') ?? '');
  if (isRun && (!attributes.has('src') || textOf(element).trim() !== '')) found.push('a script written into the page');
  if (tagName === 'style') found.push('a style written into the page');
  if (attributes.get('http-equiv') !== undefined)
    found.push(`<meta http-equiv="${attributes.get('http-equiv') ?? ''}">`);
  for (const [name, value] of attributes) {
    if (name.startsWith('on') || name === 'srcdoc' || name === 'style') found.push(`${name} on <${tagName}>`);
    if (/^\s*(javascript|data|vbscript|blob):/i.test(value) && /^(href|src|action|formaction|xlink:href)$/.test(name))
      found.push(`${name}="${value.trim().slice(0, 20)}…" on <${tagName}>`);
  }
  return found;
}

function referencesOf({ tagName }: Element, attributes: ReadonlyMap<string, string>): string[] {
  const source = attributes.get('src');
  if (LOADS.has(tagName)) return source === undefined ? [] : [source];
  if (tagName !== 'link') return [];
  const kinds = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const target = attributes.get('href');
  return target === undefined || kinds.every((kind) => HARMLESS_LINKS.has(kind)) ? [] : [target];
}

function* elementsIn(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('content' in node) yield* elementsIn(node.content);
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

/** Reads a page as a browser reads it, by the parser of the HTML standard. */
export function codeOfPage(html: string): PageCode {
  const [references, inline]: [string[], string[]] = [[], []];
  for (const element of elementsIn(parse(html))) {
    const attributes = attributesOf(element);
    references.push(...referencesOf(element, attributes));
    inline.push(...inlineOf(element, attributes));
  }
  return { references: [...new Set(references)], inline: [...new Set(inline)] };
}
