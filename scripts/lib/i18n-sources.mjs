// Which keys the sources use, read from the syntax tree.
import ts from 'typescript';
import { gather } from './i18n-locales.mjs';

const DEFAULT_NAMESPACE = 'common';
const escape = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function stringsIn(node) {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return stringsIn(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(stringsIn);
  if (ts.isLiteralTypeNode(node)) return stringsIn(node.literal);
  if (ts.isTupleTypeNode(node)) return node.elements.flatMap(stringsIn);
  return [];
}

/** A template as the pattern of the keys it can name: `state.${x}` → /^state\..+$/ */
function patternOf(template) {
  const spans = template.templateSpans.map(({ literal }) => `.+${escape(literal.text)}`);
  return escape(template.head.text) + spans.join('');
}

/** What an argument can be: keys, patterns, or both where it is chosen by a condition. */
function keysIn(node, into) {
  if (node === undefined) return;
  if (ts.isStringLiteralLike(node)) into.push({ key: node.text });
  else if (ts.isTemplateExpression(node)) into.push({ pattern: patternOf(node), head: node.head.text });
  else if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) keysIn(node.expression, into);
  else if (ts.isArrayLiteralExpression(node)) for (const element of node.elements) keysIn(element, into);
  else if (ts.isConditionalExpression(node)) {
    keysIn(node.whenTrue, into);
    keysIn(node.whenFalse, into);
  } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    keysIn(node.left, into);
    keysIn(node.right, into);
  }
}

const calleeName = ({ expression }) => {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
};

/** The namespaces each translator in the file was made for; two of one name in one file share theirs. */
function translatorsIn(source) {
  const translators = new Map();
  const add = (name, namespaces) => translators.set(name, [...(translators.get(name) ?? []), ...namespaces]);
  const namespacesOf = (call) => {
    const argument = calleeName(call) === 'getFixedT' ? call.arguments[1] : call.arguments[0];
    const named = stringsIn(argument);
    return named.length > 0 ? named : [DEFAULT_NAMESPACE];
  };
  /** @returns {node is ts.CallExpression} */
  const isMaker = (/** @type {ts.Node | undefined} */ node) =>
    node !== undefined && ts.isCallExpression(node) && ['useTranslation', 'getFixedT'].includes(calleeName(node));
  visit(source, (node) => {
    if (ts.isVariableDeclaration(node) && isMaker(node.initializer)) {
      if (ts.isIdentifier(node.name))
        add(calleeName(node.initializer) === 'getFixedT' ? node.name.text : 't', namespacesOf(node.initializer));
      else if (ts.isObjectBindingPattern(node.name)) {
        for (const element of node.name.elements) {
          if ((element.propertyName ?? element.name).getText() === 't')
            add(element.name.getText(), namespacesOf(node.initializer));
        }
      }
    }
    if ((ts.isParameter(node) || ts.isPropertySignature(node)) && node.type && ts.isTypeReferenceNode(node.type)) {
      const named = (node.type.typeArguments ?? []).flatMap(stringsIn);
      if (node.type.typeName.getText() === 'TFunction' && named.length > 0) add(node.name.getText(), named);
    }
  });
  return translators;
}

function visit(node, look) {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function namespaceOption(call) {
  const options = call.arguments.find((argument) => ts.isObjectLiteralExpression(argument));
  const property = options?.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === 'ns');
  return stringsIn(property?.initializer);
}

/**
 * `uses` must exist in one of their namespaces (none named: in any); `mentions` are other strings, which keep a key that equals them
 * from counting as unused, because keys also travel through tables and props.
 */
export function readSource(fileName, text) {
  const source = ts.createSourceFile(
    fileName,
    text,
    ts.ScriptTarget.Latest,
    true,
    fileName.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const translators = translatorsIn(source);
  const uses = [];
  const mentions = [];
  const use = (node, argument, namespaces) => {
    const found = [];
    keysIn(argument, found);
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    for (const one of found) uses.push({ ...one, namespaces, at: `${fileName}:${String(line)}` });
  };
  visit(source, (node) => {
    if (ts.isCallExpression(node)) {
      const name = calleeName(node);
      if (name === 't' || translators.has(name)) {
        const named = namespaceOption(node);
        use(node, node.arguments[0], named.length > 0 ? named : (translators.get(name) ?? []));
      }
    } else if (ts.isJsxAttribute(node) && node.name.getText() === 'i18nKey' && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      use(node, value, [...translators.values()].flat());
    } else if (ts.isStringLiteralLike(node)) mentions.push({ key: node.text });
    else if (ts.isTemplateExpression(node) && /[.:]/.test(node.head.text))
      mentions.push({ pattern: patternOf(node), head: node.head.text });
  });
  return { uses, mentions };
}

/** `ns:key` names its namespace itself. */
function split(one, namespaces) {
  const text = one.key ?? one.head;
  const [, prefix] = /^([\w-]+):/.exec(text) ?? [];
  if (prefix === undefined) return { ...one, namespaces };
  const cut = (value) => value?.slice(prefix.length + 1);
  return { key: cut(one.key), pattern: cut(one.pattern), namespaces: [prefix] };
}

function matches(known, { key, pattern }) {
  if (pattern !== undefined) {
    const expression = new RegExp(`^${pattern}$`);
    return known.filter((name) => expression.test(name));
  }
  // A key may also name a whole branch (returnObjects).
  return known.filter((name) => name === key || name.startsWith(`${key}.`));
}

/**
 * @param {Record<string, object>} words namespace → words of the original language
 * @param {{ name: string, text: string }[]} files
 * @returns {string[]} one sentence for each key that is used and missing, or there and unused
 */
export function compareSources(words, files) {
  const known = new Map(Object.entries(words).map(([namespace, tree]) => [namespace, [...gather(tree).keys()]]));
  const unused = new Set([...known].flatMap(([namespace, keys]) => keys.map((key) => `${namespace}:${key}`)));
  const faults = [];
  const settle = (one, fallback) => {
    const { namespaces, ...wanted } = split(one, one.namespaces?.length ? one.namespaces : fallback);
    const found = namespaces.flatMap((namespace) =>
      matches(known.get(namespace) ?? [], wanted).map((key) => `${namespace}:${key}`),
    );
    for (const name of found) unused.delete(name);
    return found.length > 0;
  };
  const everywhere = [...known.keys()];
  for (const { name, text } of files) {
    const { uses, mentions } = readSource(name, text);
    for (const one of uses) {
      if (!settle(one, everywhere))
        faults.push(
          `${one.at} uses ${one.key ?? `a key like ${one.pattern}`}, which is in no ${one.namespaces.join(' or ') || 'namespace'}`,
        );
    }
    for (const one of mentions) settle(one, everywhere);
  }
  return [...faults, ...[...unused].sort().map((name) => `${name} is used nowhere`)];
}
