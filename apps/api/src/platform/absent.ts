/**
 * Stands in for everything a module is given where only its shape is wanted (the schema, without a database). Building may keep
 * parts of it; what is called gives more of the same.
 */
export function absent(): unknown {
  return new Proxy(() => undefined, {
    get: (_target, name) =>
      name === Symbol.toPrimitive ? () => 'http://absent.invalid' : name === 'then' ? undefined : absent(),
    apply: () => absent(),
  });
}
